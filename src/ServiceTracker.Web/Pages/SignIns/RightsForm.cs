using Microsoft.AspNetCore.Mvc.ModelBinding;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.SignIns;

/// <summary>What an account may do, as a form has it.</summary>
public class RightsForm
{
    public string? Role { get; set; }
    public bool EverySite { get; set; }

    /// <summary>Codes of the sites, where not every site.</summary>
    public List<string> Sites { get; set; } = [];

    /// <summary>Code of the staff member.</summary>
    public string? Staff { get; set; }

    /// <summary>What there is to choose from. Not public, so that no request can fill it.</summary>
    internal IReadOnlyList<Site> AllSites { get; private set; } = [];

    internal IReadOnlyList<StaffMember> AllStaff { get; private set; } = [];

    /// <summary>Takes up what there is to choose from.</summary>
    public void Offer(MasterData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        AllSites = [.. data.Sites.All.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
        AllStaff = [.. data.Staff.All.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What was chosen; what is wrong with it goes to the page.</summary>
    public (Role Role, int[]? SiteIds, int? StaffId) Read(ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!SnakeCase<Role>.TryParse(Role, out var role)) state.AddModelError("Input.Role", "Choose a role.");
        var sites = role.SitesOf(EverySite ? null : [.. AllSites.Where(s => Sites.Contains(s.Code)).Select(s => s.Id)]);
        if (sites is { Length: 0 }) state.AddModelError("Input.Sites", "Tick the sites this person may see, or every site.");
        return (role, sites, AllStaff.FirstOrDefault(s => s.Code == Staff)?.Id);
    }
}
