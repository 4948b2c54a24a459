using ServiceTracker.Domain.Access;

namespace ServiceTracker.Domain.Tests.Access;

public class PermissionsTests
{
    [Fact]
    public void Each_role_stands_in_the_table_once() => Assert.Equal(Enum.GetValues<Role>(), Permissions.Roles);

    [Fact]
    public void Who_may_most_may_everything_and_who_may_least_only_logs()
    {
        Assert.All(Enum.GetValues<Permission>(), p => Assert.True(Permissions.Most.May(p)));
        Assert.Equal([Permission.Logs], Enum.GetValues<Permission>().Where(p => Permissions.Least.May(p)));
    }

    [Theory]
    [InlineData(Permission.Logs, Role.Admin, Role.Manager, Role.Staff)]
    [InlineData(Permission.EntersEvidence, Role.Admin, Role.Manager, Role.Ops)]
    [InlineData(Permission.Observes, Role.Admin, Role.Manager)]
    [InlineData(Permission.SeesEverybody, Role.Admin, Role.Manager, Role.Ops)]
    [InlineData(Permission.Manages, Role.Admin, Role.Manager)]
    [InlineData(Permission.WorksOnFlags, Role.Admin, Role.Manager)]
    [InlineData(Permission.Reviews, Role.Admin, Role.Manager)]
    [InlineData(Permission.Publishes, Role.Admin)]
    [InlineData(Permission.Administers, Role.Admin)]
    [InlineData(Permission.HasEverySite, Role.Admin)]
    public void A_permission_is_given_to_these_roles_alone(Permission permission, params Role[] roles) =>
        Assert.Equal(roles, Permissions.RolesWith(permission));

    [Fact]
    public void A_role_that_has_every_site_has_those_that_are_not_listed_too()
    {
        Assert.Null(Role.Admin.SitesOf([1]));
        Assert.Equal([1], Role.Manager.SitesOf([1])!);
        Assert.Null(Role.Manager.SitesOf(null));
    }
}
