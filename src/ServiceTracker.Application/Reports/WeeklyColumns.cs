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

/// <summary>
/// The columns of the weekly files, from which both their headings and <see cref="ColumnCatalogue"/> are made. A new column stands at the
/// end of its row and raises <see cref="ColumnCatalogue.Version"/>; one that means something else is a new schema as well.
/// </summary>
internal static class WeeklyColumns
{
    private const string Contacts = "interactions", Points = "points of 100", Share = "share, 0 to 1";

    private static readonly (string Name, ColumnType Type, string Meaning, Func<RowKey, CsvCell> Cell)[] Key =
    [
        ("iso_week", ColumnType.Week, "The ISO week of the business date.", k => k.Week.ToString()),
        ("week_start", ColumnType.Date, "The Monday of the week.", k => k.Week.Monday),
        ("site", ColumnType.Text, "Code of the site.", k => k.Site),
        ("team", ColumnType.Text, "Code of the team; empty for interactions without one.", k => k.Team),
        ("staff", ColumnType.Text, "Code of the person; empty for interactions without one.", k => k.Staff),
        ("channel", ColumnType.Text, "Code of the channel.", k => k.Channel),
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
        Schema<BasicsRow>("basics-1"),
        .. KeyOf<BasicsRow>(r => r.Key),
        new("expectation", ColumnType.Text, "Code of the basic.", r => r.Expectation) { IsKey = true },
        new("applicable", ColumnType.Whole, "Interactions in which the basic was met or missed.", r => r.Figures.Applicable)
            { Unit = Contacts },
        new("met", ColumnType.Whole, "Those in which it was met.", r => r.Figures.Met) { Unit = Contacts },
        new("missed", ColumnType.Whole, "Those in which it was missed.", r => r.Figures.Missed) { Unit = Contacts },
        new("met_rate", ColumnType.Number, Blank("met divided by applicable"), r => IfEnough(r.Figures.Applicable, r.Figures.Rate))
            { Unit = Share },
        new("wilson_low", ColumnType.Number, Blank("Lower end of the 95 % Wilson interval of met_rate"),
            r => IfEnough(r.Figures.Applicable, r.Figures.Interval?.Low)) { Unit = Share },
        new("wilson_high", ColumnType.Number, Blank("Upper end of it"),
            r => IfEnough(r.Figures.Applicable, r.Figures.Interval?.High)) { Unit = Share },
        new("measure_mean", ColumnType.Number, Blank("Mean of the measured values"),
            r => IfEnough(r.Figures.Values.Count, r.Figures.Values.Mean)) { Unit = "the basic's" },
        new("measure_sd", ColumnType.Number, Blank("Standard deviation of the measured values, n − 1"),
            r => IfEnough(r.Figures.Values.Count, r.Figures.Values.StandardDeviation)) { Unit = "the basic's" },
    ];

    /// <summary>A row for each flag that was open at any moment of the week; status, finding and owner as they are now.</summary>
    public static readonly CsvColumn<FlagDetails>[] Flags =
    [
        Schema<FlagDetails>("flags-1"),
        new("id", ColumnType.Id, "The flag's id.", d => d.Flag.Id) { IsKey = true },
        new("kind", ColumnType.Word, "lower, basic, erratic, better, critical or comparison.", d => FlagKinds.Text(d.Flag.Kind)),
        new("site", ColumnType.Text, "Code of the site.", d => d.Site.Code),
        new("staff", ColumnType.Text, "Code of the person it is about; empty: nobody in particular.", d => d.Staff?.Code),
        new("channel", ColumnType.Text, "Code of the channel that shows it; empty: all together.", d => d.Channel?.Code),
        new("expectation", ColumnType.Text, "Code of the basic it names.", d => d.Flag.Expectation),
        new("detected_at_utc", ColumnType.Instant, "When the interaction occurred that completed it.",
            d => CsvCell.OfUtc(d.Flag.DetectedAt)),
        new("status", ColumnType.Word, "new, looking, acting, watching or closed, when the file was made.",
            d => CsvCell.OfName(d.Flag.Status)),
        new("finding", ColumnType.Word, "person, channel, system, data_error or chance: what it turned out to be.",
            d => d.Flag.Finding is { } finding ? CsvCell.OfName(finding) : CsvCell.Empty),
        new("owner", ColumnType.Text, "Whose work it is.", d => d.Flag.Owner),
        new("opened_at_utc", ColumnType.Instant, "When it was raised.", d => CsvCell.OfUtc(d.Flag.OpenedAt)),
        new("closed_at_utc", ColumnType.Instant, "When it was closed.", d => d.Flag.ClosedAt is { } at ? CsvCell.OfUtc(at) : CsvCell.Empty),
        new("sentence", ColumnType.Text, "What it says.", d => d.Flag.Sentence),
    ];

    /// <summary>A row for each interaction; the last columns are the basics of the week's baselines.</summary>
    /// <param name="week">The week they are all of.</param>
    /// <param name="baselines">The baselines in force in the week, by number.</param>
    public static CsvColumn<InteractionDetails>[] Interactions(IsoWeek week, IReadOnlyList<Baseline> baselines) =>
    [
        .. Interactions(week.ToString()),
        .. baselines.SelectMany(b => b.Expectations).DistinctBy(e => (e.Code, e.Kind)).Select(BasicColumn),
    ];

    /// <summary>The columns of interactions that do not depend on baselines, and one of each kind for those that do.</summary>
    public static IEnumerable<ColumnFacts> InteractionFacts =>
    [
        .. Interactions("").Select(c => c.Facts),
        new("basic:…", ColumnType.Word, Answer, "", 1, IsKey: false),
        new("measure:…", ColumnType.Number, Measured, "the basic's", 1, IsKey: false),
    ];

    private const string Answer = "met, missed, na, held or excused: the answer to the basic of this code; empty where it was not asked.";
    private const string Measured = "The measured value of the basic of this code; empty where nothing was measured.";

    private static CsvColumn<InteractionDetails>[] Interactions(string week) =>
    [
        Schema<InteractionDetails>("interactions-1"),
        new("id", ColumnType.Id, "The interaction's id.", d => d.Interaction.Id) { IsKey = true },
        new("external_id", ColumnType.Text, "Its id in the system it came from.", d => d.Interaction.ExternalId),
        new("occurred_at_utc", ColumnType.Instant, "When it occurred.", d => CsvCell.OfUtc(d.Interaction.OccurredAt)),
        new("local_time", ColumnType.LocalTime, "The same by the clock of the site.", d => CsvCell.OfLocal(d.LocalTime)),
        new("zone", ColumnType.Text, "IANA time zone of that clock.", d => d.Zone),
        new("iso_week", ColumnType.Week, "The ISO week of the business date.", _ => week),
        new("business_date", ColumnType.Date, "The business day it belongs to.", d => d.Interaction.BusinessDate),
        new("recorded_at_utc", ColumnType.Instant, "When it was stored.", d => CsvCell.OfUtc(d.Interaction.RecordedAt)),
        new("site", ColumnType.Text, "Code of the site.", d => d.Site.Code),
        new("team", ColumnType.Text, "Code of the team; empty without one.", d => d.Team?.Code),
        new("staff", ColumnType.Text, "Code of the person; empty without one.", d => d.Staff?.Code),
        new("channel", ColumnType.Text, "Code of the channel.", d => d.Channel.Code),
        new("reason", ColumnType.Text, "Code of the reason for the contact.", d => d.Reason?.Code),
        new("source", ColumnType.Word, "self, observer, mystery_shop, customer or system: who gave the evidence.",
            d => CsvCell.OfName(d.Interaction.Source)),
        new("check", ColumnType.Word, "quick or full: how it was logged.", d => CsvCell.OfName(d.Interaction.Check)),
        new("outcome", ColumnType.Word, "served, referred, abandoned or customer_conduct.", d => CsvCell.OfName(d.Interaction.Outcome)),
        new("baseline", ColumnType.Whole, "Number of the baseline by which it is scored.", d => (long)d.Interaction.Baseline),
        new("basics_score", ColumnType.Number, "Weights met of those applicable; empty where nothing was.",
            d => CsvCell.OfScore(d.Interaction.Score.BasicsScore)) { Unit = Points },
        new("all_basics_met", ColumnType.Boolean, "Something was applicable and nothing was missed.", d => d.Interaction.AllBasicsMet),
        new("critical_missed", ColumnType.Boolean, "A critical basic was missed.", d => d.Interaction.CriticalMissed),
        new("state", ColumnType.Word, "counted or excluded.", d => CsvCell.OfName(d.Interaction.State)),
        new("stand_outs", ColumnType.Whole, "Moments beyond the basics.", d => (long)d.Interaction.StandOuts),
        new("csat", ColumnType.Whole, "The customer's rating, 1 to 5.", d => (long?)d.Interaction.Csat),
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
            ? new("basic:" + basic.Code, ColumnType.Word, Answer, d =>
                Find(d.Baseline).Basic is { } e ? CsvCell.OfName(d.Interaction.ResultOf(e)) : CsvCell.Empty)
            : new("measure:" + basic.Code, ColumnType.Number, Measured, d =>
                Find(d.Baseline) is ({ } e, var place) ? CsvCell.OfMeasure(d.Interaction.ValueOf(e, place)) : CsvCell.Empty);
    }

    // What is summed over has no column.
    private static CsvColumn<ConsistencyRow>[] Figures(string schema, params string[] units) =>
    [
        Schema<ConsistencyRow>(schema),
        .. KeyOf<ConsistencyRow>(r => r.Key, ["iso_week", "week_start", .. units]),
        Count("interactions", "Interactions that count.", Contacts, t => t.Interactions),
        Count("scored", "Those in which a basic was applicable.", Contacts, t => t.Scored),
        Count("all_basics_met", "Scored ones in which nothing was missed.", Contacts, t => t.AllBasicsMet),
        Rate("consistency_rate", "all_basics_met divided by scored", Share, t => t.Scored, t => t.Rate),
        Rate("wilson_low", "Lower end of the 95 % Wilson interval of consistency_rate", Share, t => t.Scored, t => t.Interval?.Low),
        Rate("wilson_high", "Upper end of it", Share, t => t.Scored, t => t.Interval?.High),
        Rate("basics_score_mean", "Mean of the basics score of scored interactions", Points, t => t.Scored, t => t.MeanScore),
        Rate("basics_score_sd", "Standard deviation of it, n − 1", Points, t => t.Scored, t => t.ScoreStandardDeviation),
        Count("critical_missed", "Interactions in which a critical basic was missed.", Contacts, t => t.CriticalMissed),
        Count("held", "Answers that are disputed and not ruled on.", "answers", t => t.Held),
        Count("excused", "Misses that were ruled not to be the person's.", "answers", t => t.Excused),
        Count("excluded", "Interactions that do not count.", Contacts, t => t.Excluded),
        Count("stand_outs", "Moments beyond the basics.", "moments", t => t.StandOuts),
        Count("stand_outs_on_basics", "Those in interactions whose basics were all met.", "moments", t => t.StandOutsOnBasics),
        Count("csat_n", "Ratings by customers.", "ratings", t => t.CsatCount),
        Count("csat_sum", "Their sum.", "points, 1 to 5", t => t.CsatSum),
        Rate("csat_mean", "Their mean", "points, 1 to 5", t => t.CsatCount, t => t.CsatMean),
        new("class", ColumnType.Word, Blank("reliable, steady_below, slipping, erratic or improving: how the weeks up to this one read"),
            r => r.Figures is { Tally.Scored: >= MinimumSample.Default, Standing.Class: var c } ? CsvCell.Of(c) : CsvCell.Empty),
    ];

    private static CsvColumn<ConsistencyRow> Count(string name, string meaning, string unit, Func<ConsistencyTally, long> of) =>
        new(name, ColumnType.Whole, meaning, r => of(r.Figures.Tally)) { Unit = unit };

    private static CsvColumn<ConsistencyRow> Rate(
        string name, string meaning, string unit, Func<ConsistencyTally, long> n, Func<ConsistencyTally, double?> of) =>
        new(name, ColumnType.Number, Blank(meaning), r => IfEnough(n(r.Figures.Tally), of(r.Figures.Tally))) { Unit = unit };

    private static CsvColumn<TRow> Schema<TRow>(string schema) =>
        new("schema", ColumnType.Text, $"{schema}: the layout of the row.", _ => schema);

    private static string Blank(string meaning) => $"{meaning}; blank where fewer than {MinimumSample.Default} stand behind it.";

    private static CsvCell IfEnough(long n, double? value) => n < MinimumSample.Default ? CsvCell.Empty : CsvCell.Of(value);

    private static IEnumerable<CsvColumn<TRow>> KeyOf<TRow>(Func<TRow, RowKey> key, string[]? only = null) =>
        Key.Where(k => only is null || only.Contains(k.Name))
            .Select(k => new CsvColumn<TRow>(k.Name, k.Type, k.Meaning, r => k.Cell(key(r)))
            {
                // All rows of a file are of one week.
                IsKey = k.Type == ColumnType.Text,
            });
}
