using System.Globalization;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Rounds;

/// <summary>The weeks of a site that rounds look at, each read once, however many rounds it is part of.</summary>
internal sealed class RoundWeeks(
    Site site, IsoWeek begin, IsoWeek last, FigureReader figures, SourcesReader sources, MasterData master)
{
    // The program asks as somebody who sees this site alone.
    private readonly Actor asker = Actor.CommandLine with { SiteIds = [site.Id] };

    private readonly Dictionary<IsoWeek, Week> weeks = [];
    private IReadOnlyList<LoggedCount> logged = [];
    private List<(Interaction Own, Interaction Other)> pairs = [];

    private sealed record Week(
        IReadOnlyList<StaffCell> ByReason, IReadOnlyList<StaffCell> People, IReadOnlyCollection<StaffChannelCount> Channels,
        int PersonWeeks, long ScoredOfPeople, long Scored);

    /// <summary>Reads what was logged, of all weeks at once: it is counted by day, and others saw little of it.</summary>
    public async Task ReadLoggedAsync(CancellationToken cancellation)
    {
        var all = new FigureQuestion(asker, FigureScope.OfWeeks(begin.AddWeeks(1 - FlagsOfRounds.Weeks), last, site), Breakdown.None);
        logged = await sources.LoggedAsync(all, cancellation);
        pairs = await sources.PairsAsync(all, master, cancellation);
    }

    /// <summary>What the round of a week compares. Rounds are held in order.</summary>
    public async Task<RoundFigures> UpToAsync(IsoWeek week, CancellationToken cancellation)
    {
        var first = week.AddWeeks(1 - FlagsOfRounds.Weeks);
        foreach (var past in weeks.Keys.Where(w => w < first).ToList()) weeks.Remove(past);
        var span = week.LatestOf(FlagsOfRounds.Weeks);
        foreach (var one in span.Where(w => !weeks.ContainsKey(w))) weeks.Add(one, await ReadAsync(one, cancellation));
        var of = span.Select(w => weeks[w]).ToList();
        var byReason = PeopleCells.KnowsReasons(master, of.Sum(w => w.Scored));
        var (from, to) = (first.Monday, week.Sunday);
        var counts = logged.Where(c => c.Date >= from && c.Date <= to).ToList();
        return new RoundFigures(
            [.. of.SelectMany(w => byReason ? w.ByReason : w.People)],
            DayToDay.DesignEffect(of.Sum(w => w.PersonWeeks), of.Sum(w => w.ScoredOfPeople)), [.. of.SelectMany(w => w.Channels)],
            SourcesReader.AllBasics(pairs.Where(p => IsWithin(p.Own) && IsWithin(p.Other))),
            LoggedCount.Gap(
                counts, BusyDays.Of(counts.GroupBy(c => c.Date).ToDictionary(g => g.Key, g => g.Sum(c => c.N)), from, to)));

        bool IsWithin(Interaction i) => i.BusinessDate >= from && i.BusinessDate <= to;
    }

    // From the rows, also where a table of weeks would know enough: flags follow from the rows alone.
    private async Task<Week> ReadAsync(IsoWeek week, CancellationToken cancellation)
    {
        var lines = await figures.SumsAsync(
            new FigureQuestion(asker, FigureScope.OfWeeks(week, week, site), PeopleCells.ByReason | Breakdown.Channel), cancellation);
        var (personWeeks, scored) = DayToDay.PersonWeeks(lines);
        return new Week(
            Together(PeopleCells.Of(lines, Name)),
            Together(PeopleCells.Of([.. lines.Select(l => (l.Key with { ReasonId = null }, l.Sums))], Name)),
            ChannelGapsQuery.CountsOf(lines, Name, Name), personWeeks, scored, PeopleCells.Scored(lines));
    }

    // One cell for a person in the same surroundings: sums are then the same to the last bit, in whatever order rows come.
    private static IReadOnlyList<StaffCell> Together(IEnumerable<StaffCell> cells) =>
    [
        .. cells.GroupBy(c => (c.Staff, c.Where)).Select(g => new StaffCell(g.Key.Staff, g.Key.Where, g.Sum(c => c.K), g.Sum(c => c.N))),
    ];

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
