using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>
/// Counts wrong PINs in the store, so that neither a restart nor a second server gives new tries. A try is counted before it is looked
/// at, by one statement that holds the limit itself: however many come at once, no more than the limit are ever looked at.
/// </summary>
public sealed class PinGuard(ServiceTrackerDb db, TimeProvider clock)
{
    /// <summary>Counts a try at a person, or at a name that nobody has.</summary>
    /// <returns>False at the limit, where nothing was counted.</returns>
    public Task<bool> TryCountPersonAsync(string subject, CancellationToken cancellation) =>
        TryCountAsync(subject, PinTries.MostOfPerson, isDaily: false, cancellation);

    /// <summary>Counts a try on a device.</summary>
    /// <returns>False at the limit, where nothing was counted.</returns>
    public Task<bool> TryCountDeviceAsync(Guid device, CancellationToken cancellation) =>
        TryCountAsync(PinTries.OfDevice(device), PinTries.MostOfDevice, isDaily: true, cancellation);

    /// <summary>Takes back what was counted: the try was right, or not looked at.</summary>
    public Task TakeBackAsync(string subject, CancellationToken cancellation) =>
        db.PinTries.Where(t => t.Subject == subject && t.Wrong > 0)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Wrong, x => x.Wrong - 1), cancellation);

    /// <summary>Gives all tries back, because a manager says so.</summary>
    public Task<int> ForgiveAsync(string subject, CancellationToken cancellation) =>
        db.PinTries.Where(t => t.Subject == subject && t.Wrong > 0)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Wrong, 0), cancellation);

    /// <summary>How many wrong ones were counted.</summary>
    public Task<Dictionary<string, int>> WrongAsync(IReadOnlyList<string> subjects, CancellationToken cancellation) =>
        db.PinTries.AsNoTracking().Where(t => EF.Parameter(subjects).Contains(t.Subject))
            .ToDictionaryAsync(t => t.Subject, t => t.Wrong, cancellation);

    private async Task<bool> TryCountAsync(string subject, int most, bool isDaily, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO pin_tries (subject, wrong, day) VALUES ({subject}, 0, {today}) ON CONFLICT DO NOTHING", cancellation);
        // The day only goes forward: a clock that is set back, and then on again, comes to no new day by that.
        return await db.PinTries.Where(t => t.Subject == subject && t.Wrong < most)
            .ExecuteUpdateAsync(
                t => t.SetProperty(x => x.Wrong, x => isDaily && x.Day < today ? 1 : x.Wrong + 1)
                    .SetProperty(x => x.Day, x => x.Day < today ? today : x.Day), cancellation) > 0;
    }
}
