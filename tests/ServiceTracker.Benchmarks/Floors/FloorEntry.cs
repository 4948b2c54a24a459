using System.Numerics;
using System.Text.Json.Serialization;
using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>An interaction as the floor reads it: the product's JSON, and no more of it than the samples have.</summary>
internal sealed record FloorEntry(
    string Site, string Staff, string Channel, DateTimeOffset OccurredAt, string? Check,
    Dictionary<string, string> Observations, string? Note)
{
    private static readonly string[] Codes = [.. Enumerable.Range(0, Sample.Basics[^1]).Select(Sample.BasicCode)];

    /// <summary>The row to store, or null when the entry is wrong. It looks at little, but it looks: the floor is a server too.</summary>
    public Sample? Read()
    {
        var (site, staff, channel) = (Number(Site), Number(Staff), Number(Channel));
        if ((uint)staff >= Sample.People || staff / Sample.PeopleAtSite != site || (uint)channel >= (uint)Sample.Basics.Length) return null;
        var count = Sample.Basics[channel];
        if (Observations.Count != count) return null;
        var (met, na) = (0, 0);
        for (var k = 0; k < count; k++)
        {
            if (!Observations.TryGetValue(Codes[k], out var answer)) return null;
            if (answer == "met") met |= 1 << k;
            else if (answer == "na") na |= 1 << k;
            else if (answer != "missed") return null;
        }

        return BitOperations.PopCount((uint)na) == count ? null : new Sample(site, staff, channel, OccurredAt.UtcDateTime, met, na, Note);
    }

    /// <summary>The number in a code, such as 61 of person-61.</summary>
    public static int Number(ReadOnlySpan<char> code) => int.Parse(code[(code.IndexOf('-') + 1)..]);
}

/// <summary>What the floor answers.</summary>
internal readonly record struct FloorAnswer(long Id, double Score, int Met, int Applicable);

/// <summary>Reads and writes the floor's JSON without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FloorEntry))]
[JsonSerializable(typeof(FloorEntry[]))]
[JsonSerializable(typeof(FloorAnswer))]
internal sealed partial class FloorJson : JsonSerializerContext;
