using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>
/// How fast changes are found, how they are named and how often nothing is taken for something: the product's detector beside control
/// charts on the same simulated streams.
/// </summary>
internal sealed class DetectionBenchmark
{
    private const string AsAsked = "Quality table", Elsewhere = "False flags elsewhere", More = "Other changes",
        Give = "Threshold and delay",
        Who = "Person or channel", Compared = "Comparison of 60 people", Time = "Time";

    // A delay of "never" is infinite, which JSON has no number for.
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly List<DetectionRow> rows = [];
    private readonly int streams;
    private string section = "";

    private DetectionBenchmark(int streams) => this.streams = streams;

    public static int Run(string[] args)
    {
        string? file = null;
        var streams = 4000;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--quick":
                    streams = 400;
                    break;
                case "--streams" when i + 1 < args.Length && int.TryParse(args[i + 1], out var count) && count > 1:
                    (streams, i) = (count, i + 1);
                    break;
                case "--json" when i + 1 < args.Length:
                    file = args[++i];
                    break;
                default:
                    Console.Error.WriteLine("detection [--quick | --streams N] [--json FILE]");
                    return 2;
            }
        }

        var benchmark = new DetectionBenchmark(streams);
        benchmark.All();
        if (file is not null)
            File.WriteAllText(
                file, JsonSerializer.Serialize(
                    new { streams, anchors = Anchor.All.Select(a => new { a.Name, a.How }), benchmark.rows }, Json));
        var missed = benchmark.rows.Count(r => r.Met == false);
        Console.WriteLine(
            missed == 0
                ? "\nEvery figure that was asked for is met."
                : $"\n{missed} of {benchmark.rows.Count(r => r.Met is not null)} figures that were asked for are missed.");
        return 0;
    }

    private void All()
    {
        Console.WriteLine(
            $"""
            {streams} seeded streams a row. Unless said otherwise: 8 basics missed independently and equally often, all met in 0.90; 45
            interactions a week, 9 on each of 5 days; 25 weeks, then the change (or a year of nothing). Detectors run from the first
            interaction on, budget 1, and know the colleagues' rates. Natural variation is a beta-binomial day of ρ 0.02. Medians; ± is the
            Monte Carlo standard error.
            One basic slips: one of the 8 brings all met to 0.80. Erratic: ρ 0.125, twice the variance of independent days of 9.
            Good/bad days: 0.58 met on one day in five, 0.98 on the others.
            Anchors: {string.Join("; ", Anchor.All.Select(a => $"{a.Name} {a.How}"))}.
            """);
        var clock = Stopwatch.StartNew();
        QualityTable();
        FalseFlagsElsewhere();
        OtherChanges();
        ThresholdAndDelay();
        PersonOrChannel();
        Comparison();
        Speed();
        Console.WriteLine($"\n{clock.Elapsed.TotalSeconds:0} s");
    }

    private void QualityTable()
    {
        Begin(AsAsked);
        foreach (var rho in new[] { 0, 0.02 })
        {
            var plan = new StreamPlan { Variation = rho };
            var watch = new DetectorWatch { Variation = [rho] };
            var natural = rho > 0;
            string In(string what) => natural ? what + ", natural variation" : what;
            T Must<T>(T plain, T varied) => natural ? varied : plain;

            var (flags, theirs) = DetectionMeasure.FalseFlags(plan, watch, 4 * streams);
            Add(new(section, In("false flags"), "a staff-year", flags, 1.0, Anchors: theirs));
            var drop = Measure(In("0.90 → 0.80"), plan with { Change = new(MissRate: 0.2) }, watch, Must(76, 85));
            var large = Measure(In("0.90 → 0.70"), plan with { Change = new(MissRate: 0.3) }, watch, Must(32, 37));
            var one = Measure(In("one basic slips"), plan with { Change = new(SlippedBasic: plan.SlipTo(0.2)) }, watch, 45);
            Share(In("… right basic named at the flag"), one.Provisional, l => l.Basic == 0, 80);
            Share(In("… after five days"), one.Settled, l => l.Basic == 0, 94);
            Share(In("wrongly named in a drop to 0.80, at the flag"), drop.Provisional, l => l.Basic is not null, 12, atLeast: false);
            Share(In("… after five days"), drop.Settled, l => l.Basic is not null, 12, atLeast: false);
            Share(In("wrongly named in a drop to 0.70, at the flag"), large.Provisional, l => l.Basic is not null, 12, atLeast: false);
            Share(In("… after five days"), large.Settled, l => l.Basic is not null, 12, atLeast: false);
            var erratic = Measure(In("erratic"), plan with { Change = new(Variation: 0.125) }, watch, Must(4.4, 5.8), weeks: true);
            var swings = Measure(
                In("good days, bad days"), plan with { Change = new(BadDay: 0.42, GoodDay: 0.02, BadShare: 0.2) }, watch,
                Must(2.0, 2.4), weeks: true);
            Share(In("settled as lower: drop to 0.80"), drop.Settled, IsLower, 95);
            Share(In("settled as lower: drop to 0.70"), large.Settled, IsLower, 95);
            Share(In("settled as erratic: erratic"), erratic.Settled, l => l.Kind == DetectionKind.Erratic, 88);
            Share(In("settled as erratic: good days, bad days"), swings.Settled, l => l.Kind == DetectionKind.Erratic, 95);

            var pooled = watch with { Variation = DetectionMeasure.PooledVariation(plan, 40, 50) };
            Measure(
                In("0.90 → 0.80, ρ₀ pooled over 40 colleagues + 1 SE"), plan with { Change = new(MissRate: 0.2) }, pooled, Must(76, 85),
                anchors: false);
            Measure(
                In("erratic, ρ₀ pooled over 40 colleagues + 1 SE"), plan with { Change = new(Variation: 0.125) }, pooled, Must(4.4, 5.8),
                weeks: true, anchors: false);
        }

        var few = new StreamPlan { PerWeek = 5 };
        var (fewFlags, fewTheirs) = DetectionMeasure.FalseFlags(few, new(), 4 * streams);
        Add(new(section, "false flags, 5 a week", "a staff-year", fewFlags, 1.0, Anchors: fewTheirs));
        Measure("0.90 → 0.80, 5 a week", few with { Change = new(MissRate: 0.2), After = 104 }, new(), 6, weeks: true);
    }

    private void FalseFlagsElsewhere()
    {
        Begin(Elsewhere);
        foreach (var perWeek in new[] { 5, 8, 14, 15, 25, 72, 100, 200 })
            foreach (var rho in new[] { 0, 0.02 })
                Flags(
                    $"{perWeek} a week{(rho > 0 ? ", natural variation" : "")}", new() { PerWeek = perWeek, Variation = rho },
                    new() { Variation = [rho] }, 1, perWeek > 100 ? streams / 2 : streams);
        foreach (var rho in new[] { 0, 0.02 })
        {
            var natural = rho > 0 ? ", natural variation" : "";
            var plan = new StreamPlan { Variation = rho };
            var watch = new DetectorWatch { Variation = [rho] };
            Flags($"people differ, SD 0.04{natural}", plan with { StaffSd = 0.04 }, watch, 1);
            Flags($"a bad interaction misses several basics{natural}", plan with { Together = 0.3 }, watch, 1);
            Flags(
                $"… the rate is told, the basics' are not{natural}", plan with { Together = 0.3 },
                watch with { TellsBasics = false }, null);
            Flags($"bases differ by basic and person, 1 : 16{natural}", plan with { UnequalBasics = 4 }, watch, null);
            Flags($"4 basics{natural}", plan with { Basics = 4 }, watch, 1);
            Flags($"12 basics{natural}", plan with { Basics = 12 }, watch, 1);
        }

        var usual = new StreamPlan { Variation = 0.02 };
        var exact = new DetectorWatch { Variation = [0.02] };
        Flags("natural variation 0.05, told exactly", usual with { Variation = 0.05 }, exact with { Variation = [0.05] }, 1);
        Flags(
            "natural variation, pooled over 40 colleagues + 1 SE", usual,
            exact with { Variation = DetectionMeasure.PooledVariation(usual, 40, 50) }, 1);
        Flags("no variation, 0.02 assumed", usual with { Variation = 0 }, exact, 1);
        Flags("usually all met in 0.97", usual with { MissRate = 0.03 }, exact with { SiteMissRate = 0.03 }, 1);
        Flags("usually all met in 0.70", usual with { MissRate = 0.3 }, exact with { SiteMissRate = 0.3 }, 1);
        Flags("usually all met in 0.40", usual with { MissRate = 0.6 }, exact with { SiteMissRate = 0.6 }, null);
        var mixed = usual with { CaseMix = 0.5 };
        var centre = CentreOfMix(mixed);
        Flags("case mix of SD 0.5 on the logit scale, told", mixed, exact with { MixCentre = centre }, null);
        Flags("… not told", mixed, exact, null);
        foreach (var (units,
            perWeek,
            name) in new[] { (2, 22, "two units of 22"),
            (3, 15, "three units of 15"), (5, 10, "five units of 10"), (9, 5, "nine units of 5"), (3, 5, "three units of 5"),
            (5, 30, "five units of 30") })
            Units($"{name} a week, N and budget shared", units, usual with { PerWeek = perWeek }, exact, 1);
        var first = usual with { Before = 0, After = 25 };
        Flags("the first 25 weeks of a person", first, exact, null);
        Flags("… people differ, SD 0.04", first with { StaffSd = 0.04 }, exact, null);
        Flags("… the site is unknown and misses 0.20", first with { MissRate = 0.2 }, exact with { SiteMissRate = null }, null);
        // Four of the eight basics are new, so that before them all were met in 0.90.
        var raised = usual with { MissRate = 0.19, After = 26 };
        Flags(
            "new basics bring all met to 0.81, colleagues tell the new rate", raised,
            exact with { NewBasics = 4, NewSiteMissRate = 0.19 }, null);
        Flags("… nobody tells it", raised, exact with { NewBasics = 4 }, null);
    }

    private void OtherChanges()
    {
        Begin(More);
        var plan = new StreamPlan { Variation = 0.02 };
        var watch = new DetectorWatch { Variation = [0.02] };
        foreach (var basics in new[] { 4, 6, 12 })
        {
            var one = plan with { Basics = basics };
            var found = Measure(
                $"one of {basics} basics slips", one with { Change = new(SlippedBasic: one.SlipTo(0.2)) }, watch, null, anchors: false);
            Share("… right basic named after five days", found.Settled, l => l.Basic == 0, null);
        }

        foreach (var (to, name) in new[] { (0.3, "0.90 → 0.70"), (0.5, "0.90 → 0.50"), (0.7, "0.90 → 0.30") })
            Share(
                $"settled as lower: {name}", Measure(name, plan with { Change = new(MissRate: to) }, watch, null, anchors: false).Settled,
                IsLower, null);
        var better = Measure(
            "0.80 → 0.90", plan with { MissRate = 0.2, Change = new(MissRate: 0.1) }, watch with { SiteMissRate = 0.2 }, null);
        Share("… settled as better", better.Settled, l => l.Kind == DetectionKind.Better, null);
        Measure("0.90 → 0.80 sliding over 12 weeks", plan with { Change = new(MissRate: 0.2, SlideWeeks: 12) }, watch, null, weeks: true);
        Measure("0.90 → 0.80 sliding over 26 weeks", plan with { Change = new(MissRate: 0.2, SlideWeeks: 26) }, watch, null, weeks: true);
        Measure("0.90 → 0.80, 15 a week", plan with { PerWeek = 15, Change = new(MissRate: 0.2) }, watch, null, weeks: true);
        Measure(
            "0.90 → 0.80 in one of three units of 15 a week", plan with { PerWeek = 15, Change = new(MissRate: 0.2) },
            watch with { PersonPerWeek = 45 }, null, weeks: true, anchors: false);
        Measure("0.90 → 0.80, 200 a week", plan with { PerWeek = 200, Change = new(MissRate: 0.2), After = 12 }, watch, null);
        var mixed = plan with { CaseMix = 0.5, Change = new(MissRate: 0.2) };
        Measure("0.90 → 0.80 with case mix of SD 0.5, told", mixed, watch with { MixCentre = CentreOfMix(mixed) }, null);
        Measure("… not told", mixed, watch, null, anchors: false);
        Measure("0.90 → 0.80, budget 0.5", plan with { Change = new(MissRate: 0.2) }, watch with { Budget = 0.5 }, null, anchors: false);
        Measure("0.90 → 0.80, budget 2", plan with { Change = new(MissRate: 0.2) }, watch with { Budget = 2 }, null, anchors: false);
        Measure("0.90 → 0.80 six weeks after the start", plan with { Before = 6, Change = new(MissRate: 0.2) }, watch, null);
    }

    // What a higher or lower threshold would buy, as A = c·N/b.
    private void ThresholdAndDelay()
    {
        Begin(Give);
        var plan = new StreamPlan { Variation = 0.02 };
        foreach (var c in new[] { 0.7, 0.85, 1, 1.15, 1.3 })
        {
            var watch = new DetectorWatch { Variation = [0.02], Budget = 1 / c };
            Flags($"c = {c:0.00}: false flags", plan, watch, null, anchors: false);
            Measure("… 0.90 → 0.80", plan with { Change = new(MissRate: 0.2) }, watch, null, anchors: false);
            var few = plan with { PerWeek = 5, Variation = 0 };
            Flags("… false flags, 5 a week (c × 0.85)", few, watch with { Variation = [0] }, null, anchors: false);
            Measure(
                "… 0.90 → 0.80, 5 a week", few with { Change = new(MissRate: 0.2), After = 104 }, watch with { Variation = [0] }, null,
                weeks: true, anchors: false);
            Units("… false flags, three units of 15 a week", 3, plan with { PerWeek = 15 }, watch, null);
            Measure(
                "… 0.90 → 0.80 in one of them", plan with { PerWeek = 15, Change = new(MissRate: 0.2) }, watch with { PersonPerWeek = 45 },
                null, weeks: true, anchors: false);
        }
    }

    private void Comparison()
    {
        Begin(Compared);
        var rounds = Math.Max(50, streams / 4);
        foreach (var variation in new[] { 0, 0.02 })
        {
            var natural = variation > 0 ? ", natural variation" : "";
            foreach (var (
                name,
                spread,
                falseNames,
                power) in new[] { ("their rates differ by SD 0.04, 3 outliers at −0.15", 0.04, 0.1, 0.15),
                ("no spread, 3 outliers at −0.15", 0, 0.05, 0.85) })
            {
                var round = ComparisonRound.Of(spread, 3, variation, rounds);
                Add(new(section, $"{name}: wrong names{natural}", "a round", round.FalseNames, falseNames));
                Add(new(section, $"… outliers named{natural}", "share", round.Power, power, AtLeast: true));
            }

            Add(new(
                section, $"nobody differs: nobody is named{natural}", "% of rounds", ComparisonRound.Of(0, 0, variation, rounds).Nobody, 98,
                AtLeast: true));
            foreach (var channels in new[] { 1, 3 })
                Add(new(
                    section, $"… a variance share is claimed, {channels} channel{(channels > 1 ? "s" : "")}{natural}", "% of rounds",
                    ComparisonRound.Claimed(variation, channels, rounds), 2));
        }
    }

    private void PersonOrChannel()
    {
        Begin(Who);
        Console.WriteLine("10 people on a channel, natural variation, looked at four weeks after the change");
        var plan = new StreamPlan { Variation = 0.02, StaffSd = 0.02, After = 4 };
        foreach (var (name, dropped, change) in new (string, int, Change?)[]
        {
            ("nothing changes", 0, null),
            ("all drop to 0.80", 10, new(MissRate: 0.2)),
            ("one drops to 0.70", 1, new(MissRate: 0.3)),
            ("three drop to 0.70", 3, new(MissRate: 0.3)),
            ("all drop to 0.80, one of them to 0.60", -1, new(MissRate: 0.2)),
            ("good and bad days for all at once", -2, null),
        })
        {
            var rounds = Math.Max(20, streams / 20);
            var (channels, guilty, innocent, withheld) = (0, new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var attributed = AttributionRound.Of(plan, change, dropped, round);
                if (attributed.Channel is not null) channels++;
                var named = Math.Abs(dropped) == 10 || dropped == -2 ? 0 : dropped == -1 ? 1 : dropped;
                guilty.Add(attributed.People.Count(p => p.Id < named));
                innocent.Add(attributed.People.Count(p => p.Id >= named));
                withheld.Add(attributed.Withheld.Count);
            }

            Add(new(section, $"{name}: the channel carries a flag", "%", Estimate.Share(channels, rounds).Times(100)));
            Add(new(section, "… people who changed more than the channel and carry one", "people", Estimate.Mean(guilty)));
            Add(new(section, "… other people who carry one", "people", Estimate.Mean(innocent)));
            Add(new(section, "… flags of people withheld", "people", Estimate.Mean(withheld)));
        }
    }

    private void Speed()
    {
        Begin(Time);
        var plan = new StreamPlan { Variation = 0.02, Before = 0 };
        var watch = new DetectorWatch { Variation = [0.02] };
        var stream = new ServiceStream();
        var runs = new List<ServiceStream>();
        for (var i = 0; i < 20; i++)
        {
            stream = new();
            stream.Fill(plan, new Chance((ulong)i));
            runs.Add(stream);
        }

        foreach (var run in runs) watch.Run(run, plan, 0, first: false);
        var perInteraction = new List<double>();
        var perYear = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var staff = 0; staff < 500; staff++) watch.Run(runs[staff % runs.Count], plan, 0, first: false);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            perYear.Add(seconds);
            perInteraction.Add(seconds / (500.0 * stream.Count) * 1e6);
        }

        Add(new(
            section, "one interaction updates its unit of 8 basics", "µs",
            new(perInteraction.Order().ElementAt(2), perInteraction.Max() - perInteraction.Min()), 10));
        Add(new(
            section, "a year of 500 staff, 45 a week: 1.17 million interactions", "s",
            new(perYear.Order().ElementAt(2), perYear.Max() - perYear.Min()), 10));
    }

    private void Units(string name, int units, StreamPlan plan, DetectorWatch watch, double? must) => Add(new(
        section, name, "a staff-year",
        DetectionMeasure.FalseFlags(
            plan, watch with { PersonPerWeek = units * plan.PerWeek }, streams, anchors: false).Ours.Times(units), must));

    private void Flags(string name, StreamPlan plan, DetectorWatch watch, double? must, int? count = null, bool anchors = true)
    {
        var (flags, theirs) = DetectionMeasure.FalseFlags(
            plan, watch, count ?? streams, anchors && plan.Before > 0 && watch.NewBasics == 0);
        Add(new(section, name, "a staff-year", flags, must, Anchors: theirs));
    }

    private Found Measure(string name, StreamPlan plan, DetectorWatch watch, double? must, bool weeks = false, bool anchors = true)
    {
        var found = DetectionMeasure.Delay(plan, watch, streams, anchors);
        var factor = weeks ? 1.0 / plan.PerWeek : 1;
        Add(new(
            section, name, weeks ? "weeks" : "interactions", found.Median.Times(factor), must,
            Anchors: found.Anchors.ToDictionary(a => a.Key, a => a.Value.Times(factor))));
        return found;
    }

    private void Share(string name, IReadOnlyList<FlagLabel> labels, Func<FlagLabel, bool> which, double? must, bool atLeast = true) =>
        Add(new(section, name, "%", Found.ShareOf(labels, which), must, atLeast));

    private static bool IsLower(FlagLabel label) => label.Kind is DetectionKind.Lower or DetectionKind.Basic;

    // The shift with which the mean chance over the mix is the usual one, as a case-mix model fitted to the same streams would have it.
    private static double CentreOfMix(StreamPlan plan)
    {
        var chance = new Chance(5);
        var odds = Enumerable.Range(0, 20_000).Select(_ => Math.Exp(plan.CaseMix * chance.Normal())).ToArray();
        double MeanAt(double q) => odds.Average(o => Odds.Times(q, o));
        var mean = MeanAt(plan.MissRate);
        var (low, high) = (-2.0, 2.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (MeanAt(Odds.Times(mean, Math.Exp(middle))) < mean) low = middle;
            else high = middle;
        }

        return low;
    }

    private void Begin(string name)
    {
        section = name;
        Console.WriteLine(DetectionRow.Heading(name));
    }

    private void Add(DetectionRow row)
    {
        rows.Add(row);
        Console.WriteLine(row.Line());
    }
}
