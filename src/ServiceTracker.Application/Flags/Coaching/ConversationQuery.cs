using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags.Coaching;

/// <summary>Reads conversations: for the person and their managers, for nobody else, and private notes for managers alone.</summary>
public sealed class ConversationQuery(IServiceTrackerDb db, MasterDataReader masterData, PeopleInSight people)
{
    /// <summary>One page of them, the latest date first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="staff">Code of a person: only those with them; null for all.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<Conversation>>> PageAsync(
        Actor actor, string? staff, string? after, int limit, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var (errors, query) = (new List<FieldError>(), actor.Visible(db.Conversations.AsNoTracking()));
        if (staff is not null)
        {
            if (await people.FindAsync(actor, master, staff, cancellation) is { Id: var of }) query = query.Where(c => c.StaffId == of);
            else errors.Add(new("$.staff", FieldError.UnknownReference, $"There is no staff “{staff}”."));
        }

        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
            {
                var date = DateOnly.FromDateTime(at);
                query = query.Where(c => c.Date < date || (c.Date == date && c.Id > id));
            }
            else
            {
                errors.Add(FieldError.NotACursor);
            }
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await query.OrderByDescending(c => c.Date).ThenBy(c => c.Id).Take(limit + 1).ToListAsync(cancellation);
        Conversation[] items = [.. found.Take(limit).Select(c => WithoutOthersNotes(actor, c))];
        return new ListPage<Conversation>(
            items, found.Count > limit ? TimeCursor.Of(items[^1].Date.ToDateTime(default, DateTimeKind.Utc), items[^1].Id) : null);
    }

    /// <summary>The conversations with a person at a site, the latest first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="person">With whom.</param>
    /// <param name="site">The person's site then.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlyList<Conversation>> OfPersonAsync(
        Actor actor, StaffMember person, Site site, CancellationToken cancellation)
    {
        var (who, at) = (person.Id, site.Id);
        var found = await actor.Visible(db.Conversations.AsNoTracking()).Where(c => c.StaffId == who && c.SiteId == at)
            .OrderByDescending(c => c.Date).ThenBy(c => c.Id).Take(ListPage.DefaultLimit).ToListAsync(cancellation);
        return [.. found.Select(c => WithoutOthersNotes(actor, c))];
    }

    /// <summary>A conversation that the actor may see, or null.</summary>
    public async Task<Conversation?> FindAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        await actor.Visible(db.Conversations.AsNoTracking()).FirstOrDefaultAsync(c => c.Id == id, cancellation) is { } found
            ? WithoutOthersNotes(actor, found) : null;

    // Not tracked: nothing is stored by it.
    private static Conversation WithoutOthersNotes(Actor actor, Conversation conversation)
    {
        if (!actor.SeesPrivateNoteOf(conversation)) conversation.PrivateNote = null;
        return conversation;
    }
}
