namespace ServiceTracker.Application.Flags.Watching;

/// <summary>The sites that this server has in memory: as many as hold a bounded number of people, those last looked at.</summary>
internal sealed class WatchSessions
{
    /// <summary>People kept in memory; one takes some 20 to 40 kB.</summary>
    private const int MostPeople = 4_000;

    private readonly LinkedList<(int Site, WatchSession Session)> order = new();
    private readonly Dictionary<int, LinkedListNode<(int Site, WatchSession Session)>> bySite = [];

    public WatchSession? Find(int site)
    {
        if (!bySite.TryGetValue(site, out var node)) return null;
        order.Remove(node);
        order.AddFirst(node);
        return node.Value.Session;
    }

    public void Keep(int site, WatchSession session)
    {
        Forget(site);
        bySite[site] = order.AddFirst((site, session));
        var people = 0;
        for (var node = order.First; node is not null; node = node.Next)
        {
            people += Math.Max(1, node.Value.Session.Watch.People);
            if (people <= MostPeople || node == order.First) continue;
            while (order.Last is { } last && last != node.Previous) Forget(last.Value.Site);
            break;
        }
    }

    public void Clear()
    {
        order.Clear();
        bySite.Clear();
    }

    public void Forget(int site)
    {
        if (!bySite.Remove(site, out var node)) return;
        order.Remove(node);
    }
}
