using ServiceTracker.Domain.Figures.Comparison;

namespace ServiceTracker.Domain.Tests.Figures.Comparison;

/// <summary>What holds of every comparison of people, whatever surroundings do.</summary>
public class ComparisonPropertyTests
{
    private const int Rounds = 60;

    [Fact]
    public void Where_channels_reasons_sites_weeks_and_the_season_differ_and_people_do_not_nobody_is_named()
    {
        var named = Enumerable.Range(0, Rounds).Count(seed =>
            StaffComparison.Of([.. new PeopleAtWork().Deliver(new Random(20261128 + seed))]).Named.Any());

        // Two of a hundred rounds are allowed.
        Assert.InRange(named, 0, 1);
    }

    [Fact]
    public void One_real_difference_among_them_is_named_alone()
    {
        for (var seed = 0; seed < Rounds / 3; seed++)
        {
            // Of those who take only the hardest work, too: 0, 8 and 16.
            var lower = seed * 8 % 23;
            var cells = new PeopleAtWork { Lower = (lower, 1.5) }.Deliver(new Random(20261128 + seed));
            Assert.Equal($"p{lower:00}", Assert.Single(StaffComparison.Of([.. cells]).Named).Staff);
        }
    }

    [Fact]
    public void Told_apart_by_reason_the_expectation_is_that_of_the_hard_work_and_not_of_the_channel()
    {
        var cells = new PeopleAtWork { PerWeek = 300 }.Deliver(new Random(20261128));
        var (told, mixed) = (
            StaffComparison.Of([.. cells]), StaffComparison.Of([.. cells.Select(c => c with { Where = ChannelOnly(c.Where) })]));

        foreach (var (byReason, byChannel) in told.Staff.Zip(mixed.Staff).Where(p => p.First.Staff is "p00" or "p08" or "p16"))
        {
            var rate = (double)byReason.K / byReason.N;
            Assert.InRange(byReason.Expected!.Value - rate, -0.05, 0.05);
            Assert.True(byChannel.Expected!.Value - rate > 0.08, $"{byChannel.Expected} and {rate}");
        }

        static Surroundings ChannelOnly(Surroundings where)
        {
            static string Without(string text) =>
                text.Replace(" new", "", StringComparison.Ordinal).Replace(" problem", "", StringComparison.Ordinal);
            return new(Without(where.Wide), Without(where.Near), Without(where.Now));
        }
    }
}
