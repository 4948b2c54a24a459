using System.Globalization;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Application.Overview;

/// <summary>
/// Answers where the basics are not reliable, whether it is the person, the channel or the system, and what changed: from open flags and
/// from the last four whole weeks against the 26 before. Its numbers are those of the queries of figures; it computes none of its own.
/// </summary>
public sealed class OverviewQuery(
    BasicsQuery basics, HoursQuery hours, FunnelQuery funnel, VarianceQuery variance, AgreementQuery agreement,
    ConsistencyQuery consistency, FlagReader flags, MasterDataReader masterData)
{
    /// <summary>
    /// Most interactions of the weeks compared that are read one by one, for hours, reasons and sources: more take longer than a start page
    /// may. With more these comparisons are left to the pages that are about them.
    /// </summary>
    public const int MostRows = 20_000;

    /// <summary>Most people whose differences are split: the work grows with people times channels.</summary>
    public const int MostPeople = 150;

    // The week before the one shown is judged in the same way.
    private const int WeeksRead = RateShift.Weeks + 1;

    /// <summary>The overview as of a week.</summary>
    /// <param name="actor">Whose sites.</param>
    /// <param name="week">The last whole week that counts.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="asOf">Flags are those of this business date.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<OverviewFigures>> RunAsync(
        Actor actor, IsoWeek week, Site? site, DateOnly asOf, CancellationToken cancellation)
    {
        var byHour = await hours.TogetherAsync(actor, week, site, cancellation);
        var rows = byHour.Counts.Sum(h => h.N);
        var asked = await basics.RunAsync(actor, week, site, week.Sunday, cancellation, WeeksRead, ofHours: rows <= MostRows);
        if (asked is Result<BasicsFigures?>.Forbidden { Message: var why }) return Refusal.Forbidden(why);
        var found = asked is Result<BasicsFigures?>.Ok { Value: { } some } ? some : null;
        var whole = (await consistency.ReadingAsync(actor, week, UnitChart.DefaultWeeks, new Unit(site?.Id), cancellation)).Chart;
        var compared = new FigureFilter
        {
            From = week.AddWeeks(1 - BasicsQuery.WeeksCompared).Monday,
            To = week.Sunday,
            Site = site?.Code,
        };
        var people = rows is > MostRows and <= PeopleCells.MostRows ? null
            : (await funnel.RunAsync(actor, Breakdown.Staff, compared, cancellation, ofOneSite: site is not null)).Given();
        var shares = people is { Lines.Count: <= MostPeople }
            ? (await variance.RunAsync(actor, ofScore: false, compared, cancellation)).Given() : null;
        var trust = rows > MostRows ? null : (await agreement.RunAsync(actor, compared, cancellation)).Given();

        var known = await flags.FlagsAsync(actor, site, asOf, week.Monday, cancellation);
        var notes = await flags.NotesAsync(actor, site, asOf, cancellation);
        var recorded = await flags.ChangesAsync(actor, site, week.AddWeeks(-WeeksRead).Monday, asOf, cancellation);
        var master = await masterData.GetAsync(cancellation);
        var comparable = new Comparability(master, recorded, site, week.Sunday);
        var (now, before) = (comparable.ShiftsOf(found, 0), comparable.ShiftsOf(found, 1));
        var open = known.Where(f => f.Status != FlagStatus.Closed || f.ClosedOn > asOf).ToList();
        var concerns = found is null ? null : new FoundConcerns(master, found, site);
        // Of last week only the weeks and the flags are judged anew: what is lower elsewhere has no beginning.
        var lasting = concerns is null ? []
            : concerns.Lower(now).Concat(concerns.InHours(byHour)).Concat(concerns.BelowColleagues(people)).ToList();
        IReadOnlyList<Concern> Judged(IEnumerable<Flag> of, IReadOnlyDictionary<string, BasicShift> shifts) => ConcernList.Of(
            of.Select(f => FlagReader.ConcernOf(f, master, site)).OfType<Concern>(),
            (concerns?.Fallen(shifts) ?? []).Concat(lasting));
        // What is no longer told and still leans that way is not over.
        bool Leans(Concern c) =>
            c is { Flag: null, Basic: { } basic } && now.GetValueOrDefault(basic) is { } shift && shift.IsStillLow(c.ChannelId);
        var told = Judged(open, now);
        IReadOnlyList<Concern> earlier =
            [.. Judged(known.Where(f => f.DetectedOn < week.Monday), before).Where(c => told.Any(t => t.Name == c.Name) || !Leans(c))];

        var answers = new OverviewAnswers(told, LookedAtOf(found, now, people), whole.WeeksWithData);
        var since = week.Monday;
        var changes = new OverviewChanges(master, site, comparable, recorded);
        return new Result<OverviewFigures>.Ok(new OverviewFigures(
            answers, answers.Changed(earlier, [.. changes.Recorded.Where(c => c.Date >= since)], since),
            changes.Lines(told, known.Except(open), concerns?.Risen(now) ?? [], since.AddDays(-7 * BasicsQuery.WeeksCompared)),
            [
                .. open.OrderBy(f => f.Status).ThenByDescending(f => f.DetectedOn).ThenBy(f => f.Id)
                    .Select(f => changes.LineOf(f)),
            ],
            whole, [.. (found?.Lines ?? []).Select(l => OverviewOf(l, found!, now, told))],
            [.. (found?.ByChannel ?? []).Select(c => c.ChannelId).Distinct()
                .OrderBy(c => master.Channels.Find(c)?.Name, StringComparer.OrdinalIgnoreCase)],
            people, byHour, shares, trust, notes));
    }

    private static LookedAt LookedAtOf(BasicsFigures? found, IReadOnlyDictionary<string, BasicShift> shifts, FunnelFigures? people)
    {
        var lines = (found?.Lines ?? []).Where(l => l.Places is { Kind: BasicPlacesKind.Alike or BasicPlacesKind.Lower }
            || shifts.GetValueOrDefault(l.Basic.Code) is { IsCompared: true }).ToList();
        var alone = shifts.Values.SelectMany(s => s.Channels.Keys).Distinct().Count();
        return new LookedAt(
            people?.Lines.Count(l => l.Limits is not null),
            Math.Max(alone, lines.Select(l => l.Places?.Channels ?? 0).DefaultIfEmpty().Max()), lines.Count,
            people is { TellsApart: true });
    }

    private static BasicOverview OverviewOf(
        BasicLine line, BasicsFigures found, IReadOnlyDictionary<string, BasicShift> shifts, IReadOnlyList<Concern> told)
    {
        var channels = found.ByChannel.Where(c => c.Basic == line.Basic.Code)
            .ToDictionary(c => c.ChannelId, c => (IReadOnlyList<WeekCount>)[.. c.Weeks.TakeLast(RateShift.Weeks)]);
        return new BasicOverview(
            line.Basic, line.Chart, Tally(w => w.TakeLast(RateShift.WeeksNow)), Tally(w => w.SkipLast(RateShift.WeeksNow)),
            shifts.GetValueOrDefault(line.Basic.Code), told.FirstOrDefault(c => c.Basic == line.Basic.Code), channels);

        ExpectationTally Tally(Func<IReadOnlyList<WeekCount>, IEnumerable<WeekCount>> some)
        {
            var tally = new ExpectationTally(Viewpoint.Process);
            foreach (var week in channels.Values.SelectMany(some)) tally.Add(week.N, week.K);
            return tally;
        }
    }
}
