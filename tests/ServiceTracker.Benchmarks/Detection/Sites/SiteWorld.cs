namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>From a week on, people deliver as a change says; the last one that has begun holds.</summary>
/// <param name="Week">Number of the week, from 0.</param>
/// <param name="Change">What holds from then on.</param>
internal readonly record struct Phase(int Week, Change Change);

/// <summary>How the people of a site come to their interactions: numbers of interactions are Poisson, days are five a week.</summary>
internal sealed record SiteWorld
{
    public int People { get; init; } = 40;

    /// <summary>Interactions of a person a week by channel; everybody works on all of them.</summary>
    public double[] PerWeek { get; init; } = [45];

    public int Basics { get; init; } = 8;

    /// <summary>Weeks before what is measured.</summary>
    public int Before { get; init; } = 25;

    /// <summary>Weeks in which it is.</summary>
    public int After { get; init; } = 52;

    /// <summary>Share of interactions with any basic missed.</summary>
    public double MissRate { get; init; } = 0.10;

    /// <summary>Standard deviation of that share between people, from a beta distribution.</summary>
    public double StaffSd { get; init; }

    /// <summary>Intra-day correlation of what is natural: a person's day is better or worse on all channels.</summary>
    public double Variation { get; init; } = 0.02;

    /// <summary>Intra-day correlation of each basic by itself, by bit; basics without one have none of their own.</summary>
    public double[] BasicVariation { get; init; } = [];

    /// <summary>Amplitude on the logit scale of a season of 52 weeks that all share; it begins anywhere.</summary>
    public double Season { get; init; }

    /// <summary>What the logit of a miss gains in a year, for all.</summary>
    public double Drift { get; init; }

    /// <summary>Standard deviation on the logit scale of weeks that all share.</summary>
    public double SharedWeeks { get; init; }

    /// <summary>The same of each person's own weeks.</summary>
    public double OwnWeeks { get; init; }

    /// <summary>What happens to everybody.</summary>
    public IReadOnlyList<Phase> Everybody { get; init; } = [];

    public int Weeks => Before + After;

    public long AllBasics => (1L << Basics) - 1;

    /// <summary>The chance of a miss of bit 0 that brings the share of interactions with any miss to a rate, the other basics as
    /// before.</summary>
    public double SlipTo(double missRate) => 1 - (1 - missRate) / Math.Pow(1 - MissRate, (Basics - 1.0) / Basics);
}
