using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>
/// Makes flags of what a site's detectors told: one for each fact, however often it is told (<see cref="UnitFlags"/>). A function of the
/// signals in order and of when people closed what they worked on, so that it is made anew after every replay.
/// </summary>
/// <param name="baselines">Published baselines by number.</param>
public sealed class FlagsOfSignals(IReadOnlyDictionary<int, Baseline> baselines)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly List<string> codes = [];

    /// <summary>Codes of basics, by the number that stands for them in labels: bits differ from baseline to baseline.</summary>
    public IReadOnlyList<string> Codes => codes;

    /// <summary>A signal as it is kept.</summary>
    public static string Kept(WatchedSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return JsonSerializer.Serialize(new ToldSignal(signal.Signal, signal.Baseline, signal.ChannelId), Json);
    }

    /// <summary>A signal with the basic that it names as the baseline of its own time named it.</summary>
    public static ToldSignal Read(string kept) => JsonSerializer.Deserialize<ToldSignal>(kept, Json)!;

    /// <summary>The flags of one person, or of the site and its channels.</summary>
    /// <param name="signals">All of that person's, in any order.</param>
    /// <param name="closedOn">When the flag that a signal raised on a channel was closed; null while it is open, or not there yet.</param>
    public IReadOnlyList<MadeFlag> Of(IReadOnlyCollection<WatchSignal> signals, Func<DetectorSignal, int, DateOnly?> closedOn)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(closedOn);
        var made = new List<MadeFlag>();
        // Critical misses are kept by person and basic, whatever the channel.
        foreach (var unit in signals.GroupBy(s => (Channel: IsCritical(s) ? 0 : ChannelOf(s), IsCritical: IsCritical(s)))
            .OrderBy(g => g.Key))
        {
            var flags = new UnitFlags();
            var evidence = unit.ToDictionary(s => (s.InteractionId, s.Slot));
            foreach (var told in InOrder(unit)) flags.Take(told, f => closedOn(f.Raised, ChannelOf(First(f))));
            made.AddRange(flags.Flags.Select(f =>
            {
                var first = First(f);
                return new MadeFlag(
                    first.StaffId, ChannelOf(first), f.Label, f.Label.Basic is { } b ? codes[b] : null, f.Raised, f.Latest,
                    [.. f.Joined.Select(j => j.BusinessDate).Append(f.Raised.BusinessDate).Order()], first.Evidence);
            }));

            WatchSignal First(UnitFlag f) => evidence.First(e => e.Key.InteractionId == f.Raised.Interaction
                && (!unit.Key.IsCritical || CodeOf(Read(e.Value.Raised)) == codes[f.Label.Basic!.Value])).Value;
        }

        return [.. made.OrderBy(m => m.Raised.BusinessDate).ThenBy(m => m.Raised.OccurredAt)];
    }

    // When its label is settled a signal may turn out to be about another channel than it seemed.
    private static int ChannelOf(WatchSignal signal) => signal.Settled is { } settled ? Read(settled).ChannelId : signal.ChannelId;

    /// <summary>Whether a kept signal is a critical miss.</summary>
    public static bool IsCritical(WatchSignal signal) => signal is { Slot: >= CriticalSlot };

    /// <summary>The slot of a signal, by which it is told from others that the same interaction completed.</summary>
    public static short SlotOf(DetectorSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return (short)(signal.Label.Kind == DetectionKind.Critical ? CriticalSlot + signal.Label.Basic!.Value : 0);
    }

    private const short CriticalSlot = 100;

    private IEnumerable<DetectorSignal> InOrder(IEnumerable<WatchSignal> signals)
    {
        var told = new List<(DateOnly On, int Order, DateTime At, DetectorSignal Signal)>();
        foreach (var s in signals)
        {
            var raised = Read(s.Raised);
            told.Add((s.Date, 1, raised.Signal.OccurredAt, Named(raised)));
            if (s.Settled is { } text && s.SettledOn is { } on) told.Add((on, 0, raised.Signal.OccurredAt, Named(Read(text))));
        }

        return told.OrderBy(t => t.On).ThenBy(t => t.Order).ThenBy(t => t.At).ThenBy(t => t.Signal.Interaction).Select(t => t.Signal);
    }

    private string? CodeOf(ToldSignal told) =>
        told.Signal.Label.Basic is { } bit and >= 0 ? baselines[told.Baseline].Expectations.Find(e => e.Bit == bit)?.Code : null;

    // In a label a basic is named by its place among the codes, which is the same for every baseline.
    private DetectorSignal Named(ToldSignal told) => told.Signal with
    {
        Label = Named(told.Signal.Label, told.Baseline),
        WasLabelled = told.Signal.WasLabelled is { } was ? Named(was, told.Baseline) : null,
    };

    private FlagLabel Named(FlagLabel label, int baseline)
    {
        if (label.Basic is not { } bit) return label;
        // A basic that a new baseline no longer has: what is left is a general drop.
        if (baselines[baseline].Expectations.Find(e => e.Bit == bit) is not { } basic) return new(DetectionKind.Lower);
        var place = codes.IndexOf(basic.Code);
        if (place < 0)
        {
            place = codes.Count;
            codes.Add(basic.Code);
        }

        return label with { Basic = place };
    }
}
