namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>What a replay brought.</summary>
/// <param name="Signals">Raised and settled signals in the order in which they were told.</param>
/// <param name="CriticalMisses">Every miss of a critical basic.</param>
/// <param name="State">The detector at the end.</param>
public sealed record DetectorHistory(
    IReadOnlyList<DetectorSignal> Signals, IReadOnlyList<DetectorSignal> CriticalMisses, DetectorState State)
{
    /// <summary>One signal a flag, as last told.</summary>
    public IReadOnlyList<DetectorSignal> Latest
    {
        get
        {
            var latest = new List<DetectorSignal>();
            foreach (var signal in Signals)
            {
                if (latest.Count > 0 && signal.IsSettled && latest[^1].Interaction == signal.Interaction) latest[^1] = signal;
                else latest.Add(signal);
            }

            return latest;
        }
    }
}
