using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Interactions;

public sealed class FullCheckDrawTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, FullCheckDraw.SecretLength).Select(i => (byte)i)];

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(3, 12, 2, 500)]
    public void A_draw_is_the_first_64_bits_of_the_keyed_hash_as_a_share(int site, int staff, int channel, int number)
    {
        var message = new byte[16];
        foreach (var (i, value) in new[] { site, staff, channel, number }.Index())
            BitConverter.GetBytes(value).Reverse().ToArray().CopyTo(message, 4 * i);
        var hash = System.Security.Cryptography.HMACSHA256.HashData(Secret, message);
        var share = Convert.ToUInt64(Convert.ToHexString(hash)[..16], 16) / Math.Pow(2, 64);
        for (var k = 1; k <= 40; k++)
            Assert.Equal(share < 1.0 / k, FullCheckDraw.Of(Secret, site, staff, channel, number, k) == CheckKind.Full);
    }

    [Theory]
    [InlineData(8, 0.125)]
    [InlineData(3, 0.3333)]
    [InlineData(100, 0.01)]
    public void About_one_in_k_is_drawn_for_each_person_and_channel(int oneIn, double share)
    {
        const int n = 4000;
        foreach (var (staff, channel) in new[] { (1, 1), (1, 2), (2, 1) })
        {
            var drawn = Enumerable.Range(1, n).Count(i => FullCheckDraw.Of(Secret, 1, staff, channel, i, oneIn) == CheckKind.Full);
            Assert.InRange((double)drawn / n, share - (4 * Math.Sqrt(share * (1 - share) / n)), share + (4 * Math.Sqrt(share / n)));
        }
    }

    [Fact]
    public void One_is_always_and_none_is_never_and_what_is_drawn_of_many_is_drawn_of_fewer()
    {
        for (var number = 1; number <= 500; number++)
        {
            Assert.Equal(CheckKind.Full, Of(number, 1));
            Assert.Equal(CheckKind.Quick, Of(number, FullCheckDraw.Never));
            if (Of(number, 8) == CheckKind.Full) Assert.Equal(CheckKind.Full, Of(number, 5));
        }

        static CheckKind Of(int number, int oneIn) => FullCheckDraw.Of(Secret, 1, 2, 3, number, oneIn);
    }

    [Fact]
    public void Another_secret_site_person_or_channel_draws_others()
    {
        byte[] other = [.. Secret.Select(b => (byte)(b + 1))];
        string[] drawn =
        [
            Drawn(n => FullCheckDraw.Of(Secret, 1, 1, 1, n, 8)), Drawn(n => FullCheckDraw.Of(other, 1, 1, 1, n, 8)),
            Drawn(n => FullCheckDraw.Of(Secret, 2, 1, 1, n, 8)), Drawn(n => FullCheckDraw.Of(Secret, 1, 2, 1, n, 8)),
            Drawn(n => FullCheckDraw.Of(Secret, 1, 1, 2, n, 8)),
        ];
        Assert.Equal(drawn, drawn.Distinct());

        static string Drawn(Func<int, CheckKind> of) =>
            string.Concat(Enumerable.Range(1, 200).Select(n => of(n) == CheckKind.Full ? '1' : '0'));
    }

    [Fact]
    public void A_secret_that_is_too_short_draws_nothing() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FullCheckDraw.Of(Secret.AsSpan(1), 1, 1, 1, 1, 8));

    [Theory]
    [InlineData("", 3, "1 2 3")]
    [InlineData("1 2 3", 2, "4 5")]
    // Undone, or answered out of turn.
    [InlineData("1 3 4", 3, "2 5 6")]
    [InlineData("2", 1, "1")]
    public void The_next_numbers_are_the_first_that_nobody_answered(string used, int count, string next) =>
        Assert.Equal(next, string.Join(' ', CheckTicket.Unused(Numbers(used), count)));

    [Fact]
    public void No_number_is_given_out_so_far_ahead_that_a_gap_would_be_lost_from_sight()
    {
        // All that was handed out but the first came back: nothing more until that one does.
        int[] used = [.. Enumerable.Range(2, CheckTicket.MostAhead - 1)];
        Assert.Equal([1], CheckTicket.Unused(used, 5));
        Assert.Equal(
            [CheckTicket.MostAhead + 1, CheckTicket.MostAhead + 2], CheckTicket.Unused([1, .. used], 2));
        // Of a long history only the end is looked at.
        var last = Enumerable.Range(5000, CheckTicket.Window).ToList();
        Assert.Equal([5000 + CheckTicket.Window], CheckTicket.Unused(last, 1));
        last.Remove(5000 + CheckTicket.Window - 7);
        last.Insert(0, 4999);
        Assert.Equal([5000 + CheckTicket.Window - 7, 5000 + CheckTicket.Window], CheckTicket.Unused(last, 2));
    }

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
