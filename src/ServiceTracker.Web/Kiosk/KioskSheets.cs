using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Devices;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Kiosk;

/// <summary>Makes the <see cref="KioskSheet"/> of a device.</summary>
public sealed class KioskSheets(MasterDataReader master, DeviceKeys keys, TimeProvider clock)
{
    /// <summary>The sheet as it is now.</summary>
    public async Task<KioskSheet> OfAsync(Device device, CancellationToken cancellation)
    {
        var (data, now) = (await master.GetAsync(cancellation), clock.GetUtcNow());
        var site = data.Sites[device.SiteId];
        var today = site.Calendar.At(now.UtcDateTime).BusinessDate;
        var inForce = data.BaselineOn(today);
        var terms = data.BaselineTerms.Where(t => t.From > today || t.Number == inForce?.Number);
        return new KioskSheet(
            KioskDevices.Version, now.ToUnixTimeMilliseconds(), new($"{device.Id:N}", device.Name, device.Channel, device.Reason),
            new(site.Code, site.Name, site.Zone, (int)site.DayStart.ToTimeSpan().TotalMinutes, site.IdleLock),
            Convert.ToBase64String(await keys.PublicKeyAsync(device, cancellation)),
            [.. DeviceAccess.PeopleAt(data, site, now.UtcDateTime).Select(p => new KioskSheet.Named(p.Code, p.Name))],
            [.. LogSheetQuery.ReasonsOf(data).Select(r => new KioskSheet.Tile(r.Code, r.Name, ReasonPictures.Of(r.Icon)))],
            [.. LogFormModel.Hindrances.Select(h => new KioskSheet.Hindrance(h.Key, h.Text, SnakeCase<Cause>.Text(h.Cause)))],
            [.. terms.Select(t => new KioskSheet.Term(t.Number, t.From, [.. Asked(data.Baselines[t.Number], data)]))],
            []);
    }

    private static IEnumerable<KioskSheet.Asked> Asked(Baseline baseline, MasterData data) =>
        from c in LogSheetQuery.BasicsOf(baseline, data)
        let words = InteractionWords.AllMet(c.Checks.Count)
        select new KioskSheet.Asked(
            c.Channel.Code, c.Channel.Name, words.What, words.WasMet,
            [.. c.Checks.Concat(c.Measures).Select(e => new KioskSheet.Basic(
                e.Code, InteractionWords.Of(e), e.Critical, e.Kind == ExpectationKind.Measure, e.Unit))]);
}
