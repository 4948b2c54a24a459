using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Domain.Tests.Recovery;

public sealed class RecoveryStepsTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    private static readonly DateTime Now = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    // One row for each state, one mark for each step: owned, explained, steps told, follow-up, closed.
    [Theory]
    [InlineData(RecoveryStatus.Open, "yyyyy")]
    [InlineData(RecoveryStatus.Owned, "-yyyy")]
    [InlineData(RecoveryStatus.Explained, "--yyy")]
    [InlineData(RecoveryStatus.StepsTold, "---yy")]
    [InlineData(RecoveryStatus.FollowUp, "---yy")]
    [InlineData(RecoveryStatus.Closed, "y----")]
    public void Each_step_may_follow_where_the_table_says(RecoveryStatus from, string table)
    {
        for (var i = 0; i < table.Length; i++)
        {
            var to = RecoverySteps.All[i];
            Assert.Equal(table[i] == 'y', RecoverySteps.From(from).Contains(to));
            var (one, step) = (Case(from), Whole(to));
            if (table[i] == 'y')
            {
                var line = step.Take(one, 1, Now, Today, "user:1", "Dana");
                Assert.Equal((from, to, to, 2), (line.From, line.To, one.Status, one.Version));
            }
            else
            {
                Assert.Throws<InvalidOperationException>(() => step.Take(one, 1, Now, Today, "user:1", "Dana"));
                Assert.Equal((from, 1), (one.Status, one.Version));
            }
        }
    }

    [Theory]
    [InlineData(RecoveryStatus.Owned, "Words")]
    [InlineData(RecoveryStatus.Explained, "Words Cause")]
    [InlineData(RecoveryStatus.StepsTold, "Words Cause Steps")]
    [InlineData(RecoveryStatus.FollowUp, "Words Cause Steps DueOn")]
    [InlineData(RecoveryStatus.Closed, "Words Cause Steps Outcome")]
    public void A_step_lacks_whatever_was_said_neither_now_nor_before(RecoveryStatus to, string lacks)
    {
        Assert.Equal(lacks, string.Join(' ', new RecoveryTransition { To = to }.Missing(Case(RecoveryStatus.Open))));
        Assert.Empty(Whole(to).Missing(Case(RecoveryStatus.Open)));
    }

    [Fact]
    public void What_was_said_before_counts_and_that_the_cause_is_unknown_is_no_cause()
    {
        var one = Case(RecoveryStatus.StepsTold);
        (one.Words, one.Cause, one.Steps) = ("Sorry.", Cause.Unknown, "A new card.");
        var close = new RecoveryTransition { To = RecoveryStatus.Closed, Outcome = RecoveryOutcome.Recovered };
        Assert.Equal([RecoveryNeed.Cause], close.Missing(one));
        Assert.Equal([RecoveryNeed.Cause], one.MissingToClose);
        Assert.Empty((close with { Cause = Cause.Outage }).Missing(one));
    }

    [Fact]
    public void The_first_words_are_the_reply_closing_ends_the_wait_and_opening_it_again_takes_the_outcome_back()
    {
        var one = Case(RecoveryStatus.Open);
        Whole(RecoveryStatus.Owned).Take(one, 1, Now, Today, "user:1", "Dana");
        Assert.Equal((Now, "user:1", Today.AddDays(2)), (one.RepliedAt, one.Owner, one.DueOn));
        Whole(RecoveryStatus.Closed).Take(one, 2, Now.AddHours(3), Today, "user:2", "Max");
        Assert.Equal((Now, "user:1", (DateOnly?)null), (one.RepliedAt, one.Owner, one.DueOn));
        Assert.Equal((RecoveryOutcome.Lost, Now.AddHours(3), Today), (one.Outcome, one.ClosedAt, one.ClosedOn));
        Assert.Equal([RecoveryNeed.Words], new RecoveryTransition { To = RecoveryStatus.Owned }.Missing(one));
        Whole(RecoveryStatus.Owned).Take(one, 3, Now.AddHours(9), Today, "user:2", "Max");
        Assert.Equal((null, (DateTime?)null, "user:2", Now), (one.Outcome, one.ClosedAt, one.Owner, one.RepliedAt));
    }

    [Fact]
    public void A_case_is_overdue_the_day_after_its_day_unless_it_is_closed()
    {
        var one = Case(RecoveryStatus.Open);
        one.DueOn = Today;
        Assert.False(one.IsOverdueOn(Today));
        Assert.True(one.IsOverdueOn(Today.AddDays(1)));
        one.Status = RecoveryStatus.Closed;
        Assert.False(one.IsOverdueOn(Today.AddDays(1)));
    }

    private static RecoveryCase Case(RecoveryStatus status) => new()
    {
        SiteId = 1,
        Id = Guid.CreateVersion7(),
        OpenedBy = "schedule",
        OpenedByName = "schedule",
        Status = status,
    };

    private static RecoveryTransition Whole(RecoveryStatus to) => new()
    {
        To = to,
        Words = "Sorry.",
        Cause = Cause.Process,
        Steps = "A new card.",
        DueOn = to == RecoveryStatus.FollowUp ? Today.AddDays(7) : null,
        Outcome = to == RecoveryStatus.Closed ? RecoveryOutcome.Lost : null,
    };
}
