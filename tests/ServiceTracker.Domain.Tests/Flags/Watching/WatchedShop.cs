using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Domain.Tests.Flags.Watching;

/// <summary>A shop with a history from a seed: people on two channels, five days a week.</summary>
internal sealed class WatchedShop
{
    public static readonly DateOnly Monday = new(2025, 1, 6);

    private readonly Dictionary<DateOnly, List<WatchedInteraction>> days = [];

    /// <param name="missRate">Chance of a miss of each of four basics, by person (from 1), channel, week and basic.</param>
    public WatchedShop(int seed, int people, int weeks, Func<int, int, int, int, double> missRate)
    {
        var random = new Random(seed);
        for (var day = 0; day < 7 * weeks; day++)
        {
            var date = Monday.AddDays(day);
            var list = days[date] = [];
            if (day % 7 > 4) continue;
            for (var person = 1; person <= people; person++)
            {
                var count = 6 + random.Next(7);
                for (var i = 0; i < count; i++)
                {
                    var channel = 1 + random.Next(2);
                    var met = 0L;
                    for (var j = 0; j < 4; j++) if (random.NextDouble() >= missRate(person, channel, day / 7, j)) met |= 1L << j;
                    var at = date.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc).AddMinutes(random.Next(480));
                    list.Add(new(
                        new Guid(day, (short)person, (short)i, new byte[8]), at, person, channel, random.Next(3), at.Hour, 1, met, 0, 0));
                }
            }
        }
    }

    public DateOnly Last => days.Keys.Max();

    public List<WatchedInteraction> Of(DateOnly date) => days[date];

    public static WatchGround Ground(params ProcessChange[] changes)
    {
        var baseline = new Baseline
        {
            Name = "B",
            Number = 1,
            EffectiveFrom = Monday,
            Expectations = [.. Enumerable.Range(0, 4).Select(j => new Expectation
            {
                Code = $"b{j}",
                Bit = j,
                Question = $"b{j}?",
                Promise = "p",
                BaselineNumber = 1,
            })],
        };
        baseline.Publish(DateTime.UnixEpoch, "user:1");
        return new(1, new Dictionary<int, Baseline> { [1] = baseline }, _ => baseline, c => $"c{c}", changes);
    }

    /// <summary>Takes all days, each in an order of its own, keeping and restoring the watch wherever asked.</summary>
    public List<WatchedSignal> Watch(WatchGround ground, Random? order = null, Func<DateOnly, bool>? restoresAfter = null)
    {
        var (watch, told) = (new SiteWatch(), new List<WatchedSignal>());
        for (var date = Monday; date <= Last; date = date.AddDays(1))
        {
            var today = days[date].ToArray();
            order?.Shuffle(today);
            told.AddRange(watch.Open(date, ground));
            told.AddRange(watch.Close(today, ground));
            if (restoresAfter?.Invoke(date) == true) watch = new SiteWatch(date, [.. watch.Save()]);
        }

        return told;
    }
}
