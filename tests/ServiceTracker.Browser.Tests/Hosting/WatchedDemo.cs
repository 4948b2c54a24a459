using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Hosting;

[assembly: AssemblyFixture(typeof(ServiceTracker.Browser.Tests.Hosting.WatchedDemo))]

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>The demonstration as <c>demo</c> serves it, after its history has gone through the detectors; no flag is a test's
/// own.</summary>
public sealed class WatchedDemo : SharedRunning
{
    /// <summary>Who sees both sites.</summary>
    public const string Admin = "admin@watched.test";

    protected override async Task FillAsync(Running app)
    {
        ArgumentNullException.ThrowIfNull(app);
        await app.InScopeAsync(services => services.GetRequiredService<DemoOrganisation>().CreateAsync(null, CancellationToken.None));
        await app.App.WatchAsync();
        await app.AccountAsync(Admin, Role.Admin, "Olena Marchenko");
    }
}
