using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Coverage;

/// <summary>Keeps how many contacts were counted at a site on a day.</summary>
public sealed class SaveContactCount(IServiceTrackerDb db, MasterDataReader masterData, AuditTrail audit)
{
    private static readonly Refusal NotThere = Refusal.NotFound("Nothing is counted there.");

    /// <summary>Puts the day's numbers in the place of those there were.</summary>
    /// <param name="actor">Somebody who manages the site.</param>
    /// <param name="site">Code of the site.</param>
    /// <param name="date">Business date.</param>
    /// <param name="input">What was counted.</param>
    /// <param name="version">The version it was read at, <see cref="SaveOrganisation.NotThere"/>, or null to save whatever it is
    /// now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<DayOfContacts>> RunAsync(
        Actor actor, string site, DateOnly date, ContactCountInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("What was counted is entered by a manager.");
        var master = await masterData.GetAsync(cancellation);
        if (actor.IfOwn(master.Sites.Find(site)) is not { Id: var id }) return Refusal.NotFound($"There is no site “{site}”.");
        var numbers = Read(input, master, out var errors);
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var stored = await db.ContactCounts.AsNoTracking().Where(c => c.SiteId == id && c.BusinessDate == date).ToListAsync(cancellation);
        var before = DayOfContacts.Of(stored, master);
        if (SaveOrganisation.IsStale(before?.Version, version)) return SaveOrganisation.StaleOf(version);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.ContactCounts.Where(c => c.SiteId == id && c.BusinessDate == date).ExecuteDeleteAsync(cancellation);
        List<ContactCount> rows =
        [
            .. numbers.Select(n => new ContactCount
            {
                SiteId = id,
                BusinessDate = date,
                ChannelId = n.ChannelId,
                Contacts = n.Contacts,
                Version = (before?.Version ?? 0) + 1,
            }),
        ];
        db.ContactCounts.AddRange(rows);
        var after = DayOfContacts.Of(rows, master)!;
        audit.Record(actor, "coverage.saved", $"coverage/{date:yyyy-MM-dd}", before, after, id);
        try
        {
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Somebody else saved the same day in the same moment.
            return SaveOrganisation.StaleOf(version);
        }

        return new Result<DayOfContacts>.Ok(after, before is null);
    }

    /// <summary>Takes the day's numbers out.</summary>
    public async Task<Result<int>> RemoveAsync(Actor actor, string site, DateOnly date, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("What was counted is entered by a manager.");
        var master = await masterData.GetAsync(cancellation);
        if (actor.IfOwn(master.Sites.Find(site)) is not { Id: var id }) return NotThere;
        var stored = await db.ContactCounts.Where(c => c.SiteId == id && c.BusinessDate == date).ToListAsync(cancellation);
        if (DayOfContacts.Of(stored, master) is not { } before) return NotThere;
        db.ContactCounts.RemoveRange(stored);
        audit.Record(actor, "coverage.removed", $"coverage/{date:yyyy-MM-dd}", before, null, id);
        await db.SaveChangesAsync(cancellation);
        return stored.Count;
    }

    private static List<(int ChannelId, int Contacts)> Read(ContactCountInput input, MasterData master, out List<FieldError> errors)
    {
        errors = [];
        var numbers = new List<(int, int)>();
        if (input.Contacts is { } all) Add(0, all, "$.contacts", errors);
        foreach (var (code, contacts) in input.Channels ?? new Dictionary<string, int>())
        {
            var path = "$.channels." + code;
            if (master.Channels.Find(code) is not { } channel)
                errors.Add(new(path, FieldError.UnknownReference, $"There is no channel “{code}”."));
            else if (numbers.Exists(n => n.Item1 == channel.Id)) errors.Add(new(path, FieldError.Invalid, "This channel is there twice."));
            else Add(channel.Id, contacts, path, errors);
        }

        if (errors.Count == 0 && numbers.Count == 0)
            errors.Add(new("$.contacts", FieldError.Required, "Say how many contacts were counted, of all channels or of one."));
        return numbers;

        void Add(int channel, int contacts, string path, List<FieldError> wrong)
        {
            if (contacts is < 0 or > ContactCount.MostContacts)
                wrong.Add(new(path, "out_of_range", $"0 to {ContactCount.MostContacts}."));
            else numbers.Add((channel, contacts));
        }
    }
}
