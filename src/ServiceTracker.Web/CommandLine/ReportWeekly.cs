using System.Globalization;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
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
            new(
                "--revision", "N",
                "A sealed revision, byte for byte; the week as it is now without. Needs --site where there are several."),
            new("--profile", CsvProfileNames.All.Replace(
                " or ", "|", StringComparison.Ordinal), "Written for a spreadsheet; as in RFC 4180 without."),
        ],
        "Writes the CSV files of a week into a folder.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var (folder, siteCode, profile) = (arguments.Required("--out"), arguments.Option("--site"), arguments.Option("--profile"));
        var revision = arguments.Option("--revision");
        var number = 0;
        if (revision is not null && !int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            throw new UsageException("--revision is a number, such as 1.");
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
        var sealedAs = revision is null ? null : await FindAsync(services, master, site, week, number);
        Directory.CreateDirectory(folder);
        foreach (var file in Enum.GetValues<WeeklyFile>())
        {
            if (sealedAs is not null && sealedAs.Find(file) is null) continue;
            var end = sealedAs is null ? "" : $"_r{number}";
            var path = Path.Combine(folder, $"{SnakeCase<WeeklyFile>.Text(file)}_{week}{end}.csv");
            // Written beside and moved into place: a reader never meets half a file.
            var part = path + ".part";
            try
            {
                await using (var target = File.Create(part))
                {
                    if (sealedAs is null)
                    {
                        await services.GetRequiredService<WeeklyReport>().WriteAsync(
                            Actor.CommandLine, week, file, site, written, target, CancellationToken.None);
                    }
                    else
                    {
                        await services.GetRequiredService<SealedWeeks>().WriteAsync(
                            Actor.CommandLine, sealedAs, file, written, target, CancellationToken.None);
                    }
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

    private static async Task<SealedRevision> FindAsync(
        IServiceProvider services, MasterData master, Site? site, IsoWeek week, int revision)
    {
        var only = site ?? (master.Sites.All is [var single] ? single
            : throw new UsageException("Each site has revisions of its own: name it with --site."));
        return await services.GetRequiredService<SealedWeeks>().FindAsync(only, week, revision, CancellationToken.None)
            ?? throw new UsageException($"{week} has no revision {revision} at {only.Code}.");
    }
}
