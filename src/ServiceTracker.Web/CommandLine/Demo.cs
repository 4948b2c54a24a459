using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>demo</c></summary>
internal static class Demo
{
    public static readonly Verb Verb = new(
        "demo", "", [new("--fresh", "", "Makes a new one up to today.")],
        "Serves with 60 weeks of generated history in a file of its own, demo.db.", RunAsync);

    // Known to everybody, for made-up data on the reader's own machine.
    private const string Password = "basics-first";

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var fresh = arguments.Flag("--fresh");
        arguments.NoMore();
        string[] settings = [.. arguments.Configuration];
        var directory = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build()["DataDirectory"] ?? "./data";
        var file = Path.Combine(Path.GetFullPath(directory), "demo.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (fresh)
        {
            foreach (var part in new[] { file, file + "-wal", file + "-shm" }) File.Delete(part);
        }

        return await ServerHost.ServeAsync(
            () => ServerHost.Build(settings, new StoreSettings(StoreKind.Sqlite, $"Data Source={file}")), PrepareAsync);
    }

    private static async Task PrepareAsync(WebApplication app)
    {
        app.Services.GetRequiredService<ServingLock>().Take();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var services = scope.ServiceProvider;
            await services.GetRequiredService<StoreUpgrade>().RunAsync(CancellationToken.None);
            await FillAsync(services);
        }

        Console.WriteLine($"Sign in at {app.Configuration["urls"] ?? "http://localhost:5080"} with the password {Password} as\n");
        foreach (var account in DemoOrganisation.SignIns)
        {
            var of = account.Site is null ? "" : " of " + account.Site;
            Console.WriteLine($"  {Email(account),-28} {account.Name}, {SnakeCase<Role>.Text(account.Role)}{of}");
        }

        var (site, file) = (DemoOrganisation.HarbourAdviser.Site, app.Services.GetRequiredService<StoreSettings>().File);
        Console.WriteLine($"""

            A token for the API, beside this server:

              token create --name trial --role staff --site {site} --ConnectionStrings:ServiceTracker="Data Source={file}"

            """);
    }

    private static async Task FillAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<IServiceTrackerDb>();
        if (await db.Sites.AnyAsync())
        {
            var last = await db.Interactions.MaxAsync(i => (DateOnly?)i.BusinessDate);
            Console.WriteLine(
                $"The demonstration goes on where it was; its history reaches to {last:yyyy-MM-dd}. " +
                "demo --fresh makes a new one up to today.\n");
            return;
        }

        DemoSummary made;
        using (var bar = new ProgressBar("Making 60 weeks of history"))
            made = await services.GetRequiredService<DemoOrganisation>().CreateAsync(bar, CancellationToken.None);
        var master = await services.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None);
        var accounts = services.GetRequiredService<Accounts>();
        foreach (var account in DemoOrganisation.SignIns)
        {
            var result = await accounts.CreateAsync(
                Actor.CommandLine, Email(account), Password, account.Name, account.Role,
                account.Site is { } site ? [master.Sites.Find(site)!.Id] : null, master.Staff.Find(account.StaffCode)?.Id,
                CancellationToken.None);
            if (result is not Result<Account>.Ok) throw new InvalidOperationException($"The account of {account.Name} could not be made.");
        }

        Console.WriteLine(
            $"{made.Interactions} interactions of {made.People} people at {made.Sites} sites, {made.FirstDate:yyyy-MM-dd} to " +
            $"{made.LastDate:yyyy-MM-dd}. Made up, with this in it:\n");
        foreach (var pattern in made.Patterns) Console.WriteLine($"  {pattern.Name}: {pattern.About}");
        Console.WriteLine();
    }

    private static string Email(DemoSignIn account) => account.Name.ToLowerInvariant().Replace(' ', '.') + "@demo.test";
}
