using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>
/// Changes the code of a staff member, or joins two who are one person. A code that somebody had leads to them for ever, so that tills,
/// files and retries which still use it mean the same person, and nobody else is given it.
/// </summary>
public sealed class StaffCodes(IServiceTrackerDb db, IStore store, AuditTrail audit, TimeProvider clock)
{
    // Whoever has the place of the only one to change rollups gives it back in a moment, unless it is an import or a recount.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // As many rows as one statement moves; all of them in one transaction.
    private const int RowsAtOnce = 2000;

    /// <summary>Gives a staff member another code.</summary>
    /// <param name="actor">A manager of every site concerned: the home site, and those where the person served.</param>
    /// <param name="code">The present code.</param>
    /// <param name="newCode">A code that nobody has or had, or one that this person had.</param>
    /// <param name="version">The version it was read at; null to rename whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<StaffMember>> RenameAsync(
        Actor actor, string code, string? newCode, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("People are set up by a manager.");
        if (OrganisationRules.CheckCode(newCode).ToList() is { Count: > 0 } wrong) return Refusal.Invalid(wrong);
        newCode = Code.Trim(newCode);
        if (await FindAsync(actor, code, cancellation) is not { } person) return NobodyHas(code);
        if (SaveOrganisation.IsStale(person.Version, version)) return SaveOrganisation.StaleOf(version);
        if (person.Code == newCode) return person;
        if (await SitesUnseenAsync(actor, [person.Id], cancellation)) return Refusal.Forbidden(OtherSites(person));

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // Before it looks: somebody may be giving this code up, and it would be neither theirs any more nor theirs of old.
        await MasterDataChanges.TakeTurnAsync(db, cancellation);
        var former = await db.FormerStaffCodes.FirstOrDefaultAsync(c => c.Code == newCode, cancellation);
        if ((former is not null && former.StaffId != person.Id) || await db.Staff.AnyAsync(s => s.Code == newCode, cancellation))
            return Refusal.Conflict($"Somebody else has or had the code “{newCode}”. Choose another one.");
        if (former is not null) db.FormerStaffCodes.Remove(former);
        db.FormerStaffCodes.Add(new FormerStaffCode { Code = person.Code, StaffId = person.Id });
        audit.Record(actor, "staff.renamed", $"staff/{newCode}", new { person.Code }, new { Code = newCode }, person.HomeSiteId);
        person.Code = newCode;
        person.Version++;
        try
        {
            await MasterDataChanges.SaveAsync(db, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || store.TroubleOf(e) == StoreTrouble.Refused)
        {
            return Refusal.Conflict(
                "Somebody else changed this person, or took this code, at the same moment. Read it again and try once more.");
        }

        return person;
    }

    /// <summary>
    /// Makes everything of one staff member another one's: interactions and figures, accounts, codes and periods of service. The first one
    /// is gone afterwards. All of it in one transaction.
    /// </summary>
    /// <param name="actor">A manager of every site concerned: both home sites, and those where either of them served.</param>
    /// <param name="code">The one who goes.</param>
    /// <param name="into">Code of the one who stays.</param>
    /// <param name="version">The version at which the one who goes was read; null to merge whatever it is now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<StaffMember>> MergeAsync(Actor actor, string code, string? into, int? version, CancellationToken cancellation)
    {
        var found = await FindBothAsync(actor, code, into, version, cancellation);
        if (found is not Result<Both>.Ok { Value: var (goes, stays, periods) }) return found.To(b => b.Stays);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var before = new { goes.Code, goes.Name, goes.Periods };
            stays.Serve(periods);
            stays.Version++;
            // First the news for everybody who is about to store something, then the wait for those who are at it: see PublishBaseline.
            await MasterDataChanges.SaveAsync(db, cancellation);
            // Whoever brings evidence together changes what the rows below add to the figures, and no version tells of it. In the order in
            // which an import waits: for master data, for this, for the baselines.
            if (!await store.TryLockRollupsAsync(db, Patience, cancellation)) return Refusal.Unavailable();
            await store.LockBaselinesAsync(db, toPublish: true, cancellation);
            var moved = await MoveInteractionsAsync(goes.Id, stays.Id, cancellation);
            var accounts = await db.GiveAccountsAsync(goes.Id, stays.Id, cancellation);
            await db.Flags.Where(f => f.StaffId == goes.Id).ExecuteUpdateAsync(f => f.SetProperty(x => x.StaffId, stays.Id), cancellation);
            await db.RecoveryCases.Where(c => c.StaffId == goes.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.StaffId, stays.Id), cancellation);
            await db.Conversations.Where(c => c.StaffId == goes.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.StaffId, stays.Id), cancellation);
            await db.FormerStaffCodes.Where(c => c.StaffId == goes.Id)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.StaffId, stays.Id), cancellation);
            db.FormerStaffCodes.Add(new FormerStaffCode { Code = goes.Code, StaffId = stays.Id });
            db.Staff.Remove(goes);
            audit.Record(
                actor, "staff.merged", $"staff/{stays.Code}", before,
                new { stays.Code, Into = stays.Name, stays.Periods, Interactions = moved, Accounts = accounts }, stays.HomeSiteId);
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || store.TroubleOf(e) == StoreTrouble.Refused)
        {
            return Refusal.Conflict(
                "Somebody else changed one of the two, or an interaction of theirs, at the same moment. Nothing was changed; " +
                "try once more.");
        }

        return stays;
    }

    /// <summary>What merging would do, without doing it.</summary>
    /// <returns>The refusals of <see cref="MergeAsync"/>, or what would come of it.</returns>
    public async Task<Result<StaffMerge>> PreviewAsync(Actor actor, string code, string? into, CancellationToken cancellation)
    {
        var found = await FindBothAsync(actor, code, into, null, cancellation);
        if (found is not Result<Both>.Ok { Value: var (goes, stays, periods) })
            return found.To(b => new StaffMerge(b.Goes, b.Stays, b.Periods, 0));
        return new StaffMerge(goes, stays, periods, await db.Interactions.LongCountAsync(i => i.StaffId == goes.Id, cancellation));
    }

    private async Task<Result<Both>> FindBothAsync(
        Actor actor, string code, string? into, int? version, CancellationToken cancellation)
    {
        if (!actor.Manages) return Refusal.Forbidden("People are set up by a manager.");
        if (string.IsNullOrWhiteSpace(into)) return new FieldError("$.into", FieldError.Required, "Say by their code who stays.");
        if (await FindAsync(actor, code, cancellation) is not { } goes) return NobodyHas(code);
        if (SaveOrganisation.IsStale(goes.Version, version)) return SaveOrganisation.StaleOf(version);
        if (await FindAsync(actor, into, cancellation) is not { } stays)
            return new FieldError("$.into", FieldError.UnknownReference, $"There is no staff member “{into}”.");
        if (goes.Id == stays.Id)
            return new FieldError(
                "$.into", FieldError.Invalid, $"“{Code.Trim(code)}” and “{Code.Trim(into)}” are the same person already.");
        if (await SitesUnseenAsync(actor, [goes.Id, stays.Id], cancellation)) return Refusal.Forbidden(OtherSites(goes));
        var periods = StaffMember.Union([.. goes.Periods, .. stays.Periods]);
        return periods.Count > StaffMember.MostPeriods
            ? Refusal.Conflict($"Together they have more than {StaffMember.MostPeriods} periods of service.")
            : new Both(goes, stays, periods);
    }

    private sealed record Both(StaffMember Goes, StaffMember Stays, IReadOnlyList<ServicePeriod> Periods);

    private static Refusal NobodyHas(string code) => Refusal.NotFound($"There is no staff member “{code}”.");

    private static string OtherSites(StaffMember person) =>
        $"{person.Name} served at sites that you do not see: an administrator, or a manager of all of them, can do this.";

    // A former code finds the person too, as everywhere.
    private async Task<StaffMember?> FindAsync(Actor actor, string? code, CancellationToken cancellation)
    {
        var trimmed = Code.Trim(code);
        var person = await db.Staff.SingleOrDefaultAsync(s => s.Code == trimmed, cancellation)
            ?? await db.Staff.SingleOrDefaultAsync(s => db.FormerStaffCodes.Any(c => c.Code == trimmed && c.StaffId == s.Id), cancellation);
        return person is not null && actor.Sees(person.HomeSiteId) ? person : null;
    }

    private async Task<bool> SitesUnseenAsync(Actor actor, int[] people, CancellationToken cancellation)
    {
        if (actor.SeesEverySite) return false;
        return await actor.OfOtherSites(db.Interactions, i => i.SiteId)
            .AnyAsync(i => i.StaffId != null && people.Contains(i.StaffId.Value), cancellation);
    }

    private async Task<long> MoveInteractionsAsync(int from, int to, CancellationToken cancellation)
    {
        var moved = 0L;
        foreach (var site in await db.Interactions.Where(i => i.StaffId == from).Select(i => i.SiteId).Distinct().ToListAsync(cancellation))
        {
            while (await db.Interactions.AsNoTracking().Where(i => i.SiteId == site && i.StaffId == from).Take(RowsAtOnce)
                .ToListAsync(cancellation) is { Count: > 0 } some)
            {
                Guid[] ids = [.. some.Select(i => i.Id)];
                var changed = await db.Interactions.Where(i => i.SiteId == site && i.StaffId == from && EF.Parameter(ids).Contains(i.Id))
                    .ExecuteUpdateAsync(
                        i => i.SetProperty(x => x.StaffId, to).SetProperty(x => x.Version, x => x.Version + 1), cancellation);
                if (changed != some.Count) throw new DbUpdateConcurrencyException("An interaction was taken back while it was moved.");
                foreach (var same in some.GroupBy(i => i.Version))
                {
                    var deltas = same.SelectMany(i => new[] { RollupDelta.TakingOut(i), RollupDelta.Adding(i) with { StaffId = to } });
                    await store.QueueAsync(
                        db, RollupQueueEntry.Pack(deltas, clock.GetUtcNow().UtcDateTime, ChangeKind.Corrected, same.Key + 1), cancellation);
                }

                moved += changed;
            }
        }

        return moved;
    }
}
