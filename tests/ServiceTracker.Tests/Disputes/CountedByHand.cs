namespace ServiceTracker.Tests.Disputes;

/// <summary>An interaction as somebody with paper and pencil keeps it: the basics of the standard baseline on the phone.</summary>
internal sealed class OnPaper
{
    public static readonly string[] Basics = ["greeted", "identity", "anything_else"];

    public required string Id { get; init; }
    public required string Person { get; set; }
    public required string Day { get; set; }

    /// <summary>met, missed or na by basic.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>held or excused by basic.</summary>
    public Dictionary<string, string> Marks { get; } = [];

    /// <summary>Basics that were ruled to stand.</summary>
    public HashSet<string> Stands { get; } = [];

    public bool Excluded { get; set; }

    /// <summary>How many changes there were.</summary>
    public int Changes { get; set; }

    /// <summary>The basics that count, for the person or for the process, and whether each was met.</summary>
    public IEnumerable<(string Basic, bool Met)> Counting(bool person) =>
        Basics.Where(b => Answers[b] != "na" && !(person && Marks.ContainsKey(b))).Select(b => (b, Answers[b] == "met"));
}

/// <summary>What a set of interactions comes to.</summary>
internal sealed record CountedByHand(int Interactions, int Scored, int AllMet, int Critical, int Held, int Excused, int Excluded)
{
    public static CountedByHand Of(IEnumerable<OnPaper> interactions, bool person)
    {
        var all = interactions.ToList();
        var counted = all.Where(i => !i.Excluded).ToList();
        var scored = counted.Select(i => i.Counting(person).ToList()).Where(c => c.Count > 0).ToList();
        return new CountedByHand(
            counted.Count, scored.Count, scored.Count(c => c.TrueForAll(x => x.Met)),
            scored.Count(c => c.Exists(x => x is ("identity", false))),
            counted.Sum(i => i.Marks.Values.Count(m => m == "held")), counted.Sum(i => i.Marks.Values.Count(m => m == "excused")),
            all.Count - counted.Count);
    }
}
