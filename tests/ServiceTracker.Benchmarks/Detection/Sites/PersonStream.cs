using ServiceTracker.Domain.Figures;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>The interactions of one person in order, on all channels.</summary>
internal sealed class PersonStream
{
    private readonly SiteWorld world;
    private readonly Chance chance;
    private readonly double[] miss;
    private readonly List<long> missed = [];
    private readonly List<byte> channel = [];
    private readonly List<int> untilDay = [];
    private double none;

    /// <param name="world">How they come about.</param>
    /// <param name="sharedShift">Shift of the logit of a miss by week, the same for all.</param>
    /// <param name="phases">What happens to this person; null: what happens to everybody.</param>
    /// <param name="firstWeek">The week with which the stream begins.</param>
    /// <param name="seed">Everything else follows from it.</param>
    public PersonStream(SiteWorld world, double[] sharedShift, IReadOnlyList<Phase>? phases, int firstWeek, ulong seed)
    {
        (this.world, chance, miss, FirstWeek) = (world, new Chance(seed), new double[world.Basics], firstWeek);
        var own = chance.Beta(world.MissRate, world.StaffSd * world.StaffSd / (world.MissRate * (1 - world.MissRate)));
        var all = world.PerWeek.Sum();
        for (var week = firstWeek; week < world.Weeks; week++)
        {
            var change = (phases ?? world.Everybody).LastOrDefault(p => p.Week <= week).Change;
            var shift = sharedShift[week] + (world.OwnWeeks > 0 ? world.OwnWeeks * chance.Normal() : 0);
            for (var day = 0; day < StreamPlan.DaysPerWeek; day++)
            {
                Prepare(change, own, shift);
                for (var left = Poisson(all / StreamPlan.DaysPerWeek); left > 0; left--)
                {
                    channel.Add(world.PerWeek.Length == 1 ? (byte)0 : Channel(chance.Uniform() * all));
                    missed.Add(Draw());
                }

                untilDay.Add(missed.Count);
            }
        }
    }

    public int FirstWeek { get; }

    /// <summary>Missed bits.</summary>
    public IReadOnlyList<long> Missed => missed;

    public IReadOnlyList<byte> Channels => channel;

    /// <summary>The interactions of a working day; days count from week 0.</summary>
    public (int From, int Until) Of(int day)
    {
        var own = day - FirstWeek * StreamPlan.DaysPerWeek;
        return (own == 0 ? 0 : untilDay[own - 1], untilDay[own]);
    }

    private void Prepare(Change? change, double own, double shift)
    {
        var rate = change?.MissRate ?? own;
        if (change?.BadDay is { } bad) rate = chance.Happens(change.BadShare) ? bad : change.GoodDay;
        if (shift != 0) rate = Odds.Times(rate, Math.Exp(shift));
        rate = Math.Min(0.999, chance.Beta(rate, change?.Variation ?? world.Variation));
        Array.Fill(miss, 1 - Math.Pow(1 - rate, 1.0 / world.Basics));
        if (change?.SlippedBasic is { } slipped) miss[0] = slipped;
        for (var j = 0; j < world.BasicVariation.Length; j++) miss[j] = Math.Min(0.999, chance.Beta(miss[j], world.BasicVariation[j]));
        none = miss.Aggregate(1.0, (product, m) => product * (1 - m));
    }

    // Basics are missed independently; as a rule none is, which one number tells.
    private long Draw()
    {
        var u = chance.Uniform();
        if (u < none) return 0;
        u -= none;
        var (at, rest) = (0, 1.0);
        for (; at < miss.Length - 1; at++)
        {
            if (u < rest * miss[at]) break;
            u -= rest * miss[at];
            rest *= 1 - miss[at];
        }

        var bits = 1L << at;
        for (var j = at + 1; j < miss.Length; j++)
            if (chance.Happens(miss[j])) bits |= 1L << j;
        return bits;
    }

    private byte Channel(double u)
    {
        byte c = 0;
        while (c < world.PerWeek.Length - 1 && u >= world.PerWeek[c]) u -= world.PerWeek[c++];
        return c;
    }

    private int Poisson(double mean)
    {
        var (n, product, end) = (0, chance.Uniform(), Math.Exp(-mean));
        for (; product > end; n++) product *= chance.Uniform();
        return n;
    }
}
