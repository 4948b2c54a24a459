using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Consistency.Rollups;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Scoring;
using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.Variance;

namespace ServiceTracker.Application.Consistency;

/// <summary>One unit of a funnel.</summary>
/// <param name="Code">Code of the person, channel or site.</param>
/// <param name="N">Scored interactions.</param>
/// <param name="K">Of these with all basics met.</param>
/// <param name="Rate">Share with all basics met of what is compared, 0 to 1; null below the minimum.</param>
/// <param name="Expected">The rate that colleagues had in the same surroundings, and for channels and sites the common one; null below the minimum.</param>
/// <param name="ShrunkenRate">The rate to expect of a person, 0 to 1; null below the minimum, and for channels and sites.</param>
/// <param name="Limits">Between them usual ones stay.</param>
/// <param name="IsOutside">Outside the limits, on either side.</param>
/// <param name="IsNamed">Below what chance and the usual differences explain; channels and sites on either side.</param>
/// <param name="Sentence">The comparison in words.</param>
public sealed record FunnelLine(
    string Code, long N, long K, double? Rate, double? Expected, double? ShrunkenRate, FunnelLimits? Limits, bool IsOutside, bool IsNamed, string Sentence);

/// <summary>A funnel: units against their common rate, never a ranking.</summary>
/// <param name="Lines">In order of their codes.</param>
/// <param name="Centre">The common rate, 0 to 1; null when there is nothing to compare.</param>
/// <param name="Spread">Standard deviation of people's own rates; null for channels and sites.</param>
/// <param name="TellsApart">There are enough units for one to be told from the others.</param>
public sealed record FunnelFigures(IReadOnlyList<FunnelLine> Lines, double? Centre, double? Spread, bool TellsApart);

/// <summary>Sources of evidence compared.</summary>
/// <param name="Pairs">Contacts that a staff log and somebody else's evidence are about.</param>
/// <param name="AllBasics">On "all basics met"; null without pairs.</param>
/// <param name="Basics">By basic, in order of the codes.</param>
/// <param name="Logging">Quick logs against full checks.</param>
public sealed record AgreementFigures(int Pairs, EvidenceGap? AllBasics, IReadOnlyDictionary<string, EvidenceGap> Basics, LoggingGap Logging);

/// <summary>Compares people, channels, sites, hours and sources of evidence on stored data. For who sees everybody's figures.</summary>
public sealed class ComparisonQuery(IServiceTrackerDb db, FigureLines lines, PeopleInSight people, RollupUpdate update, MasterDataReader masterData, BusinessToday today)
{
    private const int DefaultDays = 84, DaysInWorkingWeek = 5;

    // Day-to-day variation of a person's rate until it has been measured; see the detectors' ρ₀.
    private const double UsualDayToDay = 0.02;

    /// <summary>Units of a kind against each other.</summary>
    /// <param name="by">Staff, channel or site.</param>
    /// <param name="ofOneSite">
    /// What is usual between people is learnt from the filter's site alone, so that the answer costs as much however many sites there are.
    /// </param>
    public async Task<Result<FunnelFigures>> FunnelAsync(
        Actor actor, Dimension by, FigureFilter filter, CancellationToken cancellation, bool ofOneSite = false)
    {
        if (by is not (Dimension.Staff or Dimension.Channel or Dimension.Site)) return new FieldError("$.by", FieldError.Invalid, "staff, channel or site.");
        var (scope, master, refusal) = await ScopeAsync(actor, filter, cancellation);
        if (scope is null) return refusal!;
        var units = by switch { Dimension.Staff => Breakdown.Staff, Dimension.Channel => Breakdown.Channel, _ => Breakdown.Site };
        if (by != Dimension.Staff) return Funnel(CountsOf(await lines.OfAsync(actor, scope, units, LineDetail.None, cancellation), units, master));

        // One person, too, is compared with everybody of the site: alone there would be nobody to differ from.
        var weeks = await lines.OfAsync(actor, scope with { Staff = null }, units, LineDetail.Week, cancellation);
        // What is usual between people is learnt from all of the actor's sites, not from the few who are compared.
        var everybody = scope.Site is null || ofOneSite ? null
            : await lines.OfAsync(actor, scope with { Site = null, Staff = null }, units, LineDetail.Week, cancellation);
        var comparison = StaffComparison.Of(CellsOf(weeks, master), everybody is null ? null : CellsOf(everybody, master), designEffect: DesignEffect(weeks));
        var compared = comparison.Staff.ToDictionary(s => s.Staff, StringComparer.Ordinal);
        return new FunnelFigures(
            [
                .. CountsOf(weeks, units, master).Where(c => scope.Staff is null || c.Code == scope.Staff.Code).Select(c =>
                {
                    var s = compared[c.Code];
                    return new FunnelLine(
                        c.Code, c.N, c.K, s.Limits is null ? null : (double)s.K / s.N, s.Expected, s.ShrunkenRate, s.Limits, s.IsOutside, s.IsNamed, s.Sentence);
                }),
            ],
            comparison.Mean, comparison.Spread, comparison.Staff.Any(s => s is { Limits: not null, TooFew: null }));
    }

    /// <summary>How much of the differences between interactions goes with people, channels, both together and chance.</summary>
    /// <param name="ofScore">Of the basics score instead of "all basics met".</param>
    /// <returns>Null when there is too little to tell.</returns>
    public async Task<Result<VarianceFigures>> VarianceAsync(Actor actor, bool ofScore, FigureFilter filter, CancellationToken cancellation)
    {
        var (scope, master, refusal) = await ScopeAsync(actor, filter, cancellation);
        if (scope is null) return refusal!;
        var parts = (await lines.OfAsync(actor, scope, Breakdown.Staff | Breakdown.Channel, LineDetail.Week, cancellation)).Where(l => l.Key.Unit.StaffId is not null && l.Sums.ScoredPerson > 0).ToList();
        var interactions = parts.Sum(p => p.Sums.ScoredPerson);
        var cells = parts.Select(p => new StaffChannelCell(master.Staff[p.Key.Unit.StaffId!.Value].Code, master.Channels[p.Key.Unit.ChannelId!.Value].Code, CellOf(p.Sums, ofScore)));
        return new VarianceFigures(interactions, VarianceShares.Of(cells, DesignEffect(parts)));
    }

    /// <summary>Role, hour and basic where it falters.</summary>
    public async Task<Result<IReadOnlyList<FalteringCell>>> FaltersAsync(Actor actor, FigureFilter filter, CancellationToken cancellation)
    {
        var (scope, master, refusal) = await ScopeAsync(actor, filter, cancellation);
        if (scope is null) return refusal!;
        var patterns = await lines.Rows(actor, scope, scope.From, scope.To).Where(i => i.State == InteractionState.Counted)
            .GroupBy(i => new { i.RoleId, i.HourOfWeek, i.Baseline, i.Met, i.Na })
            .Select(g => new { g.Key, Times = g.LongCount() })
            .ToListAsync(cancellation);
        var cells = new Dictionary<(string, int, string), (long Applicable, long Met)>();
        foreach (var p in patterns)
        {
            var role = master.Roles.Find(p.Key.RoleId)?.Title ?? "nobody in particular";
            foreach (var expectation in master.Baselines[p.Key.Baseline].Expectations.Where(e => (p.Key.Na & e.Mask) == 0))
            {
                var key = (role, p.Key.HourOfWeek % 24, expectation.Code);
                var (applicable, met) = cells.GetValueOrDefault(key);
                cells[key] = (applicable + p.Times, met + ((p.Key.Met & expectation.Mask) != 0 ? p.Times : 0));
            }
        }

        return new Result<IReadOnlyList<FalteringCell>>.Ok(FalteringCell.Find(
            cells.Select(c => new RoleHourCount(c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Value.Applicable, c.Value.Met))));
    }

    /// <summary>One channel against the others, people compared with themselves.</summary>
    public async Task<Result<IReadOnlyList<ChannelGap>>> ChannelGapsAsync(Actor actor, FigureFilter filter, CancellationToken cancellation)
    {
        var (scope, master, refusal) = await ScopeAsync(actor, filter, cancellation);
        if (scope is null) return refusal!;
        var parts = await lines.OfAsync(actor, scope, Breakdown.Staff | Breakdown.Channel, LineDetail.None, cancellation);
        return new Result<IReadOnlyList<ChannelGap>>.Ok(ChannelGap.Of([.. parts.Select(p => new StaffChannelCount(
            master.Staff.Find(p.Key.Unit.StaffId)?.Code ?? "", master.Channels[p.Key.Unit.ChannelId!.Value].Code, p.Sums.AllMet, p.Sums.Scored))]));
    }

    /// <summary>
    /// What staff log against what others say of the same <see cref="Contact"/>: of several others, the one that is believed most.
    /// </summary>
    public async Task<Result<AgreementFigures>> AgreementAsync(Actor actor, FigureFilter filter, CancellationToken cancellation)
    {
        var (scope, master, refusal) = await ScopeAsync(actor, filter, cancellation);
        if (scope is null) return refusal!;
        var rows = lines.Rows(actor, scope, scope.From, scope.To).Where(i => i.State != InteractionState.Excluded);
        var pairs = await PairsAsync(await rows.Where(i => i.ContactId != null).ToListAsync(cancellation), master, cancellation);
        var checks = await rows.Where(i => i.Source == Source.Self && i.ApplicableCount > 0)
            .GroupBy(i => new { i.Check, i.AllMet }).Select(g => new { g.Key, N = g.LongCount() }).ToListAsync(cancellation);
        long Checks(CheckKind kind, bool metOnly) => checks.Where(c => c.Key.Check == kind && (!metOnly || c.Key.AllMet)).Sum(c => c.N);

        var basics = pairs.SelectMany(p => BasicsOf(p, master)).GroupBy(b => b.Code, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => GapOf(g.Select(b => (b.Own, b.Other))));
        var scored = pairs.Where(p => p.Own.ApplicableCount > 0 && p.Other.ApplicableCount > 0).Select(p => (p.Own.AllMet, p.Other.AllMet)).ToList();
        return new AgreementFigures(
            pairs.Count, scored.Count == 0 ? null : GapOf(scored), basics,
            LoggingGap.Of(Checks(CheckKind.Full, true), Checks(CheckKind.Full, false), Checks(CheckKind.Quick, true), Checks(CheckKind.Quick, false)));
    }

    // A person is compared with colleagues on the same channel, and as far as there are any at the same site, under the same baseline and in the same week.
    private static List<StaffCell> CellsOf(IReadOnlyList<(LineKey Key, FigureSums Sums)> weeks, MasterData master) =>
    [
        .. weeks.Where(l => l.Key.Unit.StaffId is not null).Select(l =>
        {
            var wide = $"{l.Key.Unit.ChannelId}";
            var near = $"{wide} {l.Key.Unit.SiteId} {l.Key.Baseline}";
            var now = $"{near} {l.Key.Period:yyyy-MM-dd}";
            return new StaffCell(master.Staff[l.Key.Unit.StaffId!.Value].Code, new Surroundings(wide, near, now), l.Sums.AllMetPerson, l.Sums.ScoredPerson);
        }),
    ];

    private static FunnelFigures Funnel(IReadOnlyList<(string Code, long K, long N)> counts)
    {
        var plot = FunnelPlot.Of(counts.Select(c => new FunnelUnit(c.K, c.N)), FunnelData.Proportion);
        return new FunnelFigures(
            [.. counts.Select((c, i) =>
            {
                if (c.N < MinimumSample.Default) return new FunnelLine(c.Code, c.N, c.K, null, null, null, null, false, false, $"Not enough yet: {c.N} interactions.");
                var limits = plot.Points[i].AdjustedLimits998!.Value;
                return new FunnelLine(
                    c.Code, c.N, c.K, (double)c.K / c.N, plot.Centre, null, limits, plot.Points[i].IsOutside, plot.Points[i].IsOutside,
                    $"All basics met in {PercentText.Of((double)c.K / c.N)} of {c.N} interactions; others with as many stay between {PercentText.Of(limits.Lower)} and {PercentText.Of(limits.Upper)}.");
            })],
            plot.Centre, null, counts.Count(c => c.N >= MinimumSample.Default) > 1);
    }

    // 1 + (interactions of a person's day − 1)·ρ, from lines by week.
    private static double DesignEffect(IReadOnlyList<(LineKey Key, FigureSums Sums)> weeks)
    {
        var ofPeople = weeks.Where(l => l.Key.Unit.StaffId is not null && l.Sums.ScoredPerson > 0).ToList();
        var personWeeks = ofPeople.Select(l => (l.Key.Unit.StaffId, l.Key.Period)).Distinct().Count();
        var perDay = personWeeks == 0 ? 1 : Math.Max(1, (double)ofPeople.Sum(l => l.Sums.ScoredPerson) / personWeeks / DaysInWorkingWeek);
        return 1 + (perDay - 1) * UsualDayToDay;
    }

    private static List<(string Code, long K, long N)> CountsOf(IReadOnlyList<(LineKey Key, FigureSums Sums)> parts, Breakdown by, MasterData master) =>
    [
        .. parts.Where(p => by != Breakdown.Staff || p.Key.Unit.StaffId is not null)
            .GroupBy(p => by switch
            {
                Breakdown.Staff => master.Staff[p.Key.Unit.StaffId!.Value].Code,
                Breakdown.Channel => master.Channels[p.Key.Unit.ChannelId!.Value].Code,
                _ => master.Sites[p.Key.Unit.SiteId!.Value].Code,
            })
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => by == Breakdown.Staff ? (g.Key, g.Sum(p => p.Sums.AllMetPerson), g.Sum(p => p.Sums.ScoredPerson)) : (g.Key, g.Sum(p => p.Sums.AllMet), g.Sum(p => p.Sums.Scored))),
    ];

    private static CellSum CellOf(FigureSums sums, bool ofScore) => ofScore
        ? new CellSum(sums.ScoredPerson, (double)sums.ScoreSumPerson / Score.ScaledPerPercent, (double)sums.ScoreSquares(Viewpoint.Person) / Score.ScaledPerPercent / Score.ScaledPerPercent)
        : new CellSum(sums.ScoredPerson, sums.AllMetPerson, sums.AllMetPerson);

    private static EvidenceGap GapOf(IEnumerable<(bool Own, bool Other)> pairs)
    {
        var counts = pairs.CountBy(p => p).ToDictionary();
        long Of(bool own, bool other) => counts.GetValueOrDefault((own, other));
        return EvidenceGap.Of(Of(true, true), Of(true, false), Of(false, true), Of(false, false));
    }

    private async Task<List<(Interaction Own, Interaction Other)>> PairsAsync(List<Interaction> rows, MasterData master, CancellationToken cancellation)
    {
        var sites = rows.Select(i => i.SiteId).Distinct().ToArray();
        var bearing = rows.Where(i => i.ContactId == i.Id).Select(i => i.Id).ToArray();
        // What counts may have been completed by others; each is compared by its own words.
        var kept = await db.OwnAnswers.AsNoTracking()
            .Where(o => EF.Parameter(sites).Contains(o.SiteId) && EF.Parameter(bearing).Contains(o.InteractionId)).ToDictionaryAsync(o => (o.SiteId, o.InteractionId), cancellation);
        foreach (var row in rows)
        {
            if (kept.TryGetValue((row.SiteId, row.Id), out var own)) Contact.Answer(row, own, master.Baselines[row.Baseline]);
        }

        var pairs = new List<(Interaction, Interaction)>();
        foreach (var evidence in rows.GroupBy(i => (i.SiteId, i.ContactId)).Select(g => Contact.InOrder(g)))
        {
            if (evidence.FirstOrDefault(i => i.Source == Source.Self) is { } mine
                && evidence.FirstOrDefault(i => i.Source is not (Source.Self or Source.System)) is { } theirs) pairs.Add((mine, theirs));
        }

        return pairs;
    }

    // Only basics that both say something of.
    private static IEnumerable<(string Code, bool Own, bool Other)> BasicsOf((Interaction Own, Interaction Other) pair, MasterData master)
    {
        var theirs = master.Baselines[pair.Other.Baseline];
        foreach (var expectation in master.Baselines[pair.Own.Baseline].Expectations)
        {
            if ((pair.Own.Na & expectation.Mask) != 0 || theirs.Find(expectation.Code) is not { } same || (pair.Other.Na & same.Mask) != 0) continue;
            yield return (expectation.Code, (pair.Own.Met & expectation.Mask) != 0, (pair.Other.Met & same.Mask) != 0);
        }
    }

    private async Task<(FigureScope? Scope, MasterData Master, Refusal? Refusal)> ScopeAsync(Actor actor, FigureFilter filter, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        if (!actor.SeesEverybody) return (null, master, Refusal.Forbidden("Comparisons name everybody; a staff account has its own figures."));
        var errors = new List<FieldError>();
        var scope = await FigureScope.OfAsync(
            people, actor, filter, master, site => IsoWeek.Of(today.Of(actor, master, site)).Sunday, DefaultDays, errors, cancellation);
        if (scope is not null) await update.SettleAsync(cancellation);
        return (scope, master, scope is null ? Refusal.Invalid(errors) : null);
    }
}

/// <summary>Shares of the variance, with how many interactions they rest on.</summary>
/// <param name="Interactions">Scored interactions of people.</param>
/// <param name="Shares">Null when there are too few to tell anything from chance.</param>
public sealed record VarianceFigures(long Interactions, VarianceShares? Shares);
