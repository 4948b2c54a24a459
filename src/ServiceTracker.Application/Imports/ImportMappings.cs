using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>Keeps how other programs' files are read, by name, for everybody who imports.</summary>
public sealed class ImportMappings(IServiceTrackerDb db, AuditTrail audit, TimeProvider clock)
{
    private static readonly ImportMappingInputValidator Rules = new();

    private static readonly Refusal NotYours = Refusal.Forbidden("Importing is for managers, ops and administrators.");

    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<ImportMapping>> ListAsync(CancellationToken cancellation) =>
        [.. (await db.ImportMappings.AsNoTracking().ToListAsync(cancellation)).OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>One of them, or null.</summary>
    public Task<ImportMapping?> FindAsync(string name, CancellationToken cancellation)
    {
        name = Code.Trim(name);
        return db.ImportMappings.AsNoTracking().SingleOrDefaultAsync(m => m.Name == name, cancellation);
    }

    /// <summary>What a mapping says.</summary>
    public static ImportMappingInput Of(ImportMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return JsonSerializer.Deserialize<ImportMappingInput>(mapping.Says, JsonSerializerOptions.Web)!;
    }

    /// <summary>The same wishes with a file that is read by a mapping.</summary>
    /// <param name="options">The wishes.</param>
    /// <param name="mapping">The mapping; null for a file of the import layout.</param>
    public static ImportOptions By(ImportOptions options, ImportMapping? mapping) => mapping is null ? options
        : options with { Mapping = Of(mapping), MappingName = mapping.Name, MappingVersion = mapping.Version };

    /// <summary>Makes or changes one.</summary>
    /// <param name="actor">Somebody who imports.</param>
    /// <param name="name">Its name.</param>
    /// <param name="input">What it is to say.</param>
    /// <param name="version">The version it was read at, <see cref="SaveOrganisation.NotThere"/>, or null to save whatever it is
    /// now.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ImportMapping>> SaveAsync(
        Actor actor, string name, ImportMappingInput input, int? version, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return NotYours;
        List<FieldError> errors = [.. OrganisationRules.CheckCode(name), .. FieldError.From(Rules.Validate(input))];
        if (errors.Count > 0) return Refusal.Invalid(errors);
        name = Code.Trim(name);
        var mapping = await db.ImportMappings.SingleOrDefaultAsync(m => m.Name == name, cancellation);
        if (SaveOrganisation.IsStale(mapping?.Version, version)) return SaveOrganisation.StaleOf(version);
        var before = mapping is null ? null : Of(mapping);
        if (mapping is null) db.ImportMappings.Add(mapping = new ImportMapping { Name = name });
        else mapping.Version++;
        mapping.Says = JsonSerializer.Serialize(input, JsonSerializerOptions.Web);
        mapping.ChangedAt = clock.GetUtcNow().UtcDateTime;
        audit.Record(actor, "import_mapping.saved", $"import_mapping/{name}", before, input);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (before is null || e is DbUpdateConcurrencyException)
        {
            return SaveOrganisation.StaleOf(version);
        }

        return new Result<ImportMapping>.Ok(mapping, before is null);
    }

    /// <summary>Removes one. What was taken in with it stays.</summary>
    public async Task<Result<string>> RemoveAsync(Actor actor, string name, int? version, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) return NotYours;
        name = Code.Trim(name);
        if (await db.ImportMappings.SingleOrDefaultAsync(m => m.Name == name, cancellation) is not { } mapping)
            return NotThere(name);
        if (SaveOrganisation.IsStale(mapping.Version, version)) return SaveOrganisation.StaleOf(version);
        db.ImportMappings.Remove(mapping);
        audit.Record(actor, "import_mapping.removed", $"import_mapping/{name}", Of(mapping), null);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SaveOrganisation.StaleOf(null);
        }

        return new Result<string>.Ok(name, IsNew: false);
    }

    /// <summary>What is said where there is none of a name.</summary>
    public static Refusal NotThere(string name) => Refusal.NotFound($"There is no import mapping “{name}”.");
}
