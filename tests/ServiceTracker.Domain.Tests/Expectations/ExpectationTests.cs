using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Domain.Tests.Expectations;

public class ExpectationTests
{
    [Theory]
    [InlineData(TargetDirection.AtMost, 59.9, true)]
    [InlineData(TargetDirection.AtMost, 60, true)]
    [InlineData(TargetDirection.AtMost, 60.1, false)]
    [InlineData(TargetDirection.AtLeast, 59.9, false)]
    [InlineData(TargetDirection.AtLeast, 60, true)]
    [InlineData(TargetDirection.AtLeast, 60.1, true)]
    public void A_measure_is_met_on_its_side_of_the_target_and_on_it(TargetDirection direction, double value, bool met)
    {
        var measure = new Expectation
        {
            Code = "wait",
            Question = "Seconds until greeted?",
            Kind = ExpectationKind.Measure,
            Unit = "s",
            Target = 60,
            Direction = direction,
        };

        Assert.Equal(met, measure.IsMetBy(value));
    }

    [Fact]
    public void A_check_is_not_met_by_a_number() =>
        Assert.Throws<InvalidOperationException>(() => new Expectation { Code = "greeted", Question = "Greeted?" }.IsMetBy(1));

    [Theory]
    [InlineData("phone", true, "*")]
    [InlineData("phone", true, "counter", "phone")]
    [InlineData("Phone", false, "counter", "phone")]
    [InlineData("phone", false, "counter")]
    [InlineData("phone", false)]
    public void A_basic_applies_on_every_channel_or_on_those_it_names(string channel, bool applies, params string[] channels) =>
        Assert.Equal(applies, new Expectation { Code = "greeted", Question = "Greeted?", Channels = channels }.AppliesTo(channel));

    [Fact]
    public void A_new_basic_applies_on_every_channel_and_weighs_one()
    {
        var basic = new Expectation { Code = "greeted", Question = "Greeted?" };

        Assert.True(basic.AppliesTo("carrier pigeon"));
        Assert.Equal(1, basic.Weight);
        Assert.False(basic.Critical);
    }
}
