using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceTracker.Benchmarks.Reporting;

/// <summary>What one benchmark found: how it was measured, tables of figures, and targets.</summary>
/// <param name="name">The verb.</param>
/// <param name="about">What was measured and how, in sentences; it stands above the figures.</param>
internal sealed class Report(string name, string about)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
    private readonly List<FigureTable> tables = [];
    private readonly List<Target> targets = [];

    /// <summary>Said above the figures of every benchmark that drives a server.</summary>
    public static string SharedCores { get; } =
        $"Client, server and database share {Environment.ProcessorCount} cores. Product and floor take turns in one run; " +
        $"figures are the median of the rounds.";

    /// <summary>Adds a table.</summary>
    public FigureTable Table(string title, params ReadOnlySpan<Column> columns)
    {
        var table = new FigureTable(title, [.. columns]);
        tables.Add(table);
        return table;
    }

    /// <summary>Adds a target with what was measured.</summary>
    public void Add(Target target) => targets.Add(target);

    /// <summary>Writes everything to be read by people.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine($"\n== {name} ==\n{about}\n");
        foreach (var table in tables) table.Write(writer);
        if (targets.Count == 0) return;
        var width = targets.Max(t => t.What.Length);
        writer.WriteLine($"{"target".PadRight(width)}    wanted  measured");
        foreach (var target in targets)
            writer.WriteLine($"{target.What.PadRight(width)}  {target.Wanted,8}  {target.Shown,8}  {(target.IsMet ? "met" : "MISSED")}");
        writer.WriteLine();
    }

    /// <summary>Writes reports as one JSON file.</summary>
    public static async Task SaveAsync(string file, IEnumerable<Report> reports)
    {
        var machine = new JsonObject
        {
            ["cores"] = Environment.ProcessorCount,
            ["memoryMb"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
            ["system"] = RuntimeInformation.OSDescription,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
        var all = new JsonObject { ["machine"] = machine, ["benchmarks"] = new JsonArray([.. reports.Select(r => r.ToJson())]) };
        await File.WriteAllTextAsync(file, all.ToJsonString(Indented) + "\n");
    }

    private JsonObject ToJson() => new()
    {
        ["name"] = name,
        ["startedAt"] = startedAt,
        ["about"] = about,
        ["tables"] = new JsonArray([.. tables.Select(t => t.ToJson())]),
        ["targets"] = new JsonArray([.. targets.Select(t => t.ToJson())]),
    };
}
