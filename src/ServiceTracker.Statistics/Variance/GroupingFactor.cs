namespace ServiceTracker.Statistics.Variance;

/// <summary>What observations are grouped by: staff, channel, staff × channel.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Levels">The group of every row, 0-based, without gaps.</param>
public sealed record GroupingFactor(string Name, IReadOnlyList<int> Levels)
{
    /// <summary>Number of groups.</summary>
    public int Count { get; } = Levels.Count == 0 ? 0 : Levels.Max() + 1;

    /// <summary>Numbers the groups in order of appearance.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="groups">The group of every row; equal groups are one.</param>
    public static GroupingFactor Of<T>(string name, IEnumerable<T> groups)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return new GroupingFactor(name, [.. groups.Select(g => numbers.TryGetValue(g, out var i) ? i : numbers[g] = numbers.Count)]);
    }

    /// <summary>The combinations of two factors' groups, named "first:second".</summary>
    public static GroupingFactor Cross(GroupingFactor first, GroupingFactor second) =>
        Of($"{first.Name}:{second.Name}", first.Levels.Zip(second.Levels));
}
