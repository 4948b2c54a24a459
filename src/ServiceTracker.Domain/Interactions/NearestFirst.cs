namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// Joins evidence of the same person and channel that lies close in time, the nearest first. What is already in one place with a witness
/// of the same kind is passed over as a whole: days with thousands of rows at one moment cost little more than their rows.
/// </summary>
/// <param name="groups">The groups that rows are in so far, by their ids; joined where two belong together.</param>
/// <param name="join">Tries to join the groups of two rows, the earlier one first.</param>
internal sealed class NearestFirst(
    IReadOnlyDictionary<Guid, List<Interaction>> groups, Action<Interaction, Interaction> join)
{
    private readonly PriorityQueue<Head, Nearness> heads = new();

    /// <summary>Who can be witness of a contact once: each source, and each observer.</summary>
    public readonly record struct Witness(Source Source, string? Observer)
    {
        public static Witness Of(Interaction row) => new(row.Source, row.Source == Source.Observer ? row.RecordedBy : null);
    }

    /// <summary>Joins what belongs together.</summary>
    /// <param name="rows">By time, then by id.</param>
    /// <param name="cancellation">Ends it early; what was joined by then is joined.</param>
    public void Run(IEnumerable<Interaction> rows, CancellationToken cancellation)
    {
        foreach (var unit in rows.Where(r => r.StaffId is not null).GroupBy(r => (r.SiteId, r.StaffId, r.ChannelId)))
        {
            var witnesses = unit.GroupBy(Witness.Of).Select(g => new Testimony(g.Key, [.. g], groups)).ToList();
            // Two rows of one witness are two contacts: most days of most people end here.
            if (witnesses.Count == 1) continue;
            foreach (var (row, other) in unit.SelectMany(r => witnesses.Select(w => (Row: r, Other: w)))
                .Where(p => p.Other.Witness != Witness.Of(p.Row)))
                Add(new Head(row, other, other.FirstAfter(row)));
        }

        while (heads.TryDequeue(out var head, out _))
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsIn(head.Other.Witness, head.Row)) continue;
            var place = head.Other.NextWithout(Witness.Of(head.Row), head.Place);
            if (place == head.Place)
            {
                join(head.Row, head.Other.Rows[place]);
                place++;
            }

            Add(head with { Place = place });
        }
    }

    private bool IsIn(Witness witness, Interaction row) => groups[row.Id].Exists(r => Witness.Of(r) == witness);

    private void Add(Head head)
    {
        if (head.Place < head.Other.Rows.Count && head.Other.Rows[head.Place] is var other
            && other.OccurredAt - head.Row.OccurredAt <= Contact.Tolerance)
            heads.Enqueue(head, new Nearness(head.Row, other));
    }

    /// <summary>A row and the next one after it, by one other witness, that it may belong to.</summary>
    private sealed record Head(Interaction Row, Testimony Other, int Place);

    /// <summary>All that one witness says of a person on a channel, in order of time.</summary>
    private sealed class Testimony(Witness witness, List<Interaction> rows, IReadOnlyDictionary<Guid, List<Interaction>> groups)
    {
        // For each other witness the next place from each one on where that one is not in the group yet. Groups only grow, so that what was
        // passed over once is passed over for good.
        private readonly Dictionary<Witness, int[]> next = [];

        public Witness Witness => witness;

        public List<Interaction> Rows => rows;

        /// <summary>The first place after a row of somebody else.</summary>
        public int FirstAfter(Interaction row)
        {
            var (low, high) = (0, rows.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Nearness.Order(rows[middle], row) < 0) low = middle + 1;
                else high = middle;
            }

            return low;
        }

        /// <summary>The first place from one on whose group has nothing by a witness; the number of rows when there is none.</summary>
        public int NextWithout(Witness other, int place)
        {
            if (!next.TryGetValue(other, out var places)) next.Add(other, places = [.. Enumerable.Range(0, rows.Count + 1)]);
            var found = place;
            while (true)
            {
                while (places[found] != found) found = places[found];
                if (found == rows.Count || !groups[rows[found].Id].Exists(r => Witness.Of(r) == other)) break;
                places[found] = found + 1;
            }

            // The way is short for whoever comes after.
            while (place < found) (place, places[place]) = (places[place], found);
            return found;
        }
    }

    /// <summary>
    /// How near two rows are: by time, then who is believed more, then what depends on the rows alone, whatever order they came in.
    /// </summary>
    private readonly record struct Nearness(TimeSpan Apart, int More, int Less, DateTime At, Guid First, Guid Second)
        : IComparable<Nearness>
    {
        public Nearness(Interaction first, Interaction second)
            : this(
                second.OccurredAt - first.OccurredAt, Math.Min(Contact.Rank(first), Contact.Rank(second)),
                Math.Max(Contact.Rank(first), Contact.Rank(second)), first.OccurredAt, first.Id, second.Id)
        {
        }

        public static int Order(Interaction a, Interaction b) =>
            a.OccurredAt != b.OccurredAt ? a.OccurredAt.CompareTo(b.OccurredAt) : a.Id.CompareTo(b.Id);

        public int CompareTo(Nearness other) =>
            (Apart, More, Less, At, First, Second).CompareTo((other.Apart, other.More, other.Less, other.At, other.First, other.Second));
    }
}
