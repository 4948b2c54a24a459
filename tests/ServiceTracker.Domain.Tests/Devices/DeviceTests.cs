using ServiceTracker.Domain.Devices;

namespace ServiceTracker.Domain.Tests.Devices;

public sealed class DeviceTests
{
    private static readonly DateTime Now = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, false)]
    [InlineData(90, false)]
    [InlineData(91, true)]
    // Another server's clock is a little ahead; one that was set back would keep it open.
    [InlineData(-5, false)]
    [InlineData(-6, true)]
    public void It_is_locked_by_nobody_touching_it_and_by_a_clock_that_goes_back(int secondsAgo, bool isIdle)
    {
        var unlock = new DeviceUnlock { DeviceId = Guid.Empty, StaffId = 1, UsedAt = Now.AddSeconds(-secondsAgo) };
        Assert.Equal(isIdle, unlock.IsIdle(Now, 90));
    }

    [Fact]
    public void Where_nobody_is_in_it_is_locked() =>
        Assert.True(new DeviceUnlock { DeviceId = Guid.Empty, StaffId = 1, UsedAt = default }.IsIdle(Now, 90));

    [Theory]
    [InlineData("1234", true)]
    [InlineData("123456", true)]
    [InlineData("123", false)]
    [InlineData("1234567", false)]
    [InlineData("12 4", false)]
    [InlineData("\u0661\u0662\u0663\u0664", false)]
    [InlineData(null, false)]
    public void A_pin_has_four_to_six_digits(string? text, bool isPin) => Assert.Equal(isPin, StaffPin.IsPin(text));
}
