namespace ServiceTracker.Statistics.Charts;

/// <summary>The kinds of control chart, by what is counted or measured.</summary>
public enum ChartKind
{
    /// <summary>Any series against its median, without limits.</summary>
    Run,

    /// <summary>Single values, limits 2.66 mean moving ranges from the mean ("Making Data Count").</summary>
    XmR,

    /// <summary>Single values, limits 3/1.128 mean moving ranges from the mean.</summary>
    Individuals,

    /// <summary>Moving ranges of single values.</summary>
    MovingRange,

    /// <summary>Means of subgroups.</summary>
    XBar,

    /// <summary>Standard deviations of subgroups.</summary>
    S,

    /// <summary>Time between rare events.</summary>
    T,

    /// <summary>Proportion k of n.</summary>
    P,

    /// <summary>Proportion k of n with variation between periods (Laney p′).</summary>
    PPrime,

    /// <summary>Count of events in equal periods.</summary>
    C,

    /// <summary>Rate of events per unit of exposure.</summary>
    U,

    /// <summary>Rate of events with variation between periods (Laney u′).</summary>
    UPrime,

    /// <summary>Number of cases between rare events.</summary>
    G,

    /// <summary>Single ratios whose denominators differ (normalised individuals, I′).</summary>
    IPrime,
}
