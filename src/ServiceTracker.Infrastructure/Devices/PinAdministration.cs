using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>Sets, removes and unlocks PINs: one's own, or as a manager those of the people of one's sites.</summary>
public sealed class PinAdministration(
    ServiceTrackerDb db, MasterDataReader master, PinHashes hashes, PinGuard guard, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Sets a PIN. Whoever came in by the one before has to enter the new one. A manager's new PIN also unlocks.</summary>
    /// <param name="actor">The person themselves, or a manager of their home site.</param>
    /// <param name="code">Whose.</param>
    /// <param name="pin">4 to 6 digits.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<StaffMember>> SetAsync(Actor actor, string code, string? pin, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, code, cancellation);
        if (found is not Result<StaffMember>.Ok { Value: var person }) return found;
        if (!StaffPin.IsPin(pin))
            return new FieldError("$.pin", FieldError.Invalid, $"{StaffPin.MinDigits} to {StaffPin.MaxDigits} digits from 0 to 9.");
        var kept = hashes.Of(person.Id, pin!, clock.GetUtcNow().UtcDateTime);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.StaffPins.Where(p => p.StaffId == person.Id).ExecuteDeleteAsync(cancellation);
        db.StaffPins.Add(kept);
        return await ChangedAsync(actor, "pin.set", person, transaction, cancellation);
    }

    /// <summary>Removes a PIN: its person cannot come in at a device of the counter any more.</summary>
    public async Task<Result<StaffMember>> RemoveAsync(Actor actor, string code, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, code, cancellation);
        if (found is not Result<StaffMember>.Ok { Value: var person }) return found;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.StaffPins.Where(p => p.StaffId == person.Id).ExecuteDeleteAsync(cancellation) == 0)
            return Refusal.NotFound($"{person.Name} has no PIN.");
        return await ChangedAsync(actor, "pin.removed", person, transaction, cancellation);
    }

    /// <summary>Gives the tries back that wrong PINs used up.</summary>
    /// <param name="actor">A manager of the person's home site.</param>
    /// <param name="code">Whose.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<StaffMember>> UnlockAsync(Actor actor, string code, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("A manager unlocks a PIN.");
        var found = await FindAsync(actor, code, cancellation);
        if (found is not Result<StaffMember>.Ok { Value: var person }) return found;
        await guard.ForgiveAsync(PinTries.OfPerson(person.Id), cancellation);
        audit.Record(actor, "pin.unlocked", SubjectOf(person), null, null, person.HomeSiteId);
        await db.SaveChangesAsync(cancellation);
        return found;
    }

    /// <summary>Whether a person has a PIN, and how many wrong ones were tried at them.</summary>
    public async Task<PinStanding> StandingAsync(StaffMember person, CancellationToken cancellation)
    {
        var setAt = await db.StaffPins.AsNoTracking().Where(p => p.StaffId == person.Id).Select(p => (DateTime?)p.SetAt)
            .FirstOrDefaultAsync(cancellation);
        var subject = PinTries.OfPerson(person.Id);
        return new PinStanding(setAt, (await guard.WrongAsync([subject], cancellation)).GetValueOrDefault(subject));
    }

    internal static string SubjectOf(StaffMember person) => $"staff/{person.Code}";

    private async Task<Result<StaffMember>> FindAsync(Actor actor, string code, CancellationToken cancellation)
    {
        if (!actor.Manages && actor.StaffId is null) return Refusal.Forbidden("A PIN is set by its person or by a manager.");
        var person = (await master.GetAsync(cancellation)).Staff.Find(code);
        if (person is null || !PeopleInSight.IsOnRecord(actor, person)) return Refusal.NotFound($"There is no staff member “{code}”.");
        if (!actor.Manages && !actor.Is(person.Id)) return Refusal.Forbidden("A PIN is set by its person or by a manager.");
        return person;
    }

    private async Task<Result<StaffMember>> ChangedAsync(
        Actor actor, string action, StaffMember person, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction,
        CancellationToken cancellation)
    {
        await db.DeviceUnlocks.Where(u => u.StaffId == person.Id).ExecuteDeleteAsync(cancellation);
        // Nobody gets new tries by choosing a new PIN of their own.
        if (actor.Manages) await guard.ForgiveAsync(PinTries.OfPerson(person.Id), cancellation);
        audit.Record(actor, action, SubjectOf(person), null, null, person.HomeSiteId);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && StoreFailure.Of(e) == StoreTrouble.Refused)
        {
            return Refusal.Conflict("Somebody else set this PIN at the same moment. Set it again.");
        }

        await transaction.CommitAsync(cancellation);
        return person;
    }
}
