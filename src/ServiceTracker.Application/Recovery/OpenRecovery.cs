using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>Opens a case by hand, or for another program.</summary>
public sealed class OpenRecovery(IServiceTrackerDb db, MasterDataReader masterData, AuditTrail audit, TimeProvider clock)
{
    private static readonly Refusal NotTheirs = Refusal.Forbidden("Cases are opened by those who serve customers, and by managers.");

    private static readonly Refusal ThereAlready =
        Refusal.Conflict("There is a case about this interaction already.", "already_open");

    /// <summary>Opens it.</summary>
    /// <param name="actor">Somebody who logs, at the site.</param>
    /// <param name="input">What it is about.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<RecoveryCase>> RunAsync(Actor actor, RecoveryInput input, CancellationToken cancellation)
    {
        if (!actor.May(Permission.Logs)) return NotTheirs;
        var (errors, master) = (new List<FieldError>(), await masterData.GetAsync(cancellation));
        Interaction? about = null;
        if (input.Interaction is { } id)
        {
            about = await actor.Visible(db.Interactions.AsNoTracking()).FirstOrDefaultAsync(i => i.Id == id, cancellation);
            if (about is null) errors.Add(new("$.interaction", FieldError.UnknownReference, $"There is no interaction {id}."));
        }

        var site = Named("site", input.Site, c => actor.IfOwn(master.Sites.Find(c)), master.Sites.Find(about?.SiteId), errors);
        var channel = Named("channel", input.Channel, master.Channels.Find, master.Channels.Find(about?.ChannelId), errors);
        var reason = Named("reason", input.Reason, master.Reasons.Find, master.Reasons.Find(about?.ReasonId), errors);
        if (about is not null && site is not null && about.SiteId != site.Id)
            errors.Add(new("$.site", FieldError.Invalid, "The interaction is of another site."));
        if (about is not null && channel is not null && about.ChannelId != channel.Id)
            errors.Add(new("$.channel", FieldError.Invalid, "The interaction is of another channel."));
        var cause = CauseOf(input.Cause, errors);
        var customer = string.IsNullOrWhiteSpace(input.Customer) ? about?.CustomerRef : input.Customer.Trim();
        if (customer?.Length > RecoveryInput.MaxCustomer)
            errors.Add(new("$.customer", FieldError.Invalid, $"At most {RecoveryInput.MaxCustomer} characters."));
        if (errors.Count > 0 || site is null || channel is null || reason is null) return Refusal.Invalid(errors);

        var now = clock.GetUtcNow().UtcDateTime;
        var since = about?.OccurredAt ?? now;
        var made = new RecoveryCase
        {
            SiteId = site.Id,
            Id = Guid.CreateVersion7(now),
            InteractionId = about?.Id,
            ChannelId = channel.Id,
            StaffId = about is not null ? about.StaffId : actor.LogsForItselfOnly ? actor.StaffId : null,
            Customer = customer,
            ReasonId = reason.Id,
            Ground = RecoveryGround.ByHand,
            Since = since,
            SinceOn = site.Calendar.At(since).BusinessDate,
            OpenedAt = now,
            OpenedBy = actor.Id,
            OpenedByName = actor.Name,
            Cause = cause,
            DueOn = site.Calendar.At(now).BusinessDate.AddDays(RecoveryCase.DaysToReply),
        };
        if (await IsThereAsync(made, cancellation)) return ThereAlready;
        db.RecoveryCases.Add(made);
        audit.Record(
            actor, "recovery.opened", $"recovery/{made.Id}", null,
            new { made.InteractionId, channel = channel.Code, reason = reason.Code, cause = input.Cause }, site.Id);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Somebody, or the program itself, opened one a moment ago; whatever else it was is told as it is.
            db.ChangeTracker.Clear();
            if (!await IsThereAsync(made, cancellation)) throw;
            return ThereAlready;
        }

        return made;
    }

    /// <summary>The cause of this word; null without one.</summary>
    internal static Cause? CauseOf(string? word, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(word)) return null;
        if (SnakeCase<Cause>.TryParse(word.Trim(), out var cause)) return cause;
        errors.Add(new("$.cause", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Cause>.All)}."));
        return null;
    }

    private async Task<bool> IsThereAsync(RecoveryCase made, CancellationToken cancellation) =>
        made.InteractionId is { } id && await db.RecoveryCases.AnyAsync(
            c => c.SiteId == made.SiteId && c.InteractionId == id, cancellation);

    private static T? Named<T>(string field, string? code, Func<string, T?> find, T? otherwise, List<FieldError> errors)
        where T : class
    {
        var found = string.IsNullOrWhiteSpace(code) ? otherwise : find(code);
        if (found is not null) return found;
        errors.Add(string.IsNullOrWhiteSpace(code)
            ? new("$." + field, FieldError.Required, $"Say which {field}.")
            : new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code.Trim()}”."));
        return null;
    }
}
