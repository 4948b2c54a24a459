using ServiceTracker.Application.Access;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Imports;

/// <summary>What may be wished for an import, and by whom.</summary>
internal static class ImportWishes
{
    /// <summary>What is wrong with the wishes themselves, before any file is read.</summary>
    public static Refusal? RefusalOf(Actor actor, ImportOptions options, IReadOnlyCollection<string> formats)
    {
        if (!actor.SeesEverybody) return Refusal.Forbidden("Importing is for managers, ops and administrators.");
        if (options.CreateMissing && !actor.IsAdmin)
            return Refusal.Forbidden("createMissing makes sites and people, which is for an administrator.");
        var errors = new List<FieldError>();
        if (!formats.Contains(options.Format))
            errors.Add(new("$.format", FieldError.Invalid, $"One of: {string.Join(", ", formats)}."));
        if (options.Mapping is not null && options.Format != "csv")
            errors.Add(new("$.mapping", FieldError.Invalid, "A mapping reads CSV."));
        if (!SnakeCase<Source>.TryParse(options.Source, out _))
            errors.Add(new("$.source", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Source>.All)}."));
        if (options.Zone is not null && !BusinessCalendar.TryFindZone(options.Zone, out _))
            errors.Add(new(
                "$.zone", FieldError.Invalid, $"“{options.Zone}” is not an IANA time zone known here; write it like Europe/London."));
        if (options.FileName is { } name && (name.Length > ImportRun.MaxFileName || name.Any(char.IsControl)))
            errors.Add(new("$.fileName", FieldError.Invalid, $"At most {ImportRun.MaxFileName} characters, and no control characters."));
        return errors.Count > 0 ? Refusal.Invalid(errors) : null;
    }
}
