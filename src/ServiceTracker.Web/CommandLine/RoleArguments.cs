using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Web.CommandLine;

/// <summary>Arguments that accounts and tokens share.</summary>
internal static class RoleArguments
{
    public static readonly VerbOption RoleOption = new(
        "--role", string.Join('|', SnakeCase<Role>.All), "What they may do.")
    { IsRequired = true };

    public static readonly VerbOption SiteOption = new("--site", "S", "A site by code; every site without.") { Repeats = true };

    public static readonly VerbOption StaffOption = new(
        "--staff", "CODE", "The staff member they are and log for; anybody of the sites without.");

    public static Role RoleOf(Arguments arguments) => SnakeCase<Role>.TryParse(arguments.Required("--role"), out var role)
        ? role : throw new UsageException($"--role is one of: {string.Join(", ", SnakeCase<Role>.All)}.");

    /// <summary>Refuses sites for who sees all of them, and warns on standard error where more is allowed than most mean.</summary>
    public static void Judge(Role role, List<string> sites, string? staff)
    {
        if (role.May(Permission.HasEverySite) && sites.Count > 0)
            throw new UsageException("An administrator sees every site; leave --site out, or choose another role.");
        if (!role.May(Permission.HasEverySite) && sites.Count == 0) Console.Error.WriteLine("No --site is named: this is for every site.");
        if (!role.May(Permission.SeesEverybody) && staff is null)
            Console.Error.WriteLine("No --staff is named: this may log for anybody of its sites.");
    }

    /// <summary>The id of a staff member by code; null where none is named.</summary>
    public static async Task<int?> StaffAsync(IServiceProvider services, string? code) => code is null ? null
        : (await MasterAsync(services)).Staff.Find(code)?.Id ?? throw new UsageException($"There is no staff member “{code}”.");

    /// <summary>Sites and staff.</summary>
    public static async Task<MasterData> MasterAsync(IServiceProvider services) =>
        await services.GetRequiredService<MasterDataReader>().GetAsync(CancellationToken.None);

    /// <summary>The ids of sites by code; null, every site, where none is named.</summary>
    public static async Task<int[]?> SitesAsync(IServiceProvider services, List<string> codes)
    {
        if (codes.Count == 0) return null;
        var master = await MasterAsync(services);
        return [.. codes.Select(c => master.Sites.Find(c)?.Id ?? throw new UsageException($"There is no site “{c}”."))];
    }
}
