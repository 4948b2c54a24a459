using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags.Coaching;

namespace ServiceTracker.Application.Flags.Coaching;

/// <summary>Records conversations and changes them. The audit record holds that it was done, and no word of what was said.</summary>
public sealed class KeepConversation(
    IServiceTrackerDb db, MasterDataReader masterData, BusinessToday today, AuditTrail audit, TimeProvider clock)
{
    private static readonly Refusal NotTheirs = Refusal.Forbidden("Conversations are recorded by a manager of the person.");

    private static readonly Refusal NotThere = Refusal.NotFound("There is no such conversation.");

    /// <summary>Records a conversation.</summary>
    /// <param name="actor">A manager of the person, and not the person.</param>
    /// <param name="input">The conversation.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<Conversation>> RecordAsync(Actor actor, ConversationInput input, CancellationToken cancellation)
    {
        if (!actor.May(Permission.WorksOnFlags)) return NotTheirs;
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        var person = master.Staff.Find(input.Staff) is { } found && PeopleInSight.IsOnRecord(actor, found) ? found : null;
        if (string.IsNullOrWhiteSpace(input.Staff)) errors.Add(new("$.staff", FieldError.Required, "Say with whom it was."));
        else if (person is null) errors.Add(new("$.staff", FieldError.UnknownReference, $"There is no staff “{input.Staff}”."));
        if (person is not null && actor.Is(person.Id)) return NotTheirs;
        if (input.Date is null) errors.Add(new("$.date", FieldError.Required, "Say on which day it was."));
        if (input.Observed is null) errors.Add(new("$.observed", FieldError.Required, "Say what was seen."));
        Check(input.Date, input.Observed, input.Agreed, input.PrivateNote, today.Of(actor, master, null), errors);
        Guid[] about = [.. (input.About ?? []).Distinct()];
        if (about.Length > ConversationInput.Most) errors.Add(new("$.about", FieldError.Invalid, $"At most {ConversationInput.Most}."));
        else if (person is not null && about.Length > 0)
        {
            var known = await actor.Visible(db.Flags.AsNoTracking()).Where(f => about.Contains(f.Id) && f.StaffId == person.Id)
                .Select(f => f.Id).ToListAsync(cancellation);
            errors.AddRange(input.About!.Select((id, i) => (id, i)).Where(a => !known.Contains(a.id)).Select(a => new FieldError(
                $"$.about[{a.i}]", FieldError.UnknownReference, $"There is no flag {a.id} about this person.")));
        }

        if (errors.Count > 0 || person is null || input is not { Date: { } date, Observed: { } observed }) return Refusal.Invalid(errors);
        var now = clock.GetUtcNow().UtcDateTime;
        var conversation = new Conversation
        {
            SiteId = person.HomeSiteId,
            Id = Guid.CreateVersion7(now),
            StaffId = person.Id,
            Date = date,
            About = [.. about],
            Observed = observed.Trim(),
            PrivateNote = Given(input.PrivateNote),
            Agreed = Steps(input.Agreed ?? []),
            At = now,
            By = actor.Id,
            ByName = actor.Name,
        };
        db.Conversations.Add(conversation);
        audit.Record(
            actor, "coaching.recorded", $"coaching/{conversation.Id}", null, Facts(conversation, master), conversation.SiteId);
        await db.SaveChangesAsync(cancellation);
        return conversation;
    }

    /// <summary>Changes a conversation.</summary>
    /// <param name="actor">A manager of the person, and not the person.</param>
    /// <param name="id">Which.</param>
    /// <param name="patch">What is to be different.</param>
    /// <param name="version">The version it was read at; null to change it whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<Conversation>> ChangeAsync(
        Actor actor, Guid id, ConversationPatch patch, int? version, CancellationToken cancellation)
    {
        if (!actor.May(Permission.WorksOnFlags)) return NotTheirs;
        if (await actor.Visible(db.Conversations).FirstOrDefaultAsync(c => c.Id == id, cancellation) is not { } kept) return NotThere;
        if (actor.Is(kept.StaffId)) return NotTheirs;
        if (version is not null && version != kept.Version) return Stale();
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        Check(patch.Date, patch.Observed, patch.Agreed, patch.PrivateNote, today.Of(actor, master, null), errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var before = Facts(kept, master);
        var (observed, steps, note) = (kept.Observed, kept.Agreed, kept.PrivateNote);
        kept.Date = patch.Date ?? kept.Date;
        kept.Observed = patch.Observed?.Trim() ?? kept.Observed;
        if (patch.Agreed is { } agreed) kept.Agreed = Steps(agreed);
        if (patch.PrivateNote is { } text) kept.PrivateNote = Given(text);
        kept.Version++;
        audit.Record(
            actor, "coaching.changed", $"coaching/{id}", before,
            new
            {
                conversation = Facts(kept, master),
                observedChanged = observed != kept.Observed,
                agreedChanged = !steps.Select(a => (a.Step, a.Until)).SequenceEqual(kept.Agreed.Select(a => (a.Step, a.Until))),
                privateNoteChanged = note != kept.PrivateNote,
            },
            kept.SiteId);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Stale();
        }

        return kept;
    }

    private static Refusal Stale() => Refusal.Stale("Somebody else changed this conversation since you read it. Read it again.");

    private static void Check(
        DateOnly? date, string? observed, IReadOnlyList<AgreedStepInput>? agreed, string? note, DateOnly latest, List<FieldError> errors)
    {
        if (date > latest) errors.Add(new("$.date", "out_of_range", "A day that has come."));
        if (observed is not null && string.IsNullOrWhiteSpace(observed))
            errors.Add(new("$.observed", FieldError.Required, "Say what was seen."));
        TooLong("$.observed", observed);
        TooLong("$.privateNote", note);
        if (agreed is null) return;
        if (agreed.Count > ConversationInput.Most) errors.Add(new("$.agreed", FieldError.Invalid, $"At most {ConversationInput.Most}."));
        for (var i = 0; i < agreed.Count && i < ConversationInput.Most; i++)
        {
            if (string.IsNullOrWhiteSpace(agreed[i]?.Step))
                errors.Add(new($"$.agreed[{i}].step", FieldError.Required, "Say what was agreed."));
            TooLong($"$.agreed[{i}].step", agreed[i]?.Step);
        }

        void TooLong(string path, string? text)
        {
            if (text?.Length > ConversationInput.MaxText)
                errors.Add(new(path, FieldError.Invalid, $"At most {ConversationInput.MaxText} characters."));
        }
    }

    private static List<AgreedStep> Steps(IEnumerable<AgreedStepInput> steps) =>
        [.. steps.Select(s => new AgreedStep { Step = s.Step!.Trim(), Until = s.Until })];

    private static object Facts(Conversation c, MasterData master) => new
    {
        staff = master.Staff.Find(c.StaffId)?.Code,
        c.Date,
        c.About,
        agreedUntil = c.Agreed.Select(a => a.Until).ToArray(),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
