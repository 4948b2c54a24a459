using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Domain.Tests.Flags;

public class FlagStepsTests
{
    private static readonly DateTime At = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Today = new(2026, 11, 20);

    [Theory]
    [InlineData(FlagStatus.New, "looking acting closed")]
    [InlineData(FlagStatus.Looking, "acting closed")]
    [InlineData(FlagStatus.Acting, "watching closed")]
    [InlineData(FlagStatus.Watching, "acting watching closed")]
    [InlineData(FlagStatus.Closed, "looking")]
    public void Which_steps_follow_which(FlagStatus from, string to) =>
        Assert.Equal(to, string.Join(' ', FlagSteps.From(from, isNote: false).Select(SnakeCase<FlagStatus>.Text)));

    [Theory]
    [InlineData(FlagStatus.New, "closed")]
    [InlineData(FlagStatus.Closed, "")]
    public void A_note_on_the_data_is_only_seen(FlagStatus from, string to)
    {
        Assert.Equal(to, string.Join(' ', FlagSteps.From(from, isNote: true).Select(SnakeCase<FlagStatus>.Text)));
        Assert.Empty(FlagSteps.Needs(FlagStatus.Closed, isNote: true, isConfirmed: false));
    }

    [Theory]
    [InlineData(FlagStatus.Looking, false, "")]
    [InlineData(FlagStatus.Acting, false, "finding action")]
    [InlineData(FlagStatus.Acting, true, "finding action")]
    [InlineData(FlagStatus.Watching, false, "look_again_on")]
    [InlineData(FlagStatus.Closed, false, "reason")]
    [InlineData(FlagStatus.Closed, true, "")]
    public void What_a_step_cannot_be_taken_without(FlagStatus to, bool isConfirmed, string needs)
    {
        Assert.Equal(needs, Words(FlagSteps.Needs(to, isNote: false, isConfirmed)));
        Assert.Equal(needs, Words(new FlagTransition { To = to, Confirmed = isConfirmed }.Missing(isNote: false)));
        Assert.Empty(new FlagTransition
        {
            To = to,
            Finding = FlagFinding.System,
            Action = "New script",
            LookAgainOn = Today,
            Reason = "Over",
        }.Missing(isNote: false));
        var blank = new FlagTransition { To = to, Confirmed = isConfirmed, Action = " ", Reason = "" };
        Assert.Equal(needs, Words(blank.Missing(isNote: false)));
    }

    [Fact]
    public void A_flag_keeps_what_was_found_and_when_to_look_again_until_it_is_closed_and_is_in_question_once_opened_again()
    {
        var flag = new Flag { SiteId = 7, Id = Guid.CreateVersion7(), Kind = FlagKind.Lower };
        Assert.Equal((FlagStatus.New, 1), (flag.Status, flag.Version));

        var line = Take(new() { To = FlagStatus.Looking, Owner = "lena@shop.test" });
        Assert.Equal(
            (7, flag.Id, 2, At, "user:1", "Lena", FlagStatus.New, FlagStatus.Looking),
            (line.SiteId, line.FlagId, line.Position, line.At, line.By, line.ByName, line.From, line.To));
        Take(new() { To = FlagStatus.Acting, Finding = FlagFinding.Channel, Action = "New script" });
        Take(new() { To = FlagStatus.Watching, LookAgainOn = Today.AddDays(14) });
        Assert.Equal(
            (FlagFinding.Channel, "lena@shop.test", Today.AddDays(14), null, 4),
            (flag.Finding, flag.Owner, flag.LookAgainOn, flag.ClosedAt, flag.Version));

        Take(new() { To = FlagStatus.Closed, Reason = "Back to usual" });
        Assert.Equal((FlagFinding.Channel, null, At, Today), (flag.Finding, flag.LookAgainOn, flag.ClosedAt, flag.ClosedOn));
        Assert.False(flag.IsOpen);

        Take(new() { To = FlagStatus.Looking });
        Assert.Equal((null, null, null, "lena@shop.test"), (flag.Finding, flag.ClosedAt, flag.ClosedOn, flag.Owner));
        Assert.True(flag.IsOpen);

        FlagEvent Take(FlagTransition step) => step.Take(flag, 2, At, Today, "user:1", "Lena");
    }

    [Fact]
    public void No_step_is_taken_that_the_table_does_not_have()
    {
        var complete = new FlagTransition
        {
            To = FlagStatus.New,
            Finding = FlagFinding.Chance,
            Action = "a",
            LookAgainOn = Today,
            Reason = "r",
        };
        foreach (var (from, to) in Enum.GetValues<FlagStatus>().SelectMany(f => Enum.GetValues<FlagStatus>().Select(t => (f, t))))
        {
            var flag = new Flag { Status = from };
            if (FlagSteps.From(from, isNote: false).Contains(to))
                (complete with { To = to }).Take(flag, 1, At, Today, "b", "n");
            else
                Assert.Throws<InvalidOperationException>(() => (complete with { To = to }).Take(flag, 1, At, Today, "b", "n"));
            Assert.Equal(FlagSteps.From(from, isNote: false).Contains(to) ? to : from, flag.Status);
        }

        Assert.Throws<InvalidOperationException>(
            () => new FlagTransition { To = FlagStatus.Closed }.Take(new Flag(), 1, At, Today, "b", "n"));
    }

    [Theory]
    [InlineData(FlagStatus.New, FlagKind.Critical, null, FlagTurn.NewCritical)]
    [InlineData(FlagStatus.Watching, FlagKind.Lower, "2026-11-20", FlagTurn.Due)]
    [InlineData(FlagStatus.Acting, FlagKind.Critical, "2026-11-19", FlagTurn.Due)]
    [InlineData(FlagStatus.Watching, FlagKind.Lower, "2026-11-21", FlagTurn.Watching)]
    [InlineData(FlagStatus.New, FlagKind.Lower, null, FlagTurn.New)]
    [InlineData(FlagStatus.Looking, FlagKind.Critical, null, FlagTurn.Looking)]
    [InlineData(FlagStatus.Acting, FlagKind.Basic, null, FlagTurn.Acting)]
    [InlineData(FlagStatus.Closed, FlagKind.Critical, "2026-11-19", FlagTurn.Closed)]
    public void What_needs_somebody_today_comes_first(FlagStatus status, FlagKind kind, string? lookAgainOn, FlagTurn turn) =>
        Assert.Equal(
            turn,
            FlagTurns.Of(
                new Flag { Status = status, Kind = kind, LookAgainOn = lookAgainOn is null ? null : DateOnly.Parse(lookAgainOn) }, Today));

    [Fact]
    public void Kinds_are_written_as_the_contract_has_them()
    {
        Assert.Equal("lower basic erratic better critical comparison", string.Join(' ', FlagKinds.FlagWords));
        Assert.Equal("channelGap evidenceGap loggingGap", string.Join(' ', FlagKinds.NoteWords));
        Assert.All(Enum.GetValues<FlagKind>(), k =>
        {
            Assert.True(FlagKinds.TryParse(FlagKinds.Text(k), out var read));
            Assert.Equal(k, read);
            Assert.Equal(FlagKinds.Notes.Contains(k), new Flag { Kind = k }.IsNote);
        });
        Assert.False(FlagKinds.TryParse("Lower", out _));
    }

    private static string Words(IEnumerable<FlagStepNeed> needs) => string.Join(' ', needs.Select(SnakeCase<FlagStepNeed>.Text));
}
