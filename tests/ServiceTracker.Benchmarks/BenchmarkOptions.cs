using System.Globalization;

namespace ServiceTracker.Benchmarks;

/// <summary>What a benchmark is asked for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Short enough for a check in passing, too short for figures to be quoted.</summary>
    public bool Quick { get; private init; }

    /// <summary>Where the figures go as JSON, or null.</summary>
    public string? JsonFile { get; private init; }

    /// <summary>Interactions of the larger database of <c>dashboard</c>.</summary>
    public long Size { get; private init; } = 10_000_000;

    /// <summary>Rows of the imported file, or null for the benchmark's own choice.</summary>
    public int? Rows { get; private init; }

    /// <summary>How often product and floor take turns; the median of the rounds is reported.</summary>
    public int Rounds => Quick ? 1 : 5;

    /// <summary>How long one turn lasts.</summary>
    public TimeSpan Turn => TimeSpan.FromSeconds(Quick ? 0.8 : 3);

    /// <summary>How many requests each server answers before anything counts, so that its code is compiled.</summary>
    public int WarmUpRequests => Quick ? 6_000 : 20_000;

    /// <summary>How many turns that may take at most.</summary>
    public int WarmUpTurns => Quick ? 2 : 10;

    /// <summary>Reads the arguments after the verb.</summary>
    public static bool TryParse(ReadOnlySpan<string> args, out BenchmarkOptions options)
    {
        options = new BenchmarkOptions();
        while (args is not [])
        {
            switch (args)
            {
                case ["--quick", ..]:
                    options = options with { Quick = true };
                    args = args[1..];
                    continue;
                case ["--json", var file, ..]:
                    options = options with { JsonFile = Path.GetFullPath(file) };
                    break;
                case ["--rows", var text, ..] when TryCount(text, out var rows):
                    options = options with { Rows = (int)rows };
                    break;
                case ["--size", var text, ..] when TryCount(text, out var size):
                    options = options with { Size = size };
                    break;
                default:
                    return false;
            }

            args = args[2..];
        }

        return true;
    }

    // 300000, 300k, 50M
    private static bool TryCount(string text, out long count)
    {
        var factor = text is [.., 'k' or 'K'] ? 1_000 : text is [.., 'M'] ? 1_000_000 : 1;
        var parsed = long.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out count);
        count *= factor;
        return parsed && count > 0;
    }
}
