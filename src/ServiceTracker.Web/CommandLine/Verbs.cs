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
    /// <summary>The words of its name.</summary>
    public string[] Words => Name.Split(' ');

    /// <summary>Runs it; exit status 0, 1 failed, 2 usage.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args.Intersect(["--help", "-h"]).Any())
            {
                Console.WriteLine($"{Usage}\n{About}");
                return ExitStatus.Done;
            }

            return await Run(new Arguments(args));
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync($"{e.Message}\nUsage: {Usage}");
            return ExitStatus.Usage;
        }
        catch (Exception e) when (StartFailure.Sentence(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return ExitStatus.Failed;
        }
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
        new("help", "help", "Shows this list.", _ => Help()),
    ];

    /// <summary>
    /// The verb among the arguments and all but its words, or null to serve. Options may stand before it; a word after an option without = may be
    /// its value. An unknown word is answered with the list.
    /// </summary>
    public static (Verb Verb, string[] Arguments)? Find(string[] args)
    {
        if (args.Length == 0) return null;
        if (args[0] is "--help" or "-h") return (All[^1], []);
        var words = Enumerable.Range(0, args.Length).Where(i => !IsOption(args[i])).ToList();
        var sure = words.Where(i => i == 0 || !IsOption(args[i - 1]) || args[i - 1].Contains('=', StringComparison.Ordinal)).ToList();
        foreach (var at in sure.Take(1).Concat(words))
        {
            if (All.FirstOrDefault(v => args.Skip(at).Take(v.Words.Length).SequenceEqual(v.Words)) is { } verb)
                return (verb, [.. args[..at], .. args[(at + verb.Words.Length)..]]);
        }

        if (sure.Count == 0) return null;
        return (new Verb("", "one of: " + string.Join(", ", All.Select(v => v.Name)), "", _ => throw new UsageException($"There is no command “{args[sure[0]]}”.")), []);
    }

    private static bool IsOption(string argument) =>
        argument.StartsWith('-') || argument.StartsWith('/') || argument.Contains('=', StringComparison.Ordinal);

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
