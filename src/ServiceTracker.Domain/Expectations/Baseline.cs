using System.Numerics;

namespace ServiceTracker.Domain.Expectations;

/// <summary>
/// A numbered set of expectations that is in force from a business date on. Publishing freezes it;
/// an interaction keeps the number of the baseline it was scored by for ever.
/// </summary>
public sealed class Baseline
{
    /// <summary>Most expectations in a baseline: interactions keep one bit each in a signed 64-bit mask.</summary>
    public const int MaxExpectations = 63;

    /// <summary>The target where none is given.</summary>
    public const double DefaultTarget = 0.95;

    private FrozenForm? frozen;

    public int Number { get; init; }
    public required string Name { get; set; }
    public DateOnly EffectiveFrom { get; set; }

    /// <summary>The share of interactions, 0 to 1, in which every applicable basic is meant to be met.</summary>
    public double TargetConsistency { get; set; }

    /// <summary>UTC instant of publishing; absent while a draft.</summary>
    public DateTime? PublishedAt { get; private set; }

    public string? PublishedBy { get; private set; }

    /// <summary>In the order of their bits.</summary>
    public List<Expectation> Expectations { get; init; } = [];

    /// <summary>Counts edits; the entity tag of the API.</summary>
    public int Version { get; set; } = 1;

    public bool IsPublished => PublishedAt is not null;

    /// <summary>All bits of this baseline.</summary>
    public long AllBits => (1L << Expectations.Count) - 1;

    /// <summary>The bits of its measures; all others are checks.</summary>
    public long Measures => Frozen?.Measures ?? MaskOf(e => e.Kind == ExpectationKind.Measure);

    /// <summary>Freezes the draft.</summary>
    /// <exception cref="InvalidOperationException">It is published already, or what <see cref="WhatKeepsItFromPublishing"/> names still
    /// stands.</exception>
    public void Publish(DateTime utcNow, string by)
    {
        if (IsPublished) throw new InvalidOperationException($"Baseline {Number} is published already.");
        if (WhatKeepsItFromPublishing().FirstOrDefault() is { Problem: { } problem }) throw new InvalidOperationException(problem);
        PublishedAt = utcNow;
        PublishedBy = by;
        Version++;
    }

    /// <summary>What a draft may still lack and a published baseline may not: at least one expectation, and a promise for each.</summary>
    /// <returns>Pairs of the field's path in the request and what to do about it.</returns>
    public IEnumerable<(string Path, string Problem)> WhatKeepsItFromPublishing()
    {
        if (Expectations.Count == 0) yield return ("$.expectations", "Add at least one expectation before publishing.");
        foreach (var e in Expectations.Where(e => string.IsNullOrWhiteSpace(e.Promise)))
            yield return ($"$.expectations[{e.Bit}].promise", $"Say which promise to customers “{e.Code}” keeps before publishing.");
    }

    /// <summary>The expectation of this code, or null.</summary>
    public Expectation? Find(string code) => Frozen is { } f ? f.ByCode.GetValueOrDefault(code) : Expectations.Find(e => e.Code == code);

    /// <summary>Where the value of a measure stands among the values of an interaction: the number of measures with a lower bit.</summary>
    /// <param name="measure">One of these expectations.</param>
    public int PlaceOfMeasure(Expectation measure) => BitOperations.PopCount((ulong)(Measures & (measure.Mask - 1)));

    /// <summary>Mask of the expectations that apply on a channel.</summary>
    public long ApplicableOn(string channel) => Frozen is not { } f ? MaskOf(e => e.AppliesTo(channel))
        : f.ByChannel.TryGetValue(channel, out var mask) ? mask : f.OnEveryChannel;

    /// <summary>The baseline in force on a date: the greatest effective-from not after it, then the highest number. Null where none
    /// is.</summary>
    public static Baseline? InForceOn(DateOnly date, IEnumerable<Baseline> baselines) => baselines
        .Where(b => b.IsPublished && b.EffectiveFrom <= date)
        .OrderByDescending(b => b.EffectiveFrom).ThenByDescending(b => b.Number)
        .FirstOrDefault();

    /// <summary>Where this baseline stands on a date among all of them.</summary>
    public BaselineStatus StatusOn(DateOnly date, IEnumerable<Baseline> baselines) =>
        !IsPublished ? BaselineStatus.Draft
        : EffectiveFrom > date || InForceOn(date, baselines) is not { } b || b.Number == Number ? BaselineStatus.Published
        : BaselineStatus.Superseded;

    /// <summary>
    /// The business dates this baseline would be in force on once published: from its effective date up to, but not
    /// including, the next later effective date of a published one. Null end means without end; the end is the start
    /// where a published one of a higher number starts on the same day.
    /// </summary>
    public (DateOnly From, DateOnly? Before) DatesCovered(IEnumerable<Baseline> baselines)
    {
        var later = baselines.Where(b => b.IsPublished
            && (b.EffectiveFrom > EffectiveFrom || (b.EffectiveFrom == EffectiveFrom && b.Number > Number)));
        return (EffectiveFrom, later.Min(b => (DateOnly?)b.EffectiveFrom));
    }

    // A draft is still edited, so only a published baseline remembers what follows from its expectations.
    private FrozenForm? Frozen => IsPublished ? frozen ??= new FrozenForm(this) : null;

    private long MaskOf(Func<Expectation, bool> which) => Expectations.Where(which).Aggregate(0L, (mask, e) => mask | e.Mask);

    // What every interaction asks.
    private sealed class FrozenForm(Baseline baseline)
    {
        public Dictionary<string, Expectation> ByCode { get; } = baseline.Expectations.ToDictionary(e => e.Code, StringComparer.Ordinal);

        public long Measures { get; } = baseline.MaskOf(e => e.Kind == ExpectationKind.Measure);

        /// <summary>What applies on the channels that expectations name.</summary>
        public Dictionary<string,
            long> ByChannel
        { get; } = baseline.Expectations.SelectMany(e => e.Channels).Distinct(StringComparer.Ordinal)
            .ToDictionary(c => c, c => baseline.MaskOf(e => e.AppliesTo(c)), StringComparer.Ordinal);

        /// <summary>What applies on all other channels.</summary>
        public long OnEveryChannel { get; } = baseline.MaskOf(e => e.Channels is [Expectation.EveryChannel]);
    }
}
