using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection;

/// <summary>The figures of a run, printed as they come.</summary>
/// <param name="streams">Streams of a row.</param>
internal sealed class DetectionTable(int streams)
{
    private readonly List<DetectionRow> rows = [];
    private string section = "";

    public int Streams => streams;

    public IReadOnlyList<DetectionRow> Rows => rows;

    public void Begin(string name)
    {
        section = name;
        Console.WriteLine(DetectionRow.Heading(name));
    }

    public void Add(DetectionRow row)
    {
        rows.Add(row with { Section = section });
        Console.WriteLine(row.Line());
    }

    public void Units(string name, int units, StreamPlan plan, DetectorWatch watch, double? must) => Add(new(
        name, "a staff-year",
        DetectionMeasure.FalseFlags(
            plan, watch with { PersonPerWeek = units * plan.PerWeek }, streams, anchors: false).Ours.Times(units), must));

    public void Flags(string name, StreamPlan plan, DetectorWatch watch, double? must, int? count = null, bool anchors = true)
    {
        var (flags, theirs) = DetectionMeasure.FalseFlags(
            plan, watch, count ?? streams, anchors && plan.Before > 0 && watch.NewBasics == 0);
        Add(new(name, "a staff-year", flags, must, Anchors: theirs));
    }

    public Found Measure(string name, StreamPlan plan, DetectorWatch watch, double? must, bool weeks = false, bool anchors = true)
    {
        var found = DetectionMeasure.Delay(plan, watch, streams, anchors);
        var factor = weeks ? 1.0 / plan.PerWeek : 1;
        Add(new(
            name, weeks ? "weeks" : "interactions", found.Median.Times(factor), must,
            Anchors: found.Anchors.ToDictionary(a => a.Key, a => a.Value.Times(factor))));
        return found;
    }

    public void Share(string name, IReadOnlyList<FlagLabel> labels, Func<FlagLabel, bool> which, double? must, bool atLeast = true) =>
        Add(new(name, "%", Found.ShareOf(labels, which), must, atLeast));
}
