using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Flags.Watching;

// What detectors are told. A person's terms of a week are fixed on the first day on which they work in it, by what was known before.
public sealed partial class SiteWatch
{
    /// <summary>Colleagues' interactions from which their rates are known.</summary>
    private const int FewestOfColleagues = 100;

    /// <summary>Interactions a year of somebody of whom nothing is known, nor of colleagues: 45 a week.</summary>
    private const double UnknownPerYear = 45 * Threshold.WeeksPerYear;

    /// <summary>The terms of a person on a channel for the day that is open.</summary>
    internal UnitTerms TermsOf(PersonWatch person, int channel, Baseline baseline, WatchGround ground)
    {
        var week = IsoWeek.Of(OpenDate()).Monday.DayNumber;
        var had = person.Units.GetValueOrDefault(channel);
        if (had?.Week == week) return had;
        var perYear = PerYear(person, channel);
        var basics = ground.BasicsOn(baseline, channel);
        var terms = new DetectorTerms
        {
            Threshold = double.PositiveInfinity,
            Basics = basics,
            Critical = basics & baseline.Expectations.Where(e => e.Critical).Aggregate(0L, (bits, e) => bits | e.Mask),
            Weights = ExplanationWeights.For(perYear / Threshold.WeeksPerYear, had?.Terms.Weights),
        };
        if (person.Id == Everybody)
        {
            // A channel has no colleagues, and its days vary as its own days have.
            var own = person.Records.GetValueOrDefault(channel);
            return new(week, own is null ? terms : WithVariation(terms, [own], baseline.Expectations.Count), null);
        }

        var (all, mine) = (CountedOn(channel, baseline.Expectations.Count), person.Records.GetValueOrDefault(channel));
        terms = terms with { DayToDayVariation = all.Variation, BasicDayToDayVariation = all.BasicVariation };
        var n = all.Any.N - (mine?.Recent.Any.N ?? 0);
        if (n >= FewestOfColleagues)
        {
            terms = terms with
            {
                SiteMissRate = (double)(all.Any.K - (mine?.Recent.Any.K ?? 0)) / n,
                SiteBasicMissRates = [.. all.Basics.Select((basic, j) => RateOf(basic, mine?.Recent.Of(j) ?? default))],
            };
        }

        return new(week, terms, new CaseMixOffsets(person.Id, MixOf(person, channel)));
    }

    /// <summary>Threshold and weights of a person for the week, and the basics of all channels they work on.</summary>
    internal DetectorTerms WholeOf(PersonWatch person, IEnumerable<int> channels, Baseline baseline, WatchGround ground)
    {
        var week = IsoWeek.Of(OpenDate()).Monday.DayNumber;
        var on = person.Records.Keys.Union(channels).Order().ToList();
        var basics = on.Aggregate(0L, (bits, c) => bits | ground.BasicsOn(baseline, c));
        if (person.Whole is { } had && person.WholeWeek == week) return had with { Basics = basics };
        var perYear = on.ConvertAll(c => PerYear(person, c));
        var all = Threshold.PerYear(WeeksOf(person)) ?? perYear.Sum();
        return new DetectorTerms
        {
            Threshold = Threshold.OfPerson([.. perYear.Select(u => u * all / perYear.Sum())], ground.Budget),
            Basics = basics,
            Weights = ExplanationWeights.For(all / Threshold.WeeksPerYear, person.Whole?.Weights),
        };
    }

    /// <summary>What colleagues on a channel show now; nothing for the site itself.</summary>
    internal ColleagueShift? ShiftOf(PersonWatch person, int channel, int basics)
    {
        if (person.Id == Everybody) return null;
        if (!now.TryGetValue(channel, out var shown))
        {
            var counts = people.Values.Where(p => p.Id != Everybody && p.Records.ContainsKey(channel))
                .Select(p => (p.Id, p.Records[channel].Shown));
            now.Add(channel, shown = ColleaguesNow.FromDays(OpenDate(), counts, basics));
        }

        return shown.For(person.Id);
    }

    // Colleagues' work for a reason in an hour taken together: told apart by person it would be the same but for how far their levels lie
    // apart, at as many times the work.
    private IEnumerable<CaseMixCount> MixOf(PersonWatch person, int channel)
    {
        if (!mixes.TryGetValue(channel, out var all))
        {
            mixes.Add(channel, all = []);
            foreach (var (key, count) in people.Values.Where(p => p.Id != Everybody && p.Records.ContainsKey(channel))
                .SelectMany(p => p.Records[channel].Mix))
                all[key] = all.GetValueOrDefault(key) + count;
        }

        var own = person.Records.GetValueOrDefault(channel)?.Mix ?? new Dictionary<(int Reason, int Hour), MissCount>();
        foreach (var (key, count) in all)
        {
            var left = own.TryGetValue(key, out var part) ? count - part : count;
            if (left.N >= 1 && left.Expected <= left.N && left.Missed <= left.N)
                yield return new(Everybody, UnitRecord.ReasonKey(key.Reason), key.Hour, left);
        }

        foreach (var (key, count) in own) yield return new(person.Id, UnitRecord.ReasonKey(key.Reason), key.Hour, count);
    }

    private static DetectorTerms WithVariation(DetectorTerms terms, IReadOnlyList<UnitRecord> units, int basics) => terms with
    {
        DayToDayVariation = DayToDayVariation.Pooled(units.Select(u => u.Recent.Any)),
        BasicDayToDayVariation = [.. Enumerable.Range(0, basics).Select(j => DayToDayVariation.Pooled(units.Select(u => u.Recent.Of(j))))],
    };

    // The same for everybody on the channel but for themselves, so counted once a day.
    private ChannelCounts CountedOn(int channel, int basics)
    {
        if (counted.TryGetValue(channel, out var known)) return known;
        List<UnitRecord> units =
        [
            .. people.Values.Where(p => p.Id != Everybody && p.Records.ContainsKey(channel)).Select(p => p.Records[channel]),
        ];
        var terms = WithVariation(new DetectorTerms { Threshold = double.PositiveInfinity, Basics = 0 }, units, basics);
        known = new(
            terms.DayToDayVariation, terms.BasicDayToDayVariation!, Sum(u => u.Recent.Any),
            [.. Enumerable.Range(0, basics).Select(j => Sum(u => u.Recent.Of(j)))]);
        counted.Add(channel, known);
        return known;

        (long N, long K) Sum(Func<UnitRecord, DaySums> of) => (units.Sum(u => of(u).N), units.Sum(u => of(u).K));
    }

    private static double RateOf((long N, long K) all, DaySums mine) =>
        all.N - mine.N < FewestOfColleagues ? double.NaN : (double)(all.K - mine.K) / (all.N - mine.N);

    // Who has not had a whole week yet is taken to work as much as colleagues there.
    private double PerYear(PersonWatch person, int channel)
    {
        if (person.Records.TryGetValue(channel, out var own) && Threshold.PerYear(own.Weeks) is { } known) return known;
        var others = people.Values.Where(p => p.Id != Everybody && p.Id != person.Id && p.Records.ContainsKey(channel))
            .Select(p => Threshold.PerYear(p.Records[channel].Weeks)).OfType<double>().ToList();
        return others.Count == 0 ? UnknownPerYear : others.Average();
    }

    // Channels begin in different weeks and end in the same.
    private static List<int> WeeksOf(PersonWatch person)
    {
        var weeks = new List<int>();
        foreach (var own in person.Records.Values.Select(r => r.Weeks))
        {
            while (weeks.Count < own.Count) weeks.Insert(0, 0);
            for (var i = 0; i < own.Count; i++) weeks[weeks.Count - own.Count + i] += own[i];
        }

        return weeks;
    }

    // What everybody on a channel has shown: day-to-day variation of all and of each basic, interactions and misses.
    private sealed record ChannelCounts(
        double Variation, IReadOnlyList<double> BasicVariation, (long N, long K) Any, IReadOnlyList<(long N, long K)> Basics);
}
