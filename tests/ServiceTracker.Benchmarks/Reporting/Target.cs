using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceTracker.Benchmarks.Reporting;

/// <summary>A figure that is to be reached.</summary>
/// <param name="What">Which figure.</param>
/// <param name="Measured">What it is.</param>
/// <param name="Limit">What it is to be.</param>
/// <param name="AtMost">Whether it is to be no larger, instead of no smaller, than the limit.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
internal sealed record Target(string What, double Measured, double Limit, bool AtMost, string Unit = "")
{
    /// <summary>A figure that is to be no smaller.</summary>
    public static Target AtLeast(string what, double measured, double limit, string unit = "") =>
        new(what, measured, limit, AtMost: false, unit);

    /// <summary>A figure that is to be no larger.</summary>
    public static Target NoMore(string what, double measured, double limit, string unit = "") =>
        new(what, measured, limit, AtMost: true, unit);

    /// <summary>Whether it is reached; never by a figure that could not be measured.</summary>
    public bool IsMet => AtMost ? Measured <= Limit : Measured >= Limit;

    /// <summary>The limit as it is shown.</summary>
    public string Wanted => $"{(AtMost ? "≤" : "≥")} {Text(Limit)}";

    /// <summary>The measured figure as it is shown.</summary>
    public string Shown => Text(Measured);

    public JsonObject ToJson() => new()
    {
        ["what"] = What,
        ["measured"] = double.IsFinite(Measured) ? Measured : null,
        [AtMost ? "atMost" : "atLeast"] = Limit,
        ["unit"] = Unit.Length > 0 ? Unit : "ratio",
        ["met"] = IsMet,
    };

    private string Text(double value) => Unit.Length > 0
        ? value.ToString(Math.Abs(value) < 10 ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + Unit
        : value.ToString("0.00", CultureInfo.InvariantCulture);
}
