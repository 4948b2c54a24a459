using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Interactions;

public sealed class ChangePagesTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 12, 0, 0, 250, DateTimeKind.Utc);

    [Fact]
    public void What_is_packed_comes_out_again_site_by_site_in_its_order_and_no_page_is_too_long()
    {
        var random = new Random(1);
        var changes = Enumerable.Range(0, 5000).Select(n => new ChangedInteraction(
            (ChangeKind)random.Next(7), Now.AddMilliseconds(random.Next(-1_000_000, 1_000_000)), random.Next(1, 4), Id(random))).ToList();
        var pages = new ChangePages();
        foreach (var change in changes) pages.Add(change);

        Assert.Equal(5000, pages.Count);
        Assert.All(pages.Pages(), p => Assert.InRange(p.Count, 1, ChangePage.MostChanges));
        Assert.All(pages.Pages(), p => Assert.Equal(p.Count, p.Unpack().Count()));
        foreach (var site in changes.GroupBy(c => c.SiteId))
            Assert.Equal(site, pages.Pages().Where(p => p.SiteId == site.Key).SelectMany(p => p.Unpack()));
        Assert.InRange(pages.Pages().Sum(p => p.Packed.Length) / 5000.0, 20, 24);
    }

    [Fact]
    public void Nothing_makes_no_page() => Assert.Empty(new ChangePages().Pages());

    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
