using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public class TeamGapTests
{
    [Fact]
    public void A_team_that_is_better_on_the_same_channels_is_told_and_one_with_easier_channels_is_not()
    {
        // Channel 2 is hard for everybody; team 3 works channel 1 alone and is like the others there.
        List<TeamCount> counts =
        [
            .. People(1, 1, 97, 100), .. People(1, 2, 87, 100), .. People(2, 1, 90, 100), .. People(2, 2, 70, 100),
            .. People(3, 1, 93, 100), .. People(3, 1, 93, 100),
        ];
        var told = TeamGap.Of(counts);

        Assert.Equal([1, 2], told.Select(t => t.Team));
        Assert.True(told[0].Difference > 0.05 && told[1].Difference < -0.05);
        Assert.Equal(
            $"all basics met in 92 % of 600, {Math.Round(100 * told[0].Difference)} points more often "
            + "than the other teams on the same channels",
            told[0].Words);
    }

    [Fact]
    public void Of_two_teams_the_better_one_is_told() =>
        Assert.Equal([2], TeamGap.Of([.. People(1, 1, 80, 100), .. People(2, 1, 97, 100)]).Select(t => t.Team));

    [Fact]
    public void A_team_of_two_is_not_told_of_and_teams_alike_are_not_either()
    {
        Assert.DoesNotContain(
            TeamGap.Of([.. People(1, 1, 99, 100).Take(2), .. People(2, 1, 80, 100), .. People(3, 1, 80, 100)]), t => t.Team == 1);
        Assert.Empty(TeamGap.Of([.. People(1, 1, 90, 100), .. People(2, 1, 90, 100)]));
        Assert.Empty(TeamGap.Of([.. People(1, 1, 99, 100), .. People(2, 2, 50, 100)]));
    }

    private static IEnumerable<TeamCount> People(int team, int channel, long k, long n) =>
        Enumerable.Range(1, 3).Select(person => new TeamCount(team, 10 * team + person, channel, k, n));
}
