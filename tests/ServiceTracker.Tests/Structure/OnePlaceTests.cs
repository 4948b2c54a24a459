using System.Text.RegularExpressions;
using ServiceTracker.Domain.Access;

namespace ServiceTracker.Tests.Structure;

/// <summary>What stands once: a second place would be forgotten when the first one changes.</summary>
public sealed partial class OnePlaceTests
{
    private static readonly string[] AccessOfDomain = ["src/ServiceTracker.Domain/Access/"];

    [Fact]
    public void What_a_role_may_do_is_asked_of_the_table_of_permissions_alone()
    {
        var roles = string.Join('|', Enum.GetNames<Role>());
        // The people of the demonstration have roles as they have names.
        string[] allowed = [.. AccessOfDomain, "src/ServiceTracker.Application/Demonstration/DemoOrganisation.cs"];
        Assert.Empty(Naming(new Regex($@"\bRole\.({roles})\b", RegexOptions.NonBacktracking), allowed));
        Assert.Empty(Naming(RolesAsked(), ["src/ServiceTracker.Web/Access/Policies.cs"]));
    }

    [Fact]
    public void No_role_is_written_as_text()
    {
        // "staff" is a table, a field and a menu as well.
        var roles = string.Join('|', Enum.GetNames<Role>().Except([nameof(Role.Staff)]).Select(r => r.ToLowerInvariant()));
        // Examples of what programs send are meant to be read as they are.
        string[] allowed = [.. AccessOfDomain, "src/ServiceTracker.Web/Api/Document/Examples.cs"];
        Assert.Empty(Naming(new Regex($@"""({roles})""", RegexOptions.NonBacktracking), allowed));
    }

    [Fact]
    public void The_sites_and_the_person_of_who_asks_are_compared_by_the_actor_alone() =>
        Assert.Empty(Naming(
            OwnCompared(), ["src/ServiceTracker.Application/Access/Actor.cs", "src/ServiceTracker.Infrastructure/Access/ActorClaims.cs"]));

    [Fact]
    public void What_runs_in_the_background_stands_in_the_schedule_alone()
    {
        Assert.Empty(Naming(Scheduled(), ["src/ServiceTracker.Infrastructure/Jobs/"]));
        // A portion of log lines waits a moment.
        Assert.Empty(Naming(Timers(), ["src/ServiceTracker.Web/FastLane/BufferedConsoleSink.cs"]));
    }

    // Files of the program in which something stands, but for those where it belongs.
    private static IEnumerable<string> Naming(Regex pattern, string[] allowed) =>
        Repository.Sources("src", "*.cs*")
            .Select(f => (Name: Path.GetRelativePath(Repository.Folder, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Name.Contains("/Migrations/", StringComparison.Ordinal))
            .Where(f => !allowed.Any(a => f.Name.StartsWith(a, StringComparison.Ordinal)))
            .Where(f => pattern.IsMatch(File.ReadAllText(f.File)))
            .Select(f => f.Name);

    [GeneratedRegex(@"\b(IsInRole|RequireRole)\(|\bAuthorize\(Roles")]
    private static partial Regex RolesAsked();

    [GeneratedRegex(@"\bAddHostedService\b|<IHostedService\b")]
    private static partial Regex Scheduled();

    [GeneratedRegex(@"\b(PeriodicTimer|CreateTimer|Timer)\b")]
    private static partial Regex Timers();

    // Lines of others leave out those of the asker's own person, who is then no colleague: not a question of what may be seen.
    [GeneratedRegex(
        @"\b[Aa]ctor(\(\))?\.SiteIds\b|\b[Aa]ctor is \{[^}]*(SiteIds|StaffId|Role):"
        + @"|(person|who|staff|unit|inSight)\w*\??\.(Id|StaffId) [!=]= [Aa]ctor(\(\))?\.StaffId")]
    private static partial Regex OwnCompared();
}
