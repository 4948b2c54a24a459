using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

/// <summary>A site of a test's own with a device and people who have PINs.</summary>
internal static class Counter
{
    /// <summary>Registers a device at a site and pairs it.</summary>
    /// <returns>Its id, and the secret of its cookie.</returns>
    public static async Task<(Guid Id, string Secret)> PairedAsync(Hosting.Organisation organisation, string site)
    {
        var made = (await organisation.Admin.PostAsync("devices", new { site, name = "Front desk" })).Is(201);
        var paired = await organisation.App.InScopeAsync(s =>
            s.GetRequiredService<DeviceAdministration>().PairAsync((string?)made["pairingCode"], CancellationToken.None));
        Assert.NotNull(paired);
        return (paired.Value.Device.Id, paired.Value.Secret);
    }

    /// <summary>Somebody who serves at a site and has a PIN.</summary>
    public static async Task<string> PersonAsync(Hosting.Organisation organisation, string site, string pin)
    {
        var code = await organisation.StaffAsync(null, site);
        (await organisation.Admin.PutAsync($"staff/{code}/pin", new { pin })).Is(204);
        return code;
    }

    /// <summary>Enters a PIN on a device, as a request of its own.</summary>
    /// <param name="services">Of the server it comes to.</param>
    /// <param name="device">The device.</param>
    /// <param name="code">Whose.</param>
    /// <param name="pin">The PIN.</param>
    public static async Task<PinOutcome> EnterAsync(IServiceProvider services, Guid device, string code, string pin)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Infrastructure.Persistence.ServiceTrackerDb>();
        var its = await db.Devices.AsNoTracking().SingleAsync(d => d.Id == device);
        return await scope.ServiceProvider.GetRequiredService<DeviceAccess>().TryAsync(its, code, pin, CancellationToken.None);
    }

    /// <summary>Does something many times at once, as far as the tests' database has connections for it.</summary>
    public static async Task<PinOutcome[]> AtOnceAsync(int times, Func<int, Task<PinOutcome>> act)
    {
        using var room = new SemaphoreSlim(MostAtOnce);
        return await Task.WhenAll(Enumerable.Range(0, times).Select(async n =>
        {
            await room.WaitAsync();
            try
            {
                return await act(n);
            }
            finally
            {
                room.Release();
            }
        }));
    }

    // See TestApp.
    private const int MostAtOnce = 10;

    /// <summary>How many wrong PINs stand in the store.</summary>
    public static Task<int> WrongAsync(TestApp app, string subject) =>
        app.QueryAsync(db => db.PinTries.Where(t => t.Subject == subject).Select(t => t.Wrong).SingleOrDefaultAsync());

    /// <summary>The subject of somebody's tries.</summary>
    public static Task<string> SubjectAsync(TestApp app, string code) =>
        app.QueryAsync(async db => PinTries.OfPerson(await db.Staff.Where(s => s.Code == code).Select(s => s.Id).SingleAsync()));
}
