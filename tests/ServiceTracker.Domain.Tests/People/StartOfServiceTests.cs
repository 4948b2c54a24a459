using ServiceTracker.Domain.People;

namespace ServiceTracker.Domain.Tests.People;

public sealed class StartOfServiceTests
{
    private static readonly (int Week, long Met, long N)[] Own =
        [.. Enumerable.Range(0, 10).Select(w => (w, w < 4 ? 7L : 9L, 10L)), (30, 1, 10), (-1, 1, 10)];

    [Fact]
    public void Weeks_of_service_go_four_by_four_beside_those_of_five_who_started_before()
    {
        var others = Enumerable.Range(1, 5).SelectMany(p => Enumerable.Range(0, 6).Select(w => (p, w, 8L, 10L))).ToList();
        var found = StartOfService.Of(new(2026, 9, 1), Own, others);
        Assert.Equal(
            [new Stretch(1, 28, 40, 160, 200), new Stretch(5, 36, 40, 80, 100), new Stretch(9, 18, 20, 0, 0)], found.Stretches);
    }

    [Fact]
    public void Four_who_started_before_are_not_told()
    {
        var others = Enumerable.Range(1, 4).SelectMany(p => Enumerable.Range(0, 12).Select(w => (p, w, 8L, 10L))).ToList();
        Assert.All(StartOfService.Of(new(2026, 9, 1), Own, others).Stretches, s => Assert.Equal(0, s.OthersN));
        Assert.Empty(StartOfService.Of(new(2026, 9, 1), [], others).Stretches);
    }
}
