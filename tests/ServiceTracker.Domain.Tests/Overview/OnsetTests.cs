using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Domain.Tests.Overview;

public sealed class OnsetTests
{
    [Fact]
    public void A_level_that_has_lasted_longer_than_the_weeks_that_are_judged_is_dated_where_it_began()
    {
        var onset = Onset.Of(BuiltWeeks.Of(100, (15, 95), (15, 88)))!;

        Assert.Equal(("2026-W32", 0.95, 0.88), (onset.Week.ToString(), onset.Before, onset.Since));
        // G² = 2·(1500·(0.95·ln 0.95 + 0.05·ln 0.05) + 1500·(0.88·ln 0.88 + 0.12·ln 0.12) − 3000·(0.915·ln 0.915 + 0.085·ln 0.085))
        //    = 48.48; p = 29·P(χ²₁ > 48.48).
        Assert.InRange(onset.PValue, 9e-11, 1.1e-10);
        Assert.True(onset.IsTold);
    }

    [Fact]
    public void Weeks_that_are_alike_have_none()
    {
        Assert.False(Onset.Of(BuiltWeeks.Of(100, (30, 95)))!.IsTold);
        // Weeks that swing as much as this tell no level from another: 90 and 86 on average.
        (int, long)[] swinging = [.. Enumerable.Range(0, 30).Select(i => (1, i % 2 == 0 ? (i < 15 ? 99L : 95) : (i < 15 ? 81L : 77)))];
        Assert.False(Onset.Of(BuiltWeeks.Of(100, swinging))!.IsTold);
    }

    [Theory, InlineData(17, true), InlineData(18, false)]
    public void It_takes_thirteen_weeks(int empty, bool isThere) =>
        Assert.Equal(isThere, Onset.Of(BuiltWeeks.Of(100, (15, 95), (15, 88)).Without(0, empty)) is not null);

    [Fact]
    public void Levels_before_and_since_a_day_leave_out_the_week_in_which_it_lies()
    {
        var weeks = BuiltWeeks.Of(100, (20, 95), (10, 85));
        // Wednesday of the 21st of 30 weeks.
        var effect = ChangeEffect.Of(weeks[20].Week.Monday.AddDays(2), "“New script”", weeks);

        Assert.Equal((1900L, 2000L, 20), (effect.Before.K, effect.Before.N, effect.Before.Weeks));
        Assert.Equal((765L, 900L, 9), (effect.Since.K, effect.Since.N, effect.Since.Weeks));
        // 0.95 ± 3·√(0.95·0.05/100) = 0.8846…1.
        Assert.Equal((0.8846, 1.0), (Math.Round(effect.Before.Lower!.Value, 4), effect.Before.Upper));
        // Nine weeks make no limits.
        Assert.Equal((0.85, null, null), (effect.Since.Rate, effect.Since.Lower, effect.Since.Upper));
        Assert.Equal(21, ChangeEffect.Of(weeks[21].Week.Monday, "", weeks).Before.Weeks);
        Assert.Null(RateLevel.Of([new WeekCount(weeks[0].Week, 9, 9)]).Rate);
    }
}
