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

    private MasterData? offered;

    /// <summary>Takes up what there is to choose from.</summary>
    public void Offer(MasterData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        offered = data;
        AllSites = [.. data.Sites.All.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
        AllStaff = [.. data.Staff.All.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>What was chosen of what was offered; what is wrong with it goes to the page.</summary>
    /// <exception cref="InvalidOperationException">Nothing was offered.</exception>
    public (Role Role, int[]? SiteIds, int? StaffId) Read(ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var data = offered ?? throw new InvalidOperationException("There is nothing to choose from.");
        if (!SnakeCase<Role>.TryParse(Role, out var role)) state.AddModelError("Input.Role", "Choose a role.");
        var chosen = EverySite ? [] : Sites.Select(c => data.Sites.Find(c)).ToList();
        if (chosen.Contains(null)) state.AddModelError("Input.Sites", "One of the sites is not there any more. Tick the sites again.");
        var person = data.Staff.Find(Staff);
        if (person is null && !string.IsNullOrWhiteSpace(Staff))
            state.AddModelError("Input.Staff", $"There is no staff member “{Staff}” any more. Choose again.");
        var sites = role.SitesOf(EverySite ? null : [.. chosen.OfType<Site>().Select(s => s.Id).Distinct()]);
        if (sites is { Length: 0 }) state.AddModelError("Input.Sites", "Tick the sites this person may see, or every site.");
        return (role, sites, person?.Id);
    }
}
