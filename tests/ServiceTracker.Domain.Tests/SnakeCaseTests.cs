using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests;

public class SnakeCaseTests
{
    [Fact]
    public void The_names_of_the_contract_are_these()
    {
        Assert.Equal(["self", "observer", "mystery_shop", "customer", "system"], SnakeCase<Source>.All);
        Assert.Equal(["quick", "full"], SnakeCase<CheckKind>.All);
        Assert.Equal(["served", "referred", "abandoned", "customer_conduct"], SnakeCase<Outcome>.All);
        Assert.Equal(["counted", "excluded", "same_contact"], SnakeCase<InteractionState>.All);
        Assert.Equal(["person", "process", "customer", "outage", "unknown"], SnakeCase<Cause>.All);
        Assert.Equal(["anticipated", "personal", "unexpected_extra", "proactive", "owned_mistake"], SnakeCase<StandOutKind>.All);
        Assert.Equal(["missed", "met", "na", "held", "excused"], SnakeCase<ObservationResult>.All);
        Assert.Equal(
            ["not_enough_yet", "reliable", "steady_below", "slipping", "erratic", "improving"], SnakeCase<ConsistencyClass>.All);
        Assert.Equal(["counter", "phone", "email", "chat", "social", "field", "web", "other"], SnakeCase<ChannelKind>.All);
    }

    [Fact]
    public void Every_name_reads_back_as_its_member()
    {
        foreach (var source in Enum.GetValues<Source>())
        {
            Assert.True(SnakeCase<Source>.TryParse(SnakeCase<Source>.Text(source), out var read));
            Assert.Equal(source, read);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MysteryShop")]
    [InlineData("Mystery_Shop")]
    [InlineData("mystery_shop ")]
    [InlineData("mysteryshop")]
    [InlineData("2")]
    public void Nothing_else_is_a_name(string? text)
    {
        Assert.False(SnakeCase<Source>.TryParse(text, out var read));
        Assert.Equal(default, read);
    }

    [Fact]
    public void A_value_that_is_no_member_has_no_name() =>
        Assert.Throws<KeyNotFoundException>(() => SnakeCase<Source>.Text((Source)99));
}
