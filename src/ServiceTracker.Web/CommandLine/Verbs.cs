using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary>One thing the program does on the command line.</summary>
/// <param name="Name">Its words, such as <c>token create</c>; none for serving.</param>
/// <param name="Takes">The words after it, as the text of usage has them.</param>
/// <param name="Options">Its options; settings of the program stand beside those of every verb.</param>
/// <param name="About">What it does.</param>
/// <param name="Run">Does it; gives the exit status.</param>
public sealed record Verb(string Name, string Takes, IReadOnlyList<VerbOption> Options, string About, Func<Arguments, Task<int>> Run)
{
    /// <summary>The words of its name.</summary>
    public string[] Words => Name.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How it is called.</summary>
    public string Usage => string.Join(' ', Options.Select(o => o.Usage).Prepend(Takes).Prepend(Name).Where(t => t.Length > 0));

    /// <summary>Runs it; exit status 0, 1 failed, 2 usage.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Intersect(["--help", "-h"]).Any())
            {
                Console.WriteLine(Help());
                return ExitStatus.Done;
            }

            return await Run(new Arguments(args, Options));
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\nUsage: {Usage}");
            return ExitStatus.Usage;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the program ends like any other failure; its stack is what somebody will want to see.
            await Console.Error.WriteLineAsync(StartFailure.Sentence(e) ?? $"This is a fault of the program, nothing you did: {e}");
            return ExitStatus.Failed;
        }
    }

    private string Help()
    {
        var width = Options.Select(o => o.Written.Length).DefaultIfEmpty().Max();
        var options = Options.Count == 0 ? "" : string.Concat(Options.Select(o => $"\n  {o.Written.PadRight(width)}  {o.About}"))
            + "\n\nOptions stand anywhere, with a blank or = before their value.";
        return $"{Usage}\n{About}\n{options}\n{Settings.About}";
    }
}

/// <summary>All verbs. Without one of them the program serves.</summary>
public static class Verbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        Demo.Verb,
        TokenCreate.Verb,
        TokenVerbs.List,
        TokenVerbs.Revoke,
        UserAdd.Verb,
        .. AccountVerbs.All,
        ImportFile.Verb,
        ReportWeekly.Verb,
        Migrate.Verb,
        CopyTo.Verb,
        BackupVerbs.Verify,
        BackupVerbs.Backup,
        BackupVerbs.Restore,
        Doctor.Verb,
        new("help", "", [], "Shows this list; COMMAND --help shows what one of them takes.", Help),
    ];

    private static readonly Verb Serve = new(
        "", "", [], "", async arguments =>
        {
            arguments.NoMore();
            return await ServerHost.ServeAsync(() => ServerHost.Build([.. arguments.Configuration]), app => app.PrepareStoreAsync());
        });

    private static string Names => "one of: " + string.Join(", ", All.Select(v => v.Name));

    /// <summary>
    /// The verb among the arguments and all but its words. Options may stand before it and between its words. Without any word it is to
    /// serve; an unknown one is answered with the list.
    /// </summary>
    public static (Verb Verb, string[] Arguments) Find(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var places = Arguments.PlacesOfWords(args, [.. All.SelectMany(v => v.Options)]);
        if (places.Count == 0)
            return args.Intersect(["--help", "-h"]).Any() ? (All[^1], []) : (Serve, [.. args.Where(a => !Settings.IsBareSection(a))]);
        var verb = All.FirstOrDefault(v => places.Take(v.Words.Length).Select(i => args[i]).SequenceEqual(v.Words));
        return verb is null ? (new Verb("", Names, [], "", _ => throw new UsageException($"There is no command “{args[places[0]]}”.")), [])
            : (verb, [.. args.Where((_, i) => !places.Take(verb.Words.Length).Contains(i))]);
    }

    /// <summary>A host for a command. What went wrong the command says itself, in one sentence; the log, on standard error, is for whoever
    /// asks for more of it.</summary>
    internal static WebApplicationBuilder BuilderFor(Arguments arguments) =>
        ServerHost.CreateBuilder(["--Logging:StandardError=true", "--Logging:MinimumLevel=Fatal", .. arguments.Configuration]);

    /// <summary>A host with the upgraded store, for a command that needs one.</summary>
    internal static async Task<WebApplication> HostAsync(Arguments arguments)
    {
        var app = BuilderFor(arguments).Build();
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<StoreUpgrade>().RunAsync(CancellationToken.None);
        return app;
    }

    private static Task<int> Help(Arguments arguments)
    {
        arguments.NoMore();
        Console.WriteLine(
            "ServiceTracker: are the basics delivered every time?\n\nWithout a command it serves; " +
            "--urls http://localhost:5080 is the default.\n");
        foreach (var verb in All) Console.WriteLine($"  {verb.Usage}\n      {verb.About}");
        Console.WriteLine("\n" + Settings.About);
        return Task.FromResult(ExitStatus.Done);
    }
}
