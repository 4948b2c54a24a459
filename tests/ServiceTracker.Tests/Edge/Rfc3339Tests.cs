using System.Globalization;
using ServiceTracker.Application;

namespace ServiceTracker.Tests.Edge;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-11-02T10:00:00.123456789Z", "2026-11-02T10:00:00.1234560+00:00")]
    [InlineData("2026-11-02t10:00:00z", "2026-11-02T10:00:00.0000000+00:00")]
    [InlineData("2026-11-02 10:00:00.123456+00:00", "2026-11-02T10:00:00.1234560+00:00")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999990+00:00")]
    [InlineData("2017-01-01T00:59:60.5+01:00", "2017-01-01T00:59:59.9999990+01:00")]
    [InlineData("2026-11-02T10:00:00.1-05:30", "2026-11-02T10:00:00.1000000-05:30")]
    [InlineData("2026-11-02T10:00:00.9999999Z", "2026-11-02T10:00:00.9999990+00:00")]
    [InlineData("2026-11-02T10:00:00-00:00", "2026-11-02T10:00:00.0000000+00:00")]
    public void An_instant_is_read_to_the_microsecond(string text, string instant)
    {
        Assert.True(Rfc3339.TryParse(text, out var read));
        Assert.Equal(instant, read.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2026-11-02T10:00:00")]
    [InlineData("2026-11-02T10:00Z")]
    [InlineData("2026-11-02T10:00:00+00")]
    [InlineData("2026-11-02T10:00:00+0000")]
    [InlineData("2026-11-02T10:00:00 UTC")]
    [InlineData("2026-11-02T10:00:00.Z")]
    [InlineData("2026-11-02T10:00:61Z")]
    [InlineData("2026-11-02T24:00:00Z")]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-13-01T10:00:00Z")]
    [InlineData("2026-11-02T10:00:00+14:01")]
    [InlineData("0000-01-01T10:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("2026-11-02T10:00:60Z")]
    [InlineData("02.11.2026 10:00:00Z")]
    [InlineData("\u0662026-11-02T10:00:00Z")]
    public void Anything_else_is_refused(string? text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Fact]
    public void Every_instant_comes_back_with_any_number_of_digits()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var ticks = random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay);
            var at = new DateTimeOffset(
                ticks - ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60 + 1)));
            var more = new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => (char)('0' + random.Next(10)))]);
            var text = at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + more
                + at.ToString("zzz", CultureInfo.InvariantCulture);
            Assert.True(Rfc3339.TryParse(text, out var read), $"seed {seed}: {text}");
            Assert.True(at.EqualsExact(read), $"seed {seed}: {text} was read as {read:O}");
            var broken = text.ToCharArray();
            broken[random.Next(19)] = (char)random.Next(0x3000);
            _ = Rfc3339.TryParse(new string(broken), out _);
        }
    }
}
