using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

internal sealed record ConsistencyRow(RowKey Key, UnitWeek Figures);

internal sealed record BasicsRow(RowKey Key, string Expectation, ExpectationTally Figures);

/// <summary>The versioned catalogue of the columns of the weekly files. A changed column is a new schema version.</summary>
internal static class WeeklyColumns
{
    private static readonly (string Name, Func<RowKey, CsvCell> Cell)[] Key =
    [
        ("iso_week", k => k.Week.ToString()), ("week_start", k => k.Week.Monday), ("site", k => k.Site), ("team", k => k.Team),
        ("staff", k => k.Staff), ("channel", k => k.Channel),
    ];

    /// <summary>A row for each site × team × staff × channel. Rates, intervals and class are blank below the minimum n.</summary>
    public static readonly CsvColumn<ConsistencyRow>[] Consistency = Figures("consistency-1", "site", "team", "staff", "channel");

    /// <summary>A row for each site × person, from the person's view: a person's whole week, whatever teams and channels.</summary>
    public static readonly CsvColumn<ConsistencyRow>[] Staff = Figures("staff-1", "site", "staff");

    /// <summary>A row for each site × channel, from the process's view.</summary>
    public static readonly CsvColumn<ConsistencyRow>[] Channels = Figures("channels-1", "site", "channel");

    /// <summary>A row for each site, from the process's view.</summary>
    public static readonly CsvColumn<ConsistencyRow>[] Sites = Figures("sites-1", "site");

    /// <summary>A row for each site × team × staff × channel × expectation that was applicable at least once.</summary>
    public static readonly CsvColumn<BasicsRow>[] Basics =
    [
        new("schema", _ => "basics-1"),
        .. KeyOf<BasicsRow>(r => r.Key),
        new("expectation", r => r.Expectation),
        new("applicable", r => r.Figures.Applicable),
        new("met", r => r.Figures.Met),
        new("missed", r => r.Figures.Missed),
        new("met_rate", r => IfEnough(r.Figures.Applicable, r.Figures.Rate)),
        new("wilson_low", r => IfEnough(r.Figures.Applicable, r.Figures.Interval?.Low)),
        new("wilson_high", r => IfEnough(r.Figures.Applicable, r.Figures.Interval?.High)),
        new("measure_mean", r => IfEnough(r.Figures.Values.Count, r.Figures.Values.Mean)),
        new("measure_sd", r => IfEnough(r.Figures.Values.Count, r.Figures.Values.StandardDeviation)),
    ];

    /// <summary>A row for each flag that was open at any moment of the week; status, finding and owner as they are now.</summary>
    public static readonly CsvColumn<FlagDetails>[] Flags =
    [
        new("schema", _ => "flags-1"),
        new("id", d => d.Flag.Id),
        new("kind", d => FlagKinds.Text(d.Flag.Kind)),
        new("site", d => d.Site.Code),
        new("staff", d => d.Staff?.Code),
        new("channel", d => d.Channel?.Code),
        new("expectation", d => d.Flag.Expectation),
        new("detected_at_utc", d => CsvCell.OfUtc(d.Flag.DetectedAt)),
        new("status", d => CsvCell.OfName(d.Flag.Status)),
        new("finding", d => d.Flag.Finding is { } finding ? CsvCell.OfName(finding) : CsvCell.Empty),
        new("owner", d => d.Flag.Owner),
        new("opened_at_utc", d => CsvCell.OfUtc(d.Flag.OpenedAt)),
        new("closed_at_utc", d => d.Flag.ClosedAt is { } at ? CsvCell.OfUtc(at) : CsvCell.Empty),
        new("sentence", d => d.Flag.Sentence),
    ];

    /// <summary>A row for each interaction; the last columns are the basics of the week's baselines.</summary>
    /// <param name="week">The week they are all of.</param>
    /// <param name="baselines">The baselines in force in the week, by number.</param>
    public static CsvColumn<InteractionDetails>[] Interactions(IsoWeek week, IReadOnlyList<Baseline> baselines) =>
        Interactions(week.ToString(), baselines);

    private static CsvColumn<InteractionDetails>[] Interactions(string week, IReadOnlyList<Baseline> baselines) =>
    [
        new("schema", _ => "interactions-1"),
        new("id", d => d.Interaction.Id),
        new("external_id", d => d.Interaction.ExternalId),
        new("occurred_at_utc", d => CsvCell.OfUtc(d.Interaction.OccurredAt)),
        new("local_time", d => CsvCell.OfLocal(d.LocalTime)),
        new("zone", d => d.Zone),
        new("iso_week", _ => week),
        new("business_date", d => d.Interaction.BusinessDate),
        new("recorded_at_utc", d => CsvCell.OfUtc(d.Interaction.RecordedAt)),
        new("site", d => d.Site.Code),
        new("team", d => d.Team?.Code),
        new("staff", d => d.Staff?.Code),
        new("channel", d => d.Channel.Code),
        new("reason", d => d.Reason?.Code),
        new("source", d => CsvCell.OfName(d.Interaction.Source)),
        new("check", d => CsvCell.OfName(d.Interaction.Check)),
        new("outcome", d => CsvCell.OfName(d.Interaction.Outcome)),
        new("baseline", d => (long)d.Interaction.Baseline),
        new("basics_score", d => CsvCell.OfScore(d.Interaction.Score.BasicsScore)),
        new("all_basics_met", d => d.Interaction.AllBasicsMet),
        new("critical_missed", d => d.Interaction.CriticalMissed),
        new("state", d => CsvCell.OfName(d.Interaction.State)),
        new("stand_outs", d => (long)d.Interaction.StandOuts),
        new("csat", d => (long?)d.Interaction.Csat),
        .. baselines.SelectMany(b => b.Expectations).DistinctBy(e => (e.Code, e.Kind)).Select(BasicColumn),
    ];

    private static CsvColumn<InteractionDetails> BasicColumn(Expectation basic)
    {
        // One row after another has the same baseline: where the basic stands in it is looked up once.
        (Baseline? Baseline, Expectation? Basic, int Place) last = default;
        (Expectation? Basic, int Place) Find(Baseline baseline)
        {
            if (!ReferenceEquals(last.Baseline, baseline))
            {
                var found = baseline.Find(basic.Code) is { } e && e.Kind == basic.Kind ? e : null;
                last = (baseline, found, found is null ? 0 : baseline.PlaceOfMeasure(found));
            }

            return (last.Basic, last.Place);
        }

        return basic.Kind == ExpectationKind.Check
            ? new("basic:" + basic.Code, d => Find(d.Baseline).Basic is { } e ? CsvCell.OfName(d.Interaction.ResultOf(e)) : CsvCell.Empty)
            : new("measure:" + basic.Code, d =>
                Find(d.Baseline) is ({ } e, var place) ? CsvCell.OfMeasure(d.Interaction.ValueOf(e, place)) : CsvCell.Empty);
    }

    // What is summed over has no column.
    private static CsvColumn<ConsistencyRow>[] Figures(string schema, params string[] units) =>
    [
        new("schema", _ => schema),
        .. KeyOf<ConsistencyRow>(r => r.Key, ["iso_week", "week_start", .. units]),
        new("interactions", r => r.Figures.Tally.Interactions),
        new("scored", r => r.Figures.Tally.Scored),
        new("all_basics_met", r => r.Figures.Tally.AllBasicsMet),
        new("consistency_rate", r => IfEnough(r.Figures.Tally.Scored, r.Figures.Tally.Rate)),
        new("wilson_low", r => IfEnough(r.Figures.Tally.Scored, r.Figures.Tally.Interval?.Low)),
        new("wilson_high", r => IfEnough(r.Figures.Tally.Scored, r.Figures.Tally.Interval?.High)),
        new("basics_score_mean", r => IfEnough(r.Figures.Tally.Scored, r.Figures.Tally.MeanScore)),
        new("basics_score_sd", r => IfEnough(r.Figures.Tally.Scored, r.Figures.Tally.ScoreStandardDeviation)),
        new("critical_missed", r => r.Figures.Tally.CriticalMissed),
        new("held", r => r.Figures.Tally.Held),
        new("excused", r => r.Figures.Tally.Excused),
        new("excluded", r => r.Figures.Tally.Excluded),
        new("stand_outs", r => r.Figures.Tally.StandOuts),
        new("stand_outs_on_basics", r => r.Figures.Tally.StandOutsOnBasics),
        new("csat_n", r => r.Figures.Tally.CsatCount),
        new("csat_sum", r => r.Figures.Tally.CsatSum),
        new("csat_mean", r => IfEnough(r.Figures.Tally.CsatCount, r.Figures.Tally.CsatMean)),
        new("class", r => r.Figures is { Tally.Scored: >= MinimumSample.Default, Standing.Class: var c } ? CsvCell.Of(c) : CsvCell.Empty),
    ];

    private static CsvCell IfEnough(long n, double? value) => n < MinimumSample.Default ? CsvCell.Empty : CsvCell.Of(value);

    private static IEnumerable<CsvColumn<TRow>> KeyOf<TRow>(Func<TRow, RowKey> key, string[]? only = null) =>
        Key.Where(k => only is null || only.Contains(k.Name)).Select(k => new CsvColumn<TRow>(k.Name, r => k.Cell(key(r))));
}
