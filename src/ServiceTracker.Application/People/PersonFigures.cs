using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.People;

namespace ServiceTracker.Application.People;

/// <summary>One person at one site: the same for the person and for a manager, but for private notes.</summary>
/// <param name="Person">Who.</param>
/// <param name="Site">The site that all of it is about.</param>
/// <param name="Sites">The sites of the asker's at which the person served, by name.</param>
/// <param name="First">First week of the figures.</param>
/// <param name="Last">Last week of the figures, whole and settled.</param>
/// <param name="Today">The site's business date.</param>
/// <param name="InShort">The page in a sentence.</param>
/// <param name="Standing">The person's class at the site with its sentence; null where there is none.</param>
/// <param name="Whole">All basics together.</param>
/// <param name="Basics">Each basic, in the order of the baseline in force.</param>
/// <param name="Days">Days with interactions from <paramref name="First"/> to <paramref name="Today"/>, oldest first.</param>
/// <param name="Spread">How they differ.</param>
/// <param name="Start">The first weeks of somebody new; null for others.</param>
/// <param name="Trust">Own logs against full checks and against what others saw.</param>
/// <param name="Logging">Quick logs against full checks by channel; null where nothing was logged.</param>
/// <param name="Flags">Flags about the person here, the latest first.</param>
/// <param name="Conversations">Conversations with the person here, the latest first.</param>
/// <param name="Misses">The latest interactions in which something was missed.</param>
public sealed record PersonFigures(
    StaffMember Person, Site Site, IReadOnlyList<Site> Sites, IsoWeek First, IsoWeek Last, DateOnly Today, PersonInShort InShort,
    Standing? Standing, PersonBasic Whole, IReadOnlyList<PersonBasic> Basics, IReadOnlyList<WorkedDay> Days, DaySpread Spread,
    StartOfService? Start, AgreementFigures Trust, PersonLogging? Logging, IReadOnlyList<FlagDetails> Flags,
    IReadOnlyList<Conversation> Conversations, IReadOnlyList<InteractionDetails> Misses)
{
    /// <summary>Interactions of the present business day.</summary>
    public long CountToday => Days is [.., var last] && last.Date == Today ? last.Interactions : 0;

    /// <summary>Own interactions that are compared with nobody's.</summary>
    public long NotCompared => Whole.Own.Applicable - (Whole.Beside?.N ?? 0);
}
