using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Rounds;

namespace ServiceTracker.Domain.Tests.Flags.Rounds;

public sealed class FlagsOfRoundsTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    [Fact]
    public void What_goes_on_is_one_flag_and_eight_weeks_of_usual_rounds_close_it()
    {
        // Told in weeks 3 to 5, usual from then on.
        var flag = Assert.Single(Made(Rounds(20, told: [3, 4, 5])));
        Assert.Equal(Sunday(3), flag.Raised.Sunday);
        Assert.Equal([Sunday(3), Sunday(4), Sunday(5)], flag.ToldOn);
        Assert.Equal(Sunday(13), flag.Over!.On);
        Assert.Null(Assert.Single(Made(Rounds(12, told: [3, 4, 5]))).Over);
    }

    [Theory]
    // Within four weeks it comes back, later it is another one.
    [InlineData(17, 1)]
    [InlineData(18, 2)]
    public void What_is_told_again_after_it_was_over_comes_back_or_is_another_flag(int again, int flags)
    {
        var made = Made(Rounds(25, told: [3, 4, 5, again]));
        Assert.Equal(flags, made.Count);
        Assert.Equal(Sunday(again), made[^1].ToldOn[^1]);
        Assert.Null(made[^1].Over);
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(13, 2)]
    public void What_people_closed_stays_closed_while_rounds_look_at_weeks_that_they_knew_of(int again, int flags)
    {
        var made = FlagsOfRounds.Of(
            Rounds(20, told: [3, 4, again]), f => f.Sunday == Sunday(3), f => f.Sunday == Sunday(3) ? Sunday(5) : null);
        Assert.Equal(flags, made.Count);
        Assert.Null(made[0].Over);
    }

    [Fact]
    public void A_note_that_was_seen_is_not_told_again_while_it_goes_on()
    {
        var note = Assert.Single(FlagsOfRounds.Of(
            Rounds(30, told: [.. Enumerable.Range(3, 25)], FlagKind.LoggingGap), _ => true, _ => Sunday(4)));
        Assert.Equal(25, note.ToldOn.Count);
        Assert.Equal(2, FlagsOfRounds.Of(Rounds(30, told: [3, 11], FlagKind.LoggingGap), _ => true, _ => Sunday(4)).Count);
    }

    [Fact]
    public void Each_person_and_channel_has_flags_of_their_own()
    {
        RoundFinding[] findings = [.. Rounds(5, told: [1, 2]), .. Rounds(5, told: [2], staff: 8), .. Rounds(5, told: [], staff: 9)];
        Assert.Equal([(7, Sunday(1)), (8, Sunday(2))], Made(findings).Select(m => (m.Raised.StaffId, m.Raised.Sunday)));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void What_is_kept_gives_the_same_flags_as_everything_in_whatever_order(int seed)
    {
        var random = new Random(seed);
        RoundFinding[] all = [.. Enumerable.Range(1, 4).SelectMany(staff => Rounds(
            80, told: [.. Enumerable.Range(0, 80).Where(_ => random.NextDouble() < 0.04)], staff: staff))];
        var kept = FlagsOfRounds.Kept(all).ToArray();
        Assert.True(kept.Length < all.Length);
        random.Shuffle(kept);
        Assert.Equal(Text(Made(all)), Text(Made(kept)));
        // Kept week by week, as it is stored.
        var stored = new List<RoundFinding>();
        for (var week = 0; week < 80; week++)
            stored = [.. FlagsOfRounds.Kept(stored.Concat(all.Where(f => f.Sunday == Sunday(week))))];
        Assert.Equal(Text(Made(all)), Text(Made(stored)));

        static IEnumerable<string> Text(IEnumerable<RoundFlag> flags) =>
            flags.Select(f => $"{f.Raised.About} {f.Raised.Sunday} {string.Join(' ', f.ToldOn)} {f.Over}");
    }

    private static DateOnly Sunday(int week) => Monday.AddDays(7 * week + 6);

    private static IReadOnlyList<RoundFlag> Made(IEnumerable<RoundFinding> findings) => FlagsOfRounds.Of(findings, _ => false, _ => null);

    private static IEnumerable<RoundFinding> Rounds(int weeks, int[] told, FlagKind kind = FlagKind.Comparison, int staff = 7) =>
        Enumerable.Range(0, weeks).Select(w => new RoundFinding
        {
            WeekStart = Monday.AddDays(7 * w),
            Kind = kind,
            StaffId = staff,
            IsTold = told.Contains(w),
            Sentence = told.Contains(w) ? "Lower." : "Usual.",
        });
}
