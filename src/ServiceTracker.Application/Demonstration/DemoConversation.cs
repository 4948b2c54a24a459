using ServiceTracker.Domain.Flags.Coaching;

namespace ServiceTracker.Application.Demonstration;

/// <summary>The conversation with the person who has good days and bad days.</summary>
internal static class DemoConversation
{
    /// <summary>Makes it: on the Thursday of the week before last, to be looked at again on the Friday of the next one.</summary>
    /// <param name="firstMonday">First day of the history.</param>
    /// <param name="siteId">The person's site.</param>
    /// <param name="staffId">The person.</param>
    public static Conversation Of(DateOnly firstMonday, int siteId, int staffId)
    {
        var date = firstMonday.AddDays(7 * (DemoOrganisation.Weeks - 3) + 3);
        var at = date.ToDateTime(new TimeOnly(15, 30), DateTimeKind.Utc);
        return new Conversation
        {
            SiteId = siteId,
            Id = new DemoRandom(4, staffId).Id(at),
            StaffId = staffId,
            Date = date,
            Observed = "We went through the last weeks day by day: most days are without a miss, and about one in five goes wrong from the "
                + "morning on. Robin knows these days and says that it is hard to catch up once the first hour was short.",
            Agreed =
            [
                new AgreedStep
                {
                    Step = "Robin tells the shift lead when a day starts badly, and begins it at the second desk.",
                    Until = firstMonday.AddDays(7 * DemoOrganisation.Weeks + 4),
                },
                new AgreedStep { Step = "Amara sits beside Robin on two mornings." },
            ],
            PrivateNote = "Keep the two mornings free of anything else.",
            At = at,
            By = "command-line",
            ByName = DemoOrganisation.HarbourManager.Name,
        };
    }
}
