using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>doctor</c></summary>
internal static class Doctor
{
    public static readonly Verb Verb = new(
        "doctor", "",
        [
            new("--recount", "", "Counts all interactions again, brings evidence on one contact together and puts the rollups right."),
            new("--replay", "", "Runs the detectors again over all interactions and puts flags right."),
            new("--compare", "", "With --recount or --replay: only says what differs."),
        ],
        "Checks configuration, clock, storage, room, rights, sealed weeks and the audit record.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var (recount, replay, compare) = (arguments.Flag("--recount"), arguments.Flag("--replay"), arguments.Flag("--compare"));
        arguments.NoMore();
        if (compare && !recount && !replay) throw new UsageException("--compare goes with --recount or --replay.");
        var builder = Verbs.BuilderFor(arguments);
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var diagnosis = scope.ServiceProvider.GetRequiredService<StoreDiagnosis>();
        var store = scope.ServiceProvider.GetRequiredService<StoreSettings>();
        var healthy = true;

        await CheckAsync("Store", () => Task.FromResult(store.File is { } file ? $"SQLite, {Path.GetFullPath(file)}" : "PostgreSQL"));
        await CheckAsync("Version", diagnosis.VersionAsync);
        await CheckAsync("Schema", async () =>
        {
            await scope.ServiceProvider.GetRequiredService<StoreUpgrade>().InspectAsync(CancellationToken.None);
            return await diagnosis.SchemaAsync();
        });
        await CheckAsync("Pages", () => diagnosis.PagesAsync());
        await CheckAsync("Servers", () => ServersAsync(scope.ServiceProvider));
        await CheckAsync("Clock", diagnosis.ClockAsync);
        await CheckAsync("Backup", () => Task.FromResult(diagnosis.Backup()));
        await CheckAsync("Time zones", () => Task.FromResult(BusinessCalendar.TryFindZone("Europe/London", out _)
            ? "IANA names are known" : throw new InvalidOperationException("Europe/London is not known: install tzdata")));
        await CheckAsync("Rights", () => Task.FromResult(Rights(store)));
        // Little room keeps nobody from a recount.
        var sound = healthy;
        if (sound) await CheckAsync("Sealed weeks", () => SealsAsync(scope.ServiceProvider));
        if (sound) await CheckAsync("Audit record", () => AuditAsync(scope.ServiceProvider));
        await CheckAsync("Room", () => Task.FromResult(Room(scope.ServiceProvider.GetRequiredService<DiskRoom>())));
        if (recount && sound) await CheckAsync("Rollups", () => RecountAsync(scope.ServiceProvider, repair: !compare));
        if (replay && sound) await CheckAsync("Flags", () => ReplayAsync(scope.ServiceProvider, repair: !compare));
        return healthy ? ExitStatus.Done : ExitStatus.Failed;

        async Task CheckAsync(string what, Func<Task<string>> check)
        {
            try
            {
                Console.WriteLine($"ok    {what}: {await check()}");
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                healthy = false;
                Console.WriteLine($"FAIL  {what}: {e.Message}");
            }
        }
    }

    private static async Task<string> ServersAsync(IServiceProvider services)
    {
        var store = services.GetRequiredService<IInteractionStore>();
        var sites = (await services.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None)).Sites.All;
        var away = await store.FindAwayAsync([.. sites.Select(s => s.Id)], CancellationToken.None);
        return away.Count > 0
            ? throw new InvalidOperationException(string.Join("; ", away.Select(
                s => $"{s.Name} does not answer, and {s.SiteIds.Count} of {sites.Count} sites are away with it")) + ": start it")
            : store.IsSpread ? "several, all of which answer" : "one";
    }

    private static async Task<string> SealsAsync(IServiceProvider services)
    {
        using var progress = new ProgressBar("Reading sealed weeks");
        var (revisions, faults) = await services.GetRequiredService<SealCheck>().RunAsync(progress, CancellationToken.None);
        return faults.Count > 0 ? throw new InvalidOperationException(string.Join("; ", faults) + ": take them from a backup")
            : revisions switch
            {
                0 => "none yet",
                1 => "1 revision, as it was sealed",
                _ => $"{revisions} revisions, all as they were sealed",
            };
    }

    private static async Task<string> AuditAsync(IServiceProvider services)
    {
        using var progress = new ProgressBar("Reading the audit record");
        var (days, faults) = await services.GetRequiredService<AuditCheck>().RunAsync(progress, CancellationToken.None);
        return faults.Count > 0 ? throw new InvalidOperationException(string.Join("; ", faults) + ": compare it with a backup")
            : days switch
            {
                0 => "no day is closed yet",
                1 => "1 day, as it was recorded",
                _ => $"{days} days, all as they were recorded",
            };
    }

    private static async Task<string> RecountAsync(IServiceProvider services, bool repair)
    {
        using var progress = new ProgressBar("Recounting");
        var report = await services.GetRequiredService<RollupRecount>().RunAsync(repair, progress, CancellationToken.None);
        var counted = $"{report.Interactions} interactions counted again, {report.Lines} lines compared";
        var evidence = report.Contacts == 0
            ? "" : $", {report.Contacts} pieces of evidence {(repair ? "did" : "do")} not stand for the contact they are " +
                $"about{(repair ? " and now do" : "")}";
        return report.Different + report.Contacts == 0 ? $"{counted}, all equal"
            : repair ? $"{counted}, {report.Different} were different and are put right{evidence}"
            : throw new InvalidOperationException(
                $"{counted}, {report.Different} are different{evidence}; doctor --recount puts them right");
    }

    private static async Task<string> ReplayAsync(IServiceProvider services, bool repair)
    {
        using var progress = new ProgressBar("Replaying");
        var report = await services.GetRequiredService<WatchUpdate>().ReplayAsync(repair, progress, CancellationToken.None);
        var looked = $"{report.Days} days of {report.Sites} sites taken again, {report.Flags} flags";
        if (report.Waiting > 0) looked += $", {report.Waiting} changes wait for the server";
        if (report.Differences.Count == 0) return $"{looked}, all equal";
        var lines = string.Concat(report.Differences.Select(d => $"{Environment.NewLine}      {d}"));
        return repair ? $"{looked}, {report.Differences.Count} differences are put right{lines}"
            : throw new InvalidOperationException(
                $"{looked}, {report.Differences.Count} differences; doctor --replay puts them right{lines}");
    }

    private static string Room(DiskRoom room) => room.Fault() is { } fault ? throw new InvalidOperationException(fault) : room.Told();

    private static string Rights(StoreSettings store)
    {
        if (store.File is not { } file) return "the database decides";
        var probe = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, ".doctor");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        return "the data folder can be written";
    }
}
