namespace ServiceTracker.Statistics.Agreement;

/// <summary>How much credit a disagreement by several steps of an ordered scale gets. Source: J. Cohen, Psychological Bulletin 70 (1968)
/// 213–220.</summary>
public enum KappaWeights
{
    /// <summary>None: only equal ratings agree.</summary>
    None,

    /// <summary>1 − |i − j|/(q − 1).</summary>
    Linear,

    /// <summary>1 − (i − j)²/(q − 1)².</summary>
    Quadratic,
}
