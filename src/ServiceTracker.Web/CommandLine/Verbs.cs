using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary>One thing the program does on the command line.</summary>
/// <param name="Name">Its words, such as <c>token create</c>.</param>
/// <param name="Usage">How it is called.</param>
/// <param name="About">What it does.</param>
/// <param name="Run">Does it; gives the exit status.</param>
public sealed record Verb(string Name, string Usage, string About, Func<Arguments, Task<int>> Run)
{
    /// <summary>Number of words in the name.</summary>
    public int Words => Name.Split(' ').Length;

    /// <summary>Runs it; exit status 0, 1 failed, 2 usage.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await Run(new Arguments(args));
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\nUsage: {Usage}");
            return ExitStatus.Usage;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitStatus.Failed;
        }
    }
}

/// <summary>What a command tells the shell.</summary>
public static class ExitStatus
{
    public const int Done = 0, Failed = 1, Usage = 2;
}

/// <summary>All verbs. Without one of them the program serves.</summary>
public static class Verbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        Demo.Verb,
        TokenCreate.Verb,
        UserAdd.Verb,
        ImportFile.Verb,
        ReportWeekly.Verb,
        Migrate.Verb,
        CopyTo.Verb,
        Doctor.Verb,
        new("help", "help", "Shows this list.", _ => Help()),
    ];

    /// <summary>The verb that the arguments begin with, or null to serve. An unknown word is answered with the list.</summary>
    public static Verb? Find(string[] args)
    {
        if (args.Length == 0) return null;
        if (args[0] is "--help" or "-h") return All[^1];
        if (args[0].StartsWith('-') || args[0].StartsWith('/') || args[0].Contains('=', StringComparison.Ordinal)) return null;
        return All.FirstOrDefault(v => args.Take(v.Words).SequenceEqual(v.Name.Split(' ')))
            ?? new Verb("", "one of: " + string.Join(", ", All.Select(v => v.Name)), "", _ => throw new UsageException($"There is no command “{args[0]}”."));
    }

    /// <summary>A host with the upgraded store, for a command that needs one. It logs to standard error.</summary>
    internal static async Task<WebApplication> HostAsync(Arguments arguments, StoreSettings? store = null)
    {
        var builder = ServerHost.CreateBuilder([.. arguments.Configuration, "--Logging:StandardError=true", "--Logging:MinimumLevel=Warning"], store);
        var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreUpgrade>().RunAsync(CancellationToken.None);
        return app;
    }

    private static Task<int> Help()
    {
        Console.WriteLine("ServiceTracker: are the basics delivered every time?\n\nWithout a command it serves; --urls http://localhost:5080 is the default.\n");
        foreach (var verb in All) Console.WriteLine($"  {verb.Usage}\n      {verb.About}");
        Console.WriteLine("\nSettings are ASP.NET Core configuration: appsettings.json, environment, or --Name=value.");
        return Task.FromResult(ExitStatus.Done);
    }
}
