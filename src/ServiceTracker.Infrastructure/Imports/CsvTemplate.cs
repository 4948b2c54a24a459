using System.Globalization;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>A file of the import layout to start from: the basics of today, and two example rows that the check lets pass.</summary>
public sealed class CsvTemplate(MasterDataReader masterData, TimeProvider clock)
{
    /// <summary>Its name.</summary>
    public const string FileName = "import-template.csv";

    private const int MostExamples = 2;

    /// <summary>Writes it. Where there is no site, channel or baseline in force yet, it has no example rows.</summary>
    /// <param name="actor">Whose sites the examples name.</param>
    /// <param name="target">Where the bytes go; it is left open.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task WriteAsync(Actor actor, Stream target, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var now = clock.GetUtcNow();
        // Whole minutes, so that it reads like a time somebody wrote.
        var minute = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));
        var sites = actor.OfOwnSites(master.Sites.All).OrderBy(s => s.Code, StringComparer.Ordinal).Take(MostExamples).ToList();
        var channels = master.Channels.All.OrderBy(c => c.Code, StringComparer.Ordinal).Take(MostExamples).ToList();
        var inForce = master.BaselineOn(
            sites.Count > 0 ? sites[0].Calendar.At(minute.UtcDateTime).BusinessDate : DateOnly.FromDateTime(now.UtcDateTime));
        var examples = sites.Count == 0 || channels.Count == 0 ? []
            : Enumerable.Range(0, MostExamples).Select(n => Example.Of(
                n, master, sites[Math.Min(n, sites.Count - 1)], channels[Math.Min(n, channels.Count - 1)], minute.AddMinutes(-n)))
                .OfType<Example>().ToList();
        await using var csv = new CsvFile(target, CsvProfile.Standard);
        await csv.WriteAsync(Columns(master, inForce), examples.ToAsyncEnumerable(), cancellation);
    }

    private static List<CsvColumn<Example>> Columns(MasterData master, Baseline? baseline)
    {
        List<CsvColumn<Example>> columns =
        [
            Of("$.externalId", e => $"example-{e.Number + 1}"),
            Of("$.occurredAt", e => e.At.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
            Of("$.site", e => e.Site.Code), Of("$.team", e => e.Team?.Code), Of("$.staff", e => e.Staff?.Code),
            Of("$.channel", e => e.Channel.Code), Of("$.reason", e => e.Reason?.Code), Of("$.customer", _ => null),
        ];
        columns.AddRange((baseline?.Expectations ?? []).Select(x => new CsvColumn<Example>(
            (x.Kind == ExpectationKind.Check ? CsvColumns.Basic : CsvColumns.Measure) + x.Code, e => e.AnswerTo(x.Code))));
        columns.AddRange([Of("$.csat", _ => null), Of("$.comment", _ => "An example: put your own rows in its place")]);
        return columns;

        CsvColumn<Example> Of(string path, Func<Example, string?> cell) => new(CsvColumns.Of(path, master), e => cell(e));
    }

    /// <summary>One row; the first has met everything, the second has missed something.</summary>
    private sealed record Example(
        int Number, DateTimeOffset At, Site Site, Channel Channel, Baseline Baseline, StaffMember? Staff, Team? Team, Reason? Reason)
    {
        public static Example? Of(int number, MasterData master, Site site, Channel channel, DateTimeOffset at)
        {
            var date = site.Calendar.At(at.UtcDateTime).BusinessDate;
            if (master.BaselineOn(date) is not { } baseline) return null;
            var staff = master.Staff.All.Where(s => s.HomeSiteId == site.Id && s.IsActiveOn(date))
                .MinBy(s => s.Code, StringComparer.Ordinal);
            return new(
                number, TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(site.Zone)), site, channel, baseline, staff,
                master.Team(site.Id, staff?.HomeTeamId), master.Reasons.All.MinBy(r => r.Code, StringComparer.Ordinal));
        }

        /// <summary>What stands in the column of a basic.</summary>
        public string? AnswerTo(string code)
        {
            if (Baseline.Find(code) is not { } basic) return null;
            if (!basic.AppliesTo(Channel.Code)) return "na";
            if (basic.Kind == ExpectationKind.Measure) return basic.Target?.ToString(CultureInfo.InvariantCulture);
            var isFirst = Baseline.Expectations.Find(e => e.Kind == ExpectationKind.Check && e.AppliesTo(Channel.Code)) == basic;
            return Number > 0 && isFirst ? "missed" : "met";
        }
    }
}
