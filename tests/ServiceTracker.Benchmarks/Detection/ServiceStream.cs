namespace ServiceTracker.Benchmarks.Detection;

/// <summary>What becomes of a person's service when the change begins.</summary>
/// <param name="MissRate">Share of interactions with any basic missed; null: as before.</param>
/// <param name="SlippedBasic">Chance of a miss of one basic (bit 0), the others as before; null: none slips.</param>
/// <param name="Variation">Intra-day correlation; null: as before.</param>
/// <param name="BadDay">Miss rate of bad days; null: no such days.</param>
/// <param name="GoodDay">Miss rate of the other days.</param>
/// <param name="BadShare">Share of bad days.</param>
/// <param name="SlideWeeks">The miss rate gets there in so many weeks, linearly; 0: at once.</param>
/// <param name="SharedDays">Seed of the bad days, where they are the same for several people; null: the person's own.</param>
internal sealed record Change(
    double? MissRate = null, double? SlippedBasic = null, double? Variation = null,
    double? BadDay = null, double GoodDay = 0, double BadShare = 0, int SlideWeeks = 0, ulong? SharedDays = null);

/// <summary>How a stream of interactions comes about.</summary>
internal sealed record StreamPlan
{
    public const int DaysPerWeek = 5;

    public int Basics { get; init; } = 8;

    public int PerWeek { get; init; } = 45;

    /// <summary>Weeks before the change.</summary>
    public int Before { get; init; } = 25;

    /// <summary>Weeks after it, or of watching when nothing changes.</summary>
    public int After { get; init; } = 52;

    /// <summary>Share of interactions with any basic missed.</summary>
    public double MissRate { get; init; } = 0.10;

    /// <summary>Standard deviation of the miss rate between people, from a beta distribution.</summary>
    public double StaffSd { get; init; }

    /// <summary>Intra-day correlation of what is natural.</summary>
    public double Variation { get; init; }

    /// <summary>In an interaction with a miss every other basic is missed with this chance besides; 0: basics are missed
    /// independently.</summary>
    public double Together { get; init; }

    /// <summary>Standard deviation of the case mix on the logit scale.</summary>
    public double CaseMix { get; init; }

    /// <summary>Some basics are harder than others by a factor of up to 2^k, shuffled by person; 0: all alike.</summary>
    public int UnequalBasics { get; init; }

    public Change? Change { get; init; }

    /// <summary>How often a basic is missed on average over basics and people where any is missed so often: what colleagues tell of
    /// it.</summary>
    public double BasicRate(double missRate, int basics)
    {
        var hardness = Enumerable.Range(0, basics).Select(j => Math.Pow(2, UnequalBasics * (double)j / basics)).ToArray();
        var alone = hardness.Average(h => 1 - Math.Pow(1 - missRate, h / hardness.Sum()));
        return alone + (missRate - alone) * Together;
    }

    /// <summary>The chance of a miss of bit 0 that brings the share of interactions with any miss to a rate, the other basics as
    /// before.</summary>
    public double SlipTo(double missRate) => 1 - (1 - missRate) / Math.Pow(1 - MissRate, (Basics - 1.0) / Basics);
}

/// <summary>The interactions of one unit in order; a buffer that is filled again and again.</summary>
internal sealed class ServiceStream
{
    private double[] share = [], miss = [];

    /// <summary>Missed bits.</summary>
    public long[] Missed { get; private set; } = [];

    /// <summary>Shift of the logit of a miss.</summary>
    public double[] CaseMix { get; private set; } = [];

    /// <summary>Interactions up to and including each working day.</summary>
    public int[] UntilDay { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>The index of the first interaction after the change.</summary>
    public int ChangeAt { get; private set; }

    /// <summary>The person's own rate before the change.</summary>
    public double OwnRate { get; private set; }

    public void Fill(StreamPlan plan, Chance chance)
    {
        var days = (plan.Before + plan.After) * StreamPlan.DaysPerWeek;
        var total = (plan.Before + plan.After) * plan.PerWeek;
        if (Missed.Length < total) (Missed, CaseMix) = (new long[total], new double[total]);
        if (UntilDay.Length < days) UntilDay = new int[days];
        if (share.Length != plan.Basics) (share, miss) = (new double[plan.Basics], new double[plan.Basics]);
        ChangeAt = plan.Before * plan.PerWeek;
        Count = 0;
        OwnRate = chance.Beta(plan.MissRate, plan.StaffSd * plan.StaffSd / (plan.MissRate * (1 - plan.MissRate)));
        Share(plan, chance);
        var calendar = plan.Change?.SharedDays is { } seed ? new Chance(seed) : chance;
        for (var day = 0; day < days; day++)
        {
            var (week, weekday) = (day / StreamPlan.DaysPerWeek, day % StreamPlan.DaysPerWeek);
            var change = week >= plan.Before ? plan.Change : null;
            var rate = RateOf(day, plan, change);
            if (change?.BadDay is { } bad) rate = calendar.Happens(change.BadShare) ? bad : change.GoodDay;
            rate = Math.Min(0.999, chance.Beta(rate, change?.Variation ?? plan.Variation));
            var until = week * plan.PerWeek + (weekday + 1) * plan.PerWeek / StreamPlan.DaysPerWeek;
            while (Count < until)
            {
                var mix = plan.CaseMix > 0 ? plan.CaseMix * chance.Normal() : 0;
                CaseMix[Count] = mix;
                Missed[Count++] = Draw(
                    mix == 0 ? rate : rate * Math.Exp(mix) / (1 - rate + rate * Math.Exp(mix)), change?.SlippedBasic,
                    plan.Together, chance);
            }

            UntilDay[day] = Count;
        }
    }

    private double RateOf(int day, StreamPlan plan, Change? change)
    {
        if (change?.MissRate is not { } rate) return OwnRate;
        var gone = (double)(day - plan.Before * StreamPlan.DaysPerWeek) / StreamPlan.DaysPerWeek;
        return change.SlideWeeks > gone ? OwnRate + (rate - OwnRate) * gone / change.SlideWeeks : rate;
    }

    private void Share(StreamPlan plan, Chance chance)
    {
        for (var j = 0; j < share.Length; j++) share[j] = Math.Pow(2, plan.UnequalBasics * (double)j / share.Length);
        for (var j = share.Length - 1; j > 0 && plan.UnequalBasics > 0; j--)
        {
            var other = (int)(chance.Uniform() * (j + 1));
            (share[j], share[other]) = (share[other], share[j]);
        }

        var sum = share.Sum();
        for (var j = 0; j < share.Length; j++) share[j] /= sum;
    }

    // Basics are missed independently, each by 1 − (1 − rate)^share, so that any is missed by the rate.
    private long Draw(double rate, double? slipped, double together, Chance chance)
    {
        var first = slipped is null ? 0 : 1;
        var missed = slipped is { } p && chance.Happens(p) ? 1L : 0;
        var log = Math.Log(1 - rate);
        var none = Math.Exp(log * (1 - (first == 1 ? share[0] : 0)));
        if (chance.Happens(none)) return missed;

        // At least one of the rest: the first missed one by its share of the chance, those behind it independently.
        for (var j = 0; j < share.Length; j++) miss[j] = 1 - Math.Exp(log * share[j]);
        var u = chance.Uniform() * (1 - none);
        var (at, rest) = (first, 1.0);
        for (; at < share.Length - 1; at++)
        {
            if (u < rest * miss[at]) break;
            u -= rest * miss[at];
            rest *= 1 - miss[at];
        }

        missed |= 1L << at;
        for (var j = at + 1; j < share.Length; j++)
            if (chance.Happens(miss[j])) missed |= 1L << j;
        for (var j = first; j < share.Length && together > 0; j++)
            if (chance.Happens(together)) missed |= 1L << j;
        return missed;
    }
}
