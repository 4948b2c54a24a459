using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Domain.Tests.Deliveries;

public sealed class BackOffTests
{
    private static readonly DateTime Since = new(2026, 11, 25, 6, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void It_is_tried_soon_and_then_less_and_less_often_and_after_two_days_no_more()
    {
        var (tries, now) = (new List<double>(), Since);
        for (var attempt = 1; BackOff.NextAfter(attempt, Since, now) is { } next; attempt++)
        {
            tries.Add((next - now).TotalMinutes);
            now = next;
        }

        Assert.Equal([1, 5, 15, 60, 180, 360, 720, 720, 720], tries.Take(9));
        Assert.Equal(Since + BackOff.Longest, now);
        Assert.InRange(tries.Count, 9, 10);
    }

    [Fact]
    public void What_waited_behind_others_for_two_days_is_tried_once() =>
        Assert.Null(BackOff.NextAfter(1, Since, Since + TimeSpan.FromHours(48)));
}
