using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Demonstration;

/// <summary>
/// Some of the complaints of the last weeks as cases: most are turned round, the new phone script comes back as a cause, and the latest
/// still wait for an answer.
/// </summary>
internal static class DemoRecoveries
{
    private const int Cases = 18, Days = 63, HoursToReply = 5, DaysBetweenSteps = 1, DaysToFollowUp = 5, Fifth = 5;
    private const string By = "command-line";

    private static readonly (Cause Cause, string Words, string Steps)[] Stories =
    [
        (Cause.Process, "I am sorry: our new script left out the one question that would have told us.",
            "The answer is called back today, and the script is looked at on Monday."),
        (Cause.Person, "I am sorry, that was our mistake. I take care of it myself.",
            "The letter goes out again today, with a note by hand."),
        (Cause.Outage, "I am sorry: the system was down, and nobody told you.",
            "What was entered is looked through, and you get a message."),
    ];

    /// <summary>Makes them, with every step that was taken by now.</summary>
    /// <param name="db">Holds the history.</param>
    /// <param name="master">Its sites.</param>
    /// <param name="now">UTC instant.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task AddAsync(IServiceTrackerDb db, MasterData master, DateTime now, CancellationToken cancellation)
    {
        var (from, phone) = (now.AddDays(-Days), master.Channels.Find("phone")!.Id);
        int[] complaints = [.. master.ComplaintReasons];
        var about = await db.Interactions.AsNoTracking()
            .Where(i => i.OccurredAt >= from && i.ReasonId != null && EF.Parameter(complaints).Contains(i.ReasonId.Value))
            .OrderBy(i => i.OccurredAt).ThenBy(i => i.Id).ToListAsync(cancellation);
        var every = Math.Max(1, about.Count / Cases);
        // The last one is among them.
        foreach (var (n, i) in about.Where((_, at) => (about.Count - 1 - at) % every == 0).Index())
        {
            var calendar = master.Sites[i.SiteId].Calendar;
            var of = new RecoveryCase
            {
                SiteId = i.SiteId,
                Id = new DemoRandom(5, n).Id(i.OccurredAt),
                InteractionId = i.Id,
                ChannelId = i.ChannelId,
                StaffId = i.StaffId,
                Customer = i.CustomerRef,
                ReasonId = i.ReasonId,
                Ground = RecoveryGround.Complaint,
                Since = i.OccurredAt,
                SinceOn = i.BusinessDate,
                OpenedAt = i.RecordedAt,
                OpenedBy = By,
                OpenedByName = By,
                DueOn = i.BusinessDate.AddDays(RecoveryCase.DaysToReply),
            };
            db.RecoveryCases.Add(of);
            var story = Stories[i.ChannelId == phone ? 0 : 1 + n % (Stories.Length - 1)];
            var (position, at) = (0, i.RecordedAt.AddHours(HoursToReply + n % 3));
            foreach (var step in StepsOf(story, calendar.At(i.OccurredAt).BusinessDate, n))
            {
                if (at > now) break;
                var day = calendar.At(at).BusinessDate;
                db.RecoveryEvents.Add(step.Take(of, ++position, at, day, By, DemoOrganisation.HarbourManager.Name));
                at = at.AddDays(step.To == RecoveryStatus.FollowUp ? DaysToFollowUp : DaysBetweenSteps);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }

    private static IEnumerable<RecoveryTransition> StepsOf((Cause Cause, string Words, string Steps) story, DateOnly day, int n)
    {
        yield return new() { To = RecoveryStatus.Owned, Words = story.Words };
        yield return new() { To = RecoveryStatus.Explained, Cause = story.Cause };
        yield return new() { To = RecoveryStatus.StepsTold, Steps = story.Steps };
        yield return new() { To = RecoveryStatus.FollowUp, DueOn = day.AddDays(DaysToFollowUp + 3 * DaysBetweenSteps) };
        var outcome = n % Fifth == 0 ? RecoveryOutcome.NotRecovered : RecoveryOutcome.Recovered;
        yield return new() { To = RecoveryStatus.Closed, Outcome = outcome };
    }
}
