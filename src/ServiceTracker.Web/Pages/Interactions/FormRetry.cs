using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>Saves what a form holds, which may have been sent before.</summary>
internal static class FormRetry
{
    /// <summary>A retry must have the time of the first attempt, or it would be another interaction under the same id. Where that is only
    /// the time of sending, it is that of what is stored.</summary>
    /// <param name="log">Logs it.</param>
    /// <param name="details">Finds the first attempt.</param>
    /// <param name="actor">Who sends the form.</param>
    /// <param name="entry">What it holds, with the id of the form.</param>
    /// <param name="when">How the form says the time, see <see cref="WhenServed"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<Result<InteractionDetails>> SaveFormAsync(
        this LogInteraction log, InteractionDetailsQuery details, Actor actor, InteractionEntry entry, string? when,
        CancellationToken cancellation)
    {
        var result = await log.RunAsync(actor, entry, cancellation);
        return result is Result<InteractionDetails>.Conflict && when != WhenServed.Earlier
            && await details.FindAsync(actor, entry.Id!.Value, entry.Site, cancellation)
                is Result<InteractionDetails>.Ok { Value: var stored }
            ? await log.RunAsync(actor, entry with { OccurredAt = stored.Interaction.OccurredAt }, cancellation)
            : result;
    }
}
