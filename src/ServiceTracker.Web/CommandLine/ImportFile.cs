using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>import</c></summary>
internal static class ImportFile
{
    public static readonly Verb Verb = new(
        "import", "FILE",
        [
            new("--format", "csv|ndjson", "How the file is written; csv without."),
            new("--create-missing", "", "Makes sites, channels and people that are not there yet; sites need --zone."),
            new("--zone", "Area/City", "Time zone of the sites made."),
            new("--default-site", "S", "The site of rows that name none."),
            new("--source", "SOURCE", "Who says so, for rows that name no source; system without."),
            new("--on-error", "reject|skip", "Stores nothing where a row is bad, or all other rows; reject without."),
            new("--mapping", "NAME", "How the program that wrote the file writes; see import mappings of the API."),
            new("--look-alikes", "refuse|allow", "What to do with codes that look like one that is there; refuse without."),
            new("--again", "", "Takes in a file that was taken in before."),
            new("--dry-run", "", "Stores nothing, and says what it would store and make."),
        ],
        "Takes in a file of interactions; the same file twice stores nothing twice. With --dry-run it only says what it would do.",
        RunAsync);

    private const int ErrorsShown = 20;

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var onError = arguments.Option("--on-error") ?? "reject";
        if (onError is not ("reject" or "skip")) throw new UsageException("--on-error is reject or skip.");
        var lookAlikes = arguments.Option("--look-alikes") ?? "refuse";
        if (lookAlikes is not ("refuse" or "allow")) throw new UsageException("--look-alikes is refuse or allow.");
        var options = new ImportOptions
        {
            Format = arguments.Option("--format") ?? "csv",
            CreateMissing = arguments.Flag("--create-missing"),
            Zone = arguments.Option("--zone"),
            DefaultSite = arguments.Option("--default-site"),
            Source = arguments.Option("--source") ?? "system",
            SkipBadRows = onError == "skip",
            AllowLookAlikes = lookAlikes == "allow",
            Again = arguments.Flag("--again"),
            IsTrial = arguments.Flag("--dry-run"),
        };
        var file = arguments.Word("FILE");
        arguments.NoMore();
        if (!File.Exists(file)) throw new UsageException($"There is no file “{file}”.");
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        if (arguments.Option("--mapping") is { } mapping)
        {
            var kept = await scope.ServiceProvider.GetRequiredService<ImportMappings>().FindAsync(mapping, CancellationToken.None)
                ?? throw new UsageException($"There is no import mapping “{mapping}”.");
            options = ImportMappings.By(options, kept);
        }

        var import = scope.ServiceProvider.GetRequiredService<ImportInteractions>();
        var begun = await import.BeginAsync(
            Actor.CommandLine, null, file, options with { FileName = Path.GetFileName(file) }, CancellationToken.None);
        if (begun is Result<ImportRun>.Invalid invalid)
            throw new UsageException(string.Join(" ", invalid.Errors.Select(e => $"{e.Path[2..]}: {e.Message}")));
        if (begun is Result<ImportRun>.Conflict { Message: var taken }) throw new InvalidOperationException(taken);
        var run = ((Result<ImportRun>.Ok)begun).Value;
        var work = import.RunAsync(Actor.CommandLine, run, file, options, CancellationToken.None);
        using (var bar = new ProgressBar("Importing"))
        {
            while (await Task.WhenAny(work, Task.Delay(100)) != work) bar.Show(run.Progress);
        }

        await work;
        var report = (
            await scope.ServiceProvider.GetRequiredService<ImportQuery>().FindAsync(Actor.CommandLine, run.Id, CancellationToken.None))!;
        foreach (var error in report.Errors.Take(ErrorsShown))
            await Console.Error.WriteLineAsync($"line {error.Line}{(error.Column.Length > 0 ? ", " + error.Column : "")}: {error.Message}");
        if (run.Rejected > ErrorsShown)
            await Console.Error.WriteLineAsync("… all of them: imports page, or GET /api/v1/imports/" + run.Id + "/errors.csv");
        foreach (var (kind, made) in run.Created?.Kinds() ?? [])
            Console.WriteLine(
                $"{(run.IsTrial ? "would make" : "made")} {made.Count} {kind}: " +
                $"{string.Join(", ", made.Codes)}{(made.Count > made.Codes.Count ? ", …" : "")}");
        Console.WriteLine(
            $"{(run.IsTrial ? "trial, nothing stored; " : "")}{SnakeCase<ImportStatus>.Text(run.Status)}: " +
            $"{run.Rows} rows, {run.Stored} stored, {run.Duplicates} already there, {run.Rejected} rejected");
        return run.Status == ImportStatus.Done ? ExitStatus.Done : ExitStatus.Failed;
    }
}
