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
        "report weekly", "2026-W47",
        [
            new("--out", "DIR", "The folder; made if it is not there.") { IsRequired = true },
            new("--site", "S", "One site by code; every site without."),
            new("--profile", CsvProfileNames.All.Replace(
                " or ", "|", StringComparison.Ordinal), "Written for a spreadsheet; as in RFC 4180 without."),
        ],
        "Writes the CSV files of a week into a folder.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var (folder, siteCode, profile) = (arguments.Required("--out"), arguments.Option("--site"), arguments.Option("--profile"));
        var text = arguments.Word("The week");
        arguments.NoMore();
        if (!IsoWeek.TryParse(text, out var week)) throw new UsageException($"“{text}” is not an ISO week; write it like 2026-W47.");
        if (!CsvProfileNames.TryParse(profile, out var written))
            throw new UsageException($"--profile is {CsvProfileNames.All}, or left out.");
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
            var part = path + ".part";
            try
            {
                await using (var target = File.Create(part))
                {
                    await services.GetRequiredService<WeeklyReport>().WriteAsync(
                        Actor.CommandLine, week, file, site, written, target, CancellationToken.None);
                }

                File.Move(part, path, overwrite: true);
            }
            catch
            {
                File.Delete(part);
                throw;
            }

            Console.WriteLine(path);
        }

        return ExitStatus.Done;
    }
}
