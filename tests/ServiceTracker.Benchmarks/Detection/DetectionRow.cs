using System.Globalization;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>One figure of the detection benchmark.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ours">The product's figure.</param>
/// <param name="Required">What it must be; null where nothing was asked.</param>
/// <param name="AtLeast">Larger is better.</param>
/// <param name="Anchors">The same figure of the anchors, on the same streams.</param>
internal sealed record DetectionRow(
    string Measure, string Unit, Estimate Ours, double? Required = null, bool AtLeast = false,
    IReadOnlyDictionary<string, Estimate>? Anchors = null)
{
    /// <summary>The table it stands in.</summary>
    public string Section { get; init; } = "";

    public bool? Met => Required is not { } bar ? null : AtLeast ? Ours.Value >= bar : Ours.Value <= bar;

    public string Line()
    {
        var required = Required is { } bar ? $"{(AtLeast ? "≥" : "≤")} {Number(bar)}" : "";
        var met = Met switch { true => "yes", false => "NO", null => "" };
        var anchors = string
            .Concat(Anchor.All.Select(a =>
                Anchors is not null && Anchors.TryGetValue(a.Name, out var e) ? $"{Number(e.Value),11}" : $"{"",11}"));
        return $"{Measure,-62} {Unit,-12} {Number(Ours.Value),7} ±{Number(Ours.Error),-5} {required,-7} {met,-4}{anchors}".TrimEnd();
    }

    public static string Heading(string section) =>
        $"\n{section,-62} {"",-12} {"ours",7} {"",-6} {"must",-7} {"met",-4}{string.Concat(Anchor.All.Select(a => $"{a.Name,11}"))}";

    private static string Number(double value) => double.IsInfinity(value) || value > 1e6
        ? "never"
        : value.ToString(Math.Abs(value) >= 100 ? "0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
