namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>
/// Sums over the days of a unit from which its variation from day to day is estimated: n interactions and k misses of a day.
/// </summary>
/// <param name="Days">Days with at least one interaction.</param>
/// <param name="N">Σn.</param>
/// <param name="K">Σk.</param>
/// <param name="NN">Σn².</param>
/// <param name="NK">Σnk.</param>
/// <param name="KK">Σk².</param>
public readonly record struct DaySums(long Days, long N, long K, long NN, long NK, long KK)
{
    /// <summary>With one more day.</summary>
    public DaySums Plus(long n, long k) => new(Days + 1, N + n, K + k, NN + n * n, NK + n * k, KK + k * k);

    /// <summary>With other days.</summary>
    public DaySums Plus(in DaySums d) => new(Days + d.Days, N + d.N, K + d.K, NN + d.NN, NK + d.NK, KK + d.KK);

    /// <summary>Without days that were counted before.</summary>
    internal DaySums Minus(in DaySums d) => new(Days - d.Days, N - d.N, K - d.K, NN - d.NN, NK - d.NK, KK - d.KK);
}
