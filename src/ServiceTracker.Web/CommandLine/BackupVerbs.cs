using System.Globalization;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>backup</c>, <c>backup verify</c> and <c>restore</c></summary>
internal static class BackupVerbs
{
    public static readonly Verb Verify = new(
        "backup verify", "FILE", [], "Checks a backup of the embedded database: every page, every index, every table counted.", a =>
            RunAsync(a, (backup, file) =>
    {
        Show(backup.Verify(file));
        Console.WriteLine("The backup is sound.");
    }));

    public static readonly Verb Backup = new(
        "backup", "FILE", [], "Copies the embedded database while it serves, checks the copy, and only then puts it in its place.", a =>
            RunAsync(a, (backup, file) =>
    {
        var report = backup.Back(file);
        Show(report);
        Console.WriteLine($"Backed up and verified: {report.Path}");
        if (report.Warning is { } warning) Console.Error.WriteLine(warning);
    }));

    public static readonly Verb Restore = new(
        "restore", "FILE", [], "Puts a backup in the place of the embedded database, which is kept aside; the server has to be stopped.",
        a => RunAsync(a, (backup, file) =>
    {
        var (restored, aside) = backup.Restore(file);
        Show(restored);
        Console.WriteLine(
            $"Restored and verified: {restored.Path}{(aside is null ? "" : $"\nThe database that was there is kept as {aside}")}");
    }));

    private static async Task<int> RunAsync(Arguments arguments, Action<StoreBackup, string> run)
    {
        var file = arguments.Word("FILE");
        arguments.NoMore();
        // Without an upgrade: what is there is backed up as it is.
        var builder = Verbs.BuilderFor(arguments);
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        run(scope.ServiceProvider.GetRequiredService<StoreBackup>(), file);
        return ExitStatus.Done;
    }

    private static void Show(BackupReport report)
    {
        foreach (var (table, rows) in report.Rows.Where(t => t.Value > 0))
            Console.WriteLine($"{table,-24} {rows.ToString(CultureInfo.InvariantCulture),12}");
        Console.WriteLine($"{report.Rows.Values.Sum()} rows, {report.Bytes} bytes");
    }
}
