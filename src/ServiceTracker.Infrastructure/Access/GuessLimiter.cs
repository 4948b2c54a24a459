namespace ServiceTracker.Infrastructure.Access;

/// <summary>
/// Makes guessing slow. Every key, such as an address or an account, has some wrong tries free; after them each wrong try doubles the time
/// until the next one is looked at. Nothing is locked for good: the time is bounded, and forgotten after a quiet hour. It lives in this
/// server's memory, so several servers allow as many tries as there are servers.
/// </summary>
public sealed class GuessLimiter(TimeProvider clock)
{
    /// <summary>After this long without a wrong try a key starts anew.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Most keys that are remembered; those longest without a try go first.</summary>
    public const int MostKeys = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tries> known = new(StringComparer.Ordinal);

    /// <summary>How one kind of key is held back.</summary>
    /// <param name="Prefix">Keeps kinds apart.</param>
    /// <param name="Free">Wrong tries that cost no time.</param>
    /// <param name="Longest">The longest time between two tries.</param>
    public sealed record Kind(string Prefix, int Free, TimeSpan Longest);

    private sealed class Tries
    {
        public int Wrong { get; set; }
        public DateTimeOffset Last { get; set; }
        public DateTimeOffset NotBefore { get; set; }
    }

    /// <summary>Counts a try as wrong before it is looked at, so that many at once are no way around.</summary>
    /// <returns>Zero; or, where a key has to wait and nothing was counted, for how long.</returns>
    public TimeSpan TryBegin(params (Kind Kind, string Key)[] keys)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var wait = keys.Max(k => Find(k.Kind, k.Key) is { } tries ? tries.NotBefore - now : TimeSpan.Zero);
            if (wait > TimeSpan.Zero) return wait;
            foreach (var (kind, key) in keys) Count(kind, key, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>Takes back what <see cref="TryBegin"/> counted: the try was right.</summary>
    public void Right(params (Kind Kind, string Key)[] keys)
    {
        lock (gate)
        {
            foreach (var (kind, key) in keys)
            {
                if (Find(kind, key) is not { } tries) continue;
                tries.Wrong--;
                tries.NotBefore = default;
            }
        }
    }

    private void Count(Kind kind, string key, DateTimeOffset now)
    {
        if (Find(kind, key) is not { } tries)
        {
            if (known.Count >= MostKeys) Forget(now);
            known[kind.Prefix + key] = tries = new Tries();
        }

        tries.Wrong++;
        tries.Last = now;
        // 1, 2, 4, 8 seconds and so on.
        var beyond = tries.Wrong - kind.Free;
        if (beyond > 0)
            tries.NotBefore = now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(beyond - 1, 30)), kind.Longest.TotalSeconds));
    }

    private Tries? Find(Kind kind, string key)
    {
        if (!known.TryGetValue(kind.Prefix + key, out var tries)) return null;
        if (tries.Last + Memory > clock.GetUtcNow()) return tries;
        known.Remove(kind.Prefix + key);
        return null;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, tries) in known)
        {
            if (tries.Last + Memory <= now) known.Remove(key);
        }

        if (known.Count < MostKeys) return;
        foreach (var key in known.OrderBy(k => k.Value.Last).Take(MostKeys / 10).Select(k => k.Key).ToList()) known.Remove(key);
    }
}
