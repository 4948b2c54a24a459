using System.Globalization;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Scoring;
using ServiceTracker.Domain.Words;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Intervals;
using ServiceTracker.Statistics.Variance;
using ServiceTracker.Web.Charts;

namespace ServiceTracker.Tests.Documentation;

/// <summary>The pictures of docs/figures.md: made-up series, with the program's own arithmetic and, where it has one, its own
/// drawing.</summary>
internal static class FigurePictures
{
    /// <summary>File name and how it is drawn.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string>> All =
        new SortedDictionary<string, Func<string>>(StringComparer.Ordinal)
        {
            ["score.svg"] = Score,
            ["interval.svg"] = Interval,
            ["p-chart.svg"] = PChartOfWeeks,
            ["signals.svg"] = Signals,
            ["classes.svg"] = Classes,
            ["funnel.svg"] = Funnel,
            ["shares.svg"] = Shares,
            ["detector.svg"] = Detector,
        };

    // Of the sentences of classes: more runs into the series beside them.
    private const int MostInLine = 78;

    private const double Target = 0.75;

    private static readonly IsoWeek LastWeek = IsoWeek.Of(new DateOnly(2026, 11, 16));

    private static string Score()
    {
        (string Basic, int Weight, bool Met)[] basics = [
            ("Greeted within a minute", 1, true), ("Identity checked (critical)", 3, true), ("Waited at most 60 seconds", 2, false),
            ("Asked “anything else?”", 1, true)];
        var (met, all) = (basics.Where(b => b.Met).Sum(b => b.Weight), basics.Sum(b => b.Weight));
        var score = new Score(basics.Count(b => b.Met), basics.Length, met, all, false);
        var picture = new Picture(
            640, 212, $"Four basics with weights 1, 3, 2 and 1; the one of weight 2 was missed. Score {score.BasicsScore}.")
            .Text(20, 30, "Basic", "m s").Text(330, 30, "Weight", "m s e").Text(380, 30, "Outcome", "m s");
        for (var i = 0; i < basics.Length; i++)
        {
            var y = 56 + 26 * i;
            picture.Text(20, y, basics[i].Basic).Text(330, y, $"{basics[i].Weight}", "e").Use(basics[i].Met ? "g-i" : "g-c", 388, y - 4)
                .Text(404, y, basics[i].Met ? "met" : "missed", basics[i].Met ? "" : "b");
        }

        return picture.Line(20, 150, 620, 150, "gridline")
            .Text(20, 174, $"Basics score: 100 × {met} / {all} = {score.BasicsScore?.ToString("0.00", CultureInfo.InvariantCulture)}", "b")
            .Text(20, 196, "All basics met: no. One was missed, so this interaction does not count as consistent.").ToString();
    }

    private static string Interval()
    {
        var picture = new Picture(
            640, 236, "The same rate of 90 % with its 95 % interval for 10, 50, 200 and 1000 interactions: the more, the narrower.");
        static double X(double share) => 150 + (share - 0.5) * 2 * 370;
        foreach (var tick in new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 })
            picture.Line(X(tick), 24, X(tick), 180, "gridline").Text(X(tick), 198, $"{100 * tick:0} %", "m s c");
        var y = 44;
        foreach (var n in new[] { 10, 50, 200, 1000 })
        {
            var k = n * 9 / 10;
            var interval = WilsonInterval.Of(k, n);
            picture.Text(20, y + 4, $"{k} of {n}", "b").Line(X(interval.Low), y, X(interval.High), y, "dots")
                .Use("g-l", X((double)k / n), y)
                .Text(536, y + 4, $"{Percent(interval.Low)}–{Percent(interval.High)}", "m s");
            y += 38;
        }

        return picture.Text(20, 222, "The rate is 90 % each time. What differs is how much it can be trusted.", "m").ToString();
    }

    private static string PChartOfWeeks()
    {
        var chart = Weekly(0.85, [
            (40, 50), (38, 46), (33, 42), (45, 55), (39, 50), (30, 36), (42, 53), (48, 58), (35, 44), (0, 0), (41, 50), (37, 47), (44, 54),
            (29, 36), (27, 50), (40, 49), (38, 48),
            (46, 57), (36, 44), (43, 52), (33, 43), (58, 59), (39, 51), (37, 45), (22, 26), (42, 52),
        ], new BaselineTerm(2, new DateOnly(2026, 9, 14), 0.875));
        Assert.Equal([Signal.Concern, Signal.Improvement], chart.Points.Select(p => p.Signal).Where(s => s != Signal.None));
        return new Picture(760, 340, PChartWords.Sentence("All basics met", chart)).Text(20, 30, "All basics met, by week", "b")
            .Frame(64, 46, 580, 262, Plot(chart, 230)).ToString();
    }

    private static string Signals()
    {
        (string Rule, string Name, double[] Values)[] cases =
        [
            ("outside", "beyond a limit", [0.4, -0.8, 1.1, -0.3, 0.6, -1.2, 0.2, 0.9, -0.5, -3.6, 0.3, -0.7, 1.0, -0.2, 0.8, -1.1]),
            ("trend", "7 in a row falling", [0.3, -0.6, 0.9, -0.2, 1.6, 1.1, 0.7, 0.2, -0.3, -0.9, -1.4, 0.1, -0.4, 0.8, -0.6, 0.5]),
            ("two-in-three", "2 of 3 near a limit", [
                0.5, -0.7, 0.2, -0.4, 0.9, -0.1, -2.4, -0.9, -2.6, 0.6, -0.8, 0.3, 1.2, -0.5, 0.7, -0.2]),
            ("shift", "7 on one side", [0.6, -0.5, 1.0, 0.4, -0.8, 0.7, -0.6, -1.1, -0.4, -0.9, -0.3, -1.2, -0.7, 0.5, -0.2, 0.9]),
        ];
        var picture = new Picture(760, 330, "The four rules, each with a series that it marks.");
        for (var c = 0; c < cases.Length; c++)
        {
            var (rule, name, values) = cases[c];
            var chart = ChartAnalysis.Of(
                new ChartRequest { Kind = ChartKind.XmR, Values = [.. values.Select(v => (double?)v)], Centre = 0, Sigma = 1 });
            Assert.Equal([rule], chart.Points.Select(p => p.Rule).OfType<string>().Distinct());
            double left = 20 + 370 * (c % 2), top = 22 + 156 * (c / 2), middle = top + 72;
            double X(int i) => left + 11 + 21.6 * i;
            double Y(double v) => middle - 13 * v;
            picture.Text(left, top + 6, $"{rule}: ", "b").Text(left + 104, top + 6, name)
                .Box(left, Y(3), 346, Y(-3) - Y(3), "band").Line(left, Y(0), left + 346, Y(0), "mean")
                .Line(left, Y(2), left + 346, Y(2), "two").Line(left, Y(-2), left + 346, Y(-2), "two")
                .Through(values.Select((v, i) => (X(i), Y(v))), "line")
                .Path(string.Concat(values.Select((v, i) => FormattableString.Invariant($"M{X(i):0.##} {Y(v):0.##}h0"))), "dots");
            foreach (var point in chart.Points.Where(p => p.Rule is not null)) picture.Use("g-c", X(point.Index), Y(point.Value!.Value));
        }

        return picture.ToString();
    }

    private static string Classes()
    {
        // The chance of a miss, and what it is in the last days, one of them each day.
        (ConsistencyClass Class, int Weeks, double Usual, double[] Late, int LateDays)[] cases =
        [
            (ConsistencyClass.Reliable, 60, 0.17, [], 0),
            (ConsistencyClass.SteadyBelow, 60, 0.36, [], 0),
            (ConsistencyClass.Slipping, 60, 0.17, [0.42], 10),
            (ConsistencyClass.Erratic, 60, 0.17, [0.02, 0.5], 40),
            (ConsistencyClass.Improving, 60, 0.36, [0.1], 20),
            (ConsistencyClass.NotEnoughYet, 6, 0.2, [], 0),
        ];
        var picture = new Picture(
            760, 56 * cases.Length + 24, "One series for each class, with its icon and the sentence that explains it.");
        for (var i = 0; i < cases.Length; i++)
        {
            var y = 18 + 56 * i;
            var (weeks, standing) = Watched(cases[i].Weeks, cases[i].Usual, cases[i].Late, cases[i].LateDays);
            Assert.Equal(cases[i].Class, standing.Class);
            var code = SnakeCase<ConsistencyClass>.Text(standing.Class);
            if (standing.Class != ConsistencyClass.NotEnoughYet) picture.Use("k-" + code, 18, y + 4);
            var end = standing.Sentence.Length > MostInLine ? standing.Sentence.LastIndexOf(' ', MostInLine) : standing.Sentence.Length;
            picture.Text(60, y + 14, code, "b").Text(60, y + 31, standing.Sentence[..end], "m s");
            if (end < standing.Sentence.Length) picture.Text(60, y + 46, standing.Sentence[(end + 1)..], "m s");
            picture.Frame(530, y, 210, 44, PChartFigure.Mini(code, Weekly(Target, weeks), 44).ToString()!);
        }

        return picture.ToString();
    }

    // The last 26 weeks of somebody with eight interactions a working day, and what the detector makes of all their weeks.
    private static ((int K, int N)[] Weeks, Standing Standing) Watched(int weeks, double usual, double[] late, int lateDays)
    {
        const int perDay = 8, basics = 4;
        var terms = new DetectorTerms
        {
            Threshold = Threshold.Of(perDay * 5 * Threshold.WeeksPerYear),
            Basics = (1 << basics) - 1,
            SiteMissRate = usual,
        };
        var (detector, flags, chance) = (new ChangeDetector(basics), new UnitFlags(), new Random(3));
        var counts = new (int K, int N)[Math.Max(weeks, UnitChart.DefaultWeeks)];
        for (var day = 0; day < weeks * 5; day++)
        {
            var date = LastWeek.AddWeeks(1 - weeks + day / 5).Monday.AddDays(day % 5);
            var miss = day < weeks * 5 - lateDays ? usual : late[chance.Next(late.Length)];
            for (var i = 0; i < perDay; i++)
            {
                var missed = chance.NextDouble() < miss;
                var step = detector.Advance(
                    new DetectorObservation(
                        new Guid(day, (short)i, 0, new byte[8]), date.ToDateTime(new TimeOnly(9 + i, 0)), date,
                        missed ? 1L << chance.Next(basics) : 0, terms.Basics),
                    terms);
                if (step.Settled is { } told) flags.Take(told);
                if (step.Raised is { } raised) flags.Take(raised);
                ref var week = ref counts[^(weeks - day / 5)];
                week = (week.K + (missed ? 0 : 1), week.N + 1);
            }
        }

        // What was told longer ago somebody has closed.
        var open = flags.Flags.LastOrDefault(f => f.Raised.BusinessDate > LastWeek.AddWeeks(-12).Monday);
        return (counts[^UnitChart.DefaultWeeks..], UnitStanding.Of(detector, LastWeek.Sunday, open, Target, j => $"basic {j + 1}"));
    }

    private static string Funnel()
    {
        (string Who, int K, int N)[] people =
        [
            ("A", 20, 22), ("B", 31, 36), ("C", 52, 56), ("D", 60, 70), ("E", 75, 80), ("F", 84, 96), ("G", 99, 110), ("H", 83, 124),
            ("I", 128, 140), ("J", 139, 158),
            ("K", 160, 175), ("L", 168, 190), ("M", 190, 206), ("N", 7, 8),
        ];
        var round = StaffComparison.OfAlike([.. people.Select(p => new StaffCount(p.Who, p.K, p.N))]);
        Assert.Equal("H", Assert.Single(round.Named).Staff);
        var model = BetweenStaffModel.Of([.. people.Where(p => p.N >= MinimumSample.Default).Select(p => ((long)p.K, (long)p.N))]);
        var picture = new Picture(
            760, 340,
            "Fourteen people by their number of interactions and rate. One lies below the lower line and is named, nobody is ranked.");
        static double X(double n) => 64 + n * 3;
        static double Y(double rate) => 280 - (rate - 0.5) * 480;
        foreach (var tick in new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 })
            picture.Line(X(0), Y(tick), X(220), Y(tick), "gridline").Text(56, Y(tick) + 4, $"{100 * tick:0} %", "m s e");
        foreach (var n in new[] { 50, 100, 150, 200 }) picture.Text(X(n), 298, $"{n}", "m s c");
        var sizes = Enumerable.Range(2, 21).Select(i => 10 * i).ToList();
        picture.Through(sizes.Select(n => (X(n), Y(Math.Max(0.5, model.Limits(n).Lower)))), "limit")
            .Through(sizes.Select(n => (X(n), Y(model.Limits(n).Upper))), "limit")
            .Line(X(0), Y(round.Mean!.Value), X(220), Y(round.Mean.Value), "mean");
        foreach (var person in round.Staff.Where(s => s.Limits is not null))
        {
            var (x, y) = (X(person.N), Y((double)person.K / person.N));
            picture.Use(person.IsNamed ? "g-c" : "g-l", x, y);
            if (person.IsNamed) picture.Text(x + 12, y + 5, $"{person.Staff}: {person.K} of {person.N}", "b");
        }

        return picture.Text(X(110), 322, "interactions", "m s c")
            .Text(X(218), Y(model.Limits(210).Lower) + 18, "99.8 % lower limit", "m s e").ToString();
    }

    private static string Shares()
    {
        // Eight people on two channels: the phone is harder for everybody, one person is below the others.
        var cells = from person in Enumerable.Range(0, 8)
                    from channel in new[] { ("counter", 92), ("phone", 70) }
                    let met = (channel.Item2 + person % 3 - (person == 5 ? 30 : 0)) * 2
                    select new StaffChannelCell($"{person}", channel.Item1, new CellSum(200, met, met));
        var found = VarianceShares.Of(cells)!;
        (string Name, double Share)[] parts = [
            ("person", found.Person.Share), ("channel", found.Channel.Share), ("how both are put together", found.System.Share),
            ("chance", found.Chance)];
        Assert.True(found.Person.Share > 0 && found.Channel.Share > 0, found.Sentence);
        var picture = new Picture(760, 132, found.Sentence).Text(20, 30, "What goes with the differences between interactions", "b");
        double x = 20, label = 20;
        for (var i = 0; i < parts.Length; i++)
        {
            picture.Box(x, 46, 720 * parts[i].Share, 30, $"bar{i}").Box(label, 92, 12, 12, $"bar{i}")
                .Text(label + 18, 103, $"{parts[i].Name} {PercentText.Of(parts[i].Share)}", "s");
            x += 720 * parts[i].Share;
            label += i == 2 ? 240 : 150;
        }

        return picture.ToString();
    }

    private static string Detector()
    {
        const int perDay = 9, basics = 4, quietDays = 150, shownFrom = 120 * perDay, days = 180;
        var terms = new DetectorTerms { Threshold = Threshold.Of(perDay * 5 * Threshold.WeeksPerYear), Basics = (1 << basics) - 1 };
        var detector = new ChangeDetector(basics);
        var monday = new DateOnly(2026, 3, 2);
        var evidence = new List<double>();
        var chance = new Random(2);
        int? raisedAt = null;
        for (var day = 0; day < days; day++)
        {
            var date = monday.AddDays(day / 5 * 7 + day % 5);
            for (var i = 0; i < perDay; i++)
            {
                // One in ten misses, about one in five after the change.
                var missed = chance.NextDouble() < (day < quietDays ? 0.10 : 0.22);
                var step = detector.Advance(
                    new DetectorObservation(
                        default, date.ToDateTime(new TimeOnly(9 + i, 0)), date, missed ? 1L << chance.Next(basics) : 0, terms.Basics),
                        terms);
                evidence.Add(detector.EvidenceUnder(terms).Total);
                if (step.Raised is not null) raisedAt ??= evidence.Count - 1;
            }

            if (raisedAt is not null) break;
        }

        var raised = raisedAt!.Value;
        Assert.True(raised >= quietDays * perDay, "A flag without a change would be a poor example.");
        var picture = new Picture(
            760, 300,
            "The evidence of a person's detector, interaction by interaction: " +
            "it stays low while all is as usual and climbs over the threshold after a change.");
        double X(int i) => 64 + (i - shownFrom) * 540.0 / (raised - shownFrom);
        static double Y(double t) => 250 - 52 * Math.Log10(Math.Max(1, t));
        foreach (var t in new[] { 1, 10, 100, 1000 })
            picture.Line(64, Y(t), 740, Y(t), "gridline").Text(56, Y(t) + 4, $"{t:#,0}".Replace(',', ' '), "m s e");
        return picture.Line(64, Y(terms.Threshold), 740, Y(terms.Threshold), "target")
            .Text(740, Y(terms.Threshold) - 8, $"threshold {terms.Threshold:0}", "s b e")
            .Line(X(quietDays * perDay), 40, X(quietDays * perDay), 250, "two")
            .Text(X(quietDays * perDay) - 6, 270, "change: 90 % → 78 %", "m s c")
            .Through(Enumerable.Range(shownFrom, raised - shownFrom + 1).Select(i => (X(i), Y(evidence[i]))), "concern")
            .Use("g-c", X(raised), Y(evidence[raised]))
            .Text(X(raised) + 12, Y(evidence[raised]) + 22, "flag", "b")
            .Text(X(raised) + 12, Y(evidence[raised]) + 39, $"{raised - quietDays * perDay} interactions later", "m s")
            .Text(20, 26, "Evidence that something changed", "b").Text(64, 288, "interactions →", "m s").ToString();
    }

    private static UnitChart Weekly(double target, (int K, int N)[] weeks, params BaselineTerm[] later) =>
        UnitChart.Of(
            [.. weeks.Select((w, i) => new WeekCount(LastWeek.AddWeeks(i + 1 - weeks.Length), w.N, w.K))],
            [new BaselineTerm(1, new DateOnly(2026, 1, 1), target), .. later]);

    // The plot alone, out of the figure of the page, whose table and legend a picture cannot use.
    private static string Plot(UnitChart chart, int height)
    {
        var figure = PChartFigure.Render("figure", "All basics met", chart, _ => "#", height).ToString()!;
        var start = figure.IndexOf("<svg class=\"plot\"", StringComparison.Ordinal);
        return figure[start..figure.IndexOf("</div>", start, StringComparison.Ordinal)];
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
