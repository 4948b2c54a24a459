using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.Api;

/// <summary>What an account or a token is to be allowed, as a body says it.</summary>
internal static class RightsAsked
{
    /// <summary>A role by its word; what is wrong with it is added to the errors.</summary>
    public static Role? RoleOf(string? text, List<FieldError> errors)
    {
        if (text is null) return null;
        if (SnakeCase<Role>.TryParse(text, out var role)) return role;
        errors.Add(new("$.role", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<Role>.All)}."));
        return null;
    }

    /// <summary>Ids of sites by their codes; null, which means every site, stays null.</summary>
    public static int[]? SitesOf(IReadOnlyList<string>? codes, MasterData data, List<FieldError> errors)
    {
        if (codes is null) return null;
        var ids = new List<int>();
        foreach (var (code, i) in codes.Select((c, i) => (c, i)))
        {
            if (code is not null && data.Sites.Find(code) is { } site) ids.Add(site.Id);
            else errors.Add(new($"$.sites[{i}]", FieldError.UnknownReference, $"There is no site “{code}”."));
        }

        return [.. ids.Distinct()];
    }

    /// <summary>Id of a staff member by their code.</summary>
    public static int? StaffOf(string? code, MasterData data, List<FieldError> errors)
    {
        if (code is null) return null;
        if (data.Staff.Find(code) is { } person) return person.Id;
        errors.Add(new("$.staff", FieldError.UnknownReference, $"There is no staff member “{code}”."));
        return null;
    }
}
