using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Reports;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Deliveries;

/// <summary>Keeps who gets sealed weeks. Whoever exports files may read it; what leaves the house is set up by administrators.</summary>
public sealed class DeliveryAdministration(
    IServiceTrackerDb db, MasterDataReader master, IEnumerable<IDeliveryChannel> channels, NewWebhookSecret newSecret, AuditTrail audit,
    TimeProvider clock)
{
    private static readonly Refusal ForAdministrators = Refusal.Forbidden("Deliveries are set up by an administrator.");

    /// <summary>Those that concern the sites of whoever asks, by name.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync(Actor actor, CancellationToken cancellation) =>
        [.. (await db.Deliveries.AsNoTracking().ToListAsync(cancellation)).Where(d => actor.SeesEverybody && actor.SeesAny(d.SiteIds))
            .OrderBy(d => d.Name, StringComparer.Ordinal)];

    /// <summary>One of them, or null.</summary>
    public async Task<Delivery?> FindAsync(Actor actor, string name, CancellationToken cancellation)
    {
        name = Code.Trim(name);
        var found = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Name == name, cancellation);
        return found is not null && actor.SeesEverybody && actor.SeesAny(found.SiteIds) ? found : null;
    }

    /// <summary>Makes or changes one. What was sealed before goes out by none that is made afterwards.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="name">Its name.</param>
    /// <param name="input">What it is to be.</param>
    /// <param name="version">The version it was read at, <see cref="SaveOrganisation.NotThere"/>, or null to save whatever it is
    /// now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<SavedDelivery>> SaveAsync(
        Actor actor, string name, DeliveryInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return ForAdministrators;
        List<FieldError> errors = [.. OrganisationRules.CheckCode(name)];
        var sites = await CheckAsync(input, errors, cancellation);
        name = Code.Trim(name);
        if (errors.Count == 0 && await SharesFilesAsync(name, input, cancellation) is { } other)
            errors.Add(new(
                "$.target", FieldError.Invalid,
                $"“{other}” puts files of the same names there in another profile: one would replace the other. Choose another folder."));
        if (errors.Count > 0) return Refusal.Invalid(errors);
        var delivery = await db.Deliveries.SingleOrDefaultAsync(d => d.Name == name, cancellation);
        if (SaveOrganisation.IsStale(delivery?.Version, version)) return SaveOrganisation.StaleOf(version);
        var (isNew, before) = (delivery is null, delivery is null ? null : Told(delivery));
        if (delivery is null) db.Deliveries.Add(delivery = new Delivery { Name = name });
        else delivery.Version++;
        _ = SnakeCase<DeliveryKind>.TryParse(input.Kind, out var kind);
        _ = SnakeCase<DeliveredRevisions>.TryParse(input.Revisions, out var revisions);
        (delivery.Kind, delivery.Target, delivery.Revisions) = (kind, input.Target!.Trim(), revisions);
        (delivery.Files, delivery.SiteIds) = (string.Join(' ', input.Files?.Distinct() ?? []), sites);
        (delivery.Profile, delivery.IsEnabled) = (string.IsNullOrEmpty(input.Profile) ? null : input.Profile, input.Enabled ?? true);
        delivery.ChangedAt = clock.GetUtcNow().UtcDateTime;
        string? secret = null;
        if (kind != DeliveryKind.Webhook) delivery.SealedSecret = null;
        else if (delivery.SealedSecret is null) (secret, delivery.SealedSecret) = newSecret();
        audit.Record(actor, "delivery.saved", $"delivery/{name}", before, Told(delivery));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (isNew || e is DbUpdateConcurrencyException)
        {
            return SaveOrganisation.StaleOf(version);
        }

        return new Result<SavedDelivery>.Ok(new SavedDelivery(delivery, secret), isNew);
    }

    /// <summary>Removes one. What waits for it is not sent any more; its receipts stay.</summary>
    public async Task<Result<string>> RemoveAsync(Actor actor, string name, int? version, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return ForAdministrators;
        name = Code.Trim(name);
        if (await db.Deliveries.SingleOrDefaultAsync(d => d.Name == name, cancellation) is not { } delivery) return NotThere(name);
        if (SaveOrganisation.IsStale(delivery.Version, version)) return SaveOrganisation.StaleOf(version);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.Deliveries.Remove(delivery);
        audit.Record(actor, "delivery.removed", $"delivery/{name}", Told(delivery), null);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveOrganisation.StaleOf(null);
        }

        await db.DeliveryReceipts.Where(r => r.Delivery == name && r.Status == DeliveryStatus.Waiting).ExecuteUpdateAsync(
            r => r.SetProperty(x => x.Status, DeliveryStatus.Dropped).SetProperty(x => x.Answer, "The delivery was removed.")
                .SetProperty(x => x.At, now), cancellation);
        await transaction.CommitAsync(cancellation);
        return new Result<string>.Ok(name, IsNew: false);
    }

    /// <summary>Sends a word that this is a trial, at once.</summary>
    public async Task<Result<DeliveryAnswer>> TryAsync(Actor actor, string name, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return ForAdministrators;
        if (await FindAsync(actor, name, cancellation) is not { } delivery) return NotThere(name);
        var answer = await channels.First(c => c.Kind == delivery.Kind).TryAsync(delivery, cancellation);
        audit.Record(actor, "delivery.tried", $"delivery/{delivery.Name}", null, new { outcome = answer.Outcome.ToString(), answer.Words });
        await db.SaveChangesAsync(cancellation);
        return new Result<DeliveryAnswer>.Ok(answer, IsNew: false);
    }

    /// <summary>What is said where there is none of a name.</summary>
    public static Refusal NotThere(string name) => Refusal.NotFound($"There is no delivery “{name}”.");

    // A file is called after week, site and revision alone, as those who fetch it expect. A folder has one spelling but for its case, which
    // not every file system tells apart.
    private async Task<string?> SharesFilesAsync(string name, DeliveryInput input, CancellationToken cancellation)
    {
        if (!SnakeCase<DeliveryKind>.TryParse(input.Kind, out var kind) || kind != DeliveryKind.Folder) return null;
        var (folder, profile) = (input.Target!.Trim(), string.IsNullOrEmpty(input.Profile) ? null : input.Profile);
        var others = await db.Deliveries.AsNoTracking().Where(d => d.Kind == DeliveryKind.Folder && d.Name != name)
            .ToListAsync(cancellation);
        return others.Find(d => d.Profile != profile && string.Equals(d.Target, folder, StringComparison.OrdinalIgnoreCase))?.Name;
    }

    private async Task<int[]?> CheckAsync(DeliveryInput input, List<FieldError> errors, CancellationToken cancellation)
    {
        var target = input.Target?.Trim();
        if (!SnakeCase<DeliveryKind>.TryParse(input.Kind, out var kind))
        {
            errors.Add(new(
                "$.kind", input.Kind is null ? FieldError.Required : FieldError.Invalid,
                $"One of: {string.Join(", ", SnakeCase<DeliveryKind>.All)}."));
        }

        if (string.IsNullOrEmpty(target)) errors.Add(new("$.target", FieldError.Required, "Say where to."));
        else if (target.Length > DeliveryTarget.MostText)
            errors.Add(new("$.target", FieldError.Invalid, $"At most {DeliveryTarget.MostText} characters."));
        else if (errors.Count == 0 && channels.First(c => c.Kind == kind).FaultOf(target) is { } fault)
            errors.Add(new("$.target", FieldError.Invalid, fault));
        string[] known = [.. ColumnCatalogue.Files.Select(f => f.Name)];
        if (input.Files is { Count: 0 } || input.Files?.Any(f => !known.Contains(f)) == true)
            errors.Add(new("$.files", FieldError.Invalid, $"Some of: {string.Join(", ", known)}; without files all of them."));
        if (!CsvProfileNames.TryParse(input.Profile, out _))
            errors.Add(new("$.profile", FieldError.Invalid, $"{CsvProfileNames.All}, or none."));
        if (input.Revisions is not null && !SnakeCase<DeliveredRevisions>.TryParse(input.Revisions, out _))
            errors.Add(new("$.revisions", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<DeliveredRevisions>.All)}."));
        if (input.Sites is not { } codes) return null;
        var all = (await master.GetAsync(cancellation)).Sites;
        if (codes.Count == 0) errors.Add(new("$.sites", FieldError.Invalid, "At least one; without sites it is all of them."));
        foreach (var code in codes.Where(c => all.Find(c) is null))
            errors.Add(new("$.sites", FieldError.UnknownReference, $"There is no site “{code}”."));
        return [.. codes.Select(c => all.Find(c)?.Id).OfType<int>().Distinct().Order()];
    }

    // Everything but the secret.
    private static object Told(Delivery d) => new
    {
        kind = SnakeCase<DeliveryKind>.Text(d.Kind),
        d.Target,
        d.Files,
        d.SiteIds,
        d.Profile,
        revisions = SnakeCase<DeliveredRevisions>.Text(d.Revisions),
        enabled = d.IsEnabled,
    };
}
