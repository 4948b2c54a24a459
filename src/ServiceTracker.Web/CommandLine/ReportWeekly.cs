using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>report weekly</c></summary>
internal static class ReportWeekly
{
    public static readonly Verb Verb = new(
        "report weekly", "report weekly 2026-W47 --out DIR [--site S] [--profile excel|excel-us]", "Writes the CSV files of a week into a folder.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var (folder, siteCode, profile) = (arguments.Required("--out"), arguments.Option("--site"), arguments.Option("--profile"));
        var text = arguments.Word("The week");
        arguments.NoMore();
        if (!IsoWeek.TryParse(text, out var week)) throw new UsageException($"“{text}” is not an ISO week; write it like 2026-W47.");
        if (!CsvProfileNames.TryParse(profile, out var written)) throw new UsageException($"--profile is {CsvProfileNames.All}, or left out.");
        await using var app = await Verbs.HostAsync(arguments);
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var master = await services.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None);
        var site = siteCode is null ? null : master.Sites.Find(siteCode) ?? throw new UsageException($"There is no site “{siteCode}”.");
        Directory.CreateDirectory(folder);
        foreach (var file in Enum.GetValues<WeeklyFile>())
        {
            var path = Path.Combine(folder, $"{SnakeCase<WeeklyFile>.Text(file)}_{week}.csv");
            // Written beside and moved into place: a reader never meets half a file.
            await using (var target = File.Create(path + ".part"))
            {
                await services.GetRequiredService<WeeklyReport>().WriteAsync(
                    Actor.CommandLine, week, file, site, written, target, CancellationToken.None);
            }

            File.Move(path + ".part", path, overwrite: true);
            Console.WriteLine(path);
        }

        return ExitStatus.Done;
    }
}
