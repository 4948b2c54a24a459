using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.EveryPage;

/// <summary>A page as one role sees it.</summary>
/// <param name="Who">Name of the account; nobody is signed in where absent.</param>
/// <param name="Route">Route of the page, without a leading slash.</param>
/// <param name="Query">What follows the path.</param>
/// <param name="Status">What the page answers.</param>
public sealed record Place(string? Who, string Route, string Query = "", int Status = 200)
{
    /// <summary>The account, or null.</summary>
    public DemoSignIn? Account => Who is null ? null : DemoOrganisation.SignIns.Single(s => s.Name == Who);

    /// <summary>Budget over the wire for the whole page, bytes.</summary>
    public int MostBytes => 1024 * (Route switch { "log" => 25, "overview" => 45, "charts" => 60, _ => 35 });

    public override string ToString() => $"{Who ?? "nobody"} /{Route}{Query}";
}

/// <summary>The list of all pages by role. A test holds it complete.</summary>
public static class Places
{
    private const string Admin = "Olena Marchenko", Manager = "Amara Okafor", Ops = "Mateo Quispe", Staff = "Dana Volkov";

    /// <summary>Pages that only lead elsewhere, and those of an empty store and of a device, which have tests of their own.</summary>
    public static readonly IReadOnlyList<string> Elsewhere = ["", "sign-out", "setup", "kiosk", "kiosk/pin", "kiosk/log", "kiosk/offline"];

    private static readonly IReadOnlyList<Place> All =
    [
        new(null, "sign-in"),
        new(null, "kiosk/pair", "?code=ABCD2345"),
        new(null, "denied", Status: 403),
        new(null, "failed", Status: 404),
        new(null, "not-found/{status:int?}", Status: 404),
        new(Manager, "denied", Status: 403),
        new(Manager, "not-found/{status:int?}", Status: 404),
        new(Admin, "overview"),
        new(Manager, "overview"),
        new(Manager, "overview", "?week=2026-W20"),
        new(Ops, "overview", "?site=northgate"),
        new(Admin, "charts"),
        new(Admin, "charts", "?by=people"),
        new(Manager, "charts", "?by=basics_by_channel"),
        new(Manager, "charts", "?by=channels&as=table"),
        new(Ops, "charts", "?by=sites"),
        new(Manager, "charts", "?week=2020-W01"),
        new(Admin, "falters"),
        new(Manager, "falters", "?week=2026-W20"),
        new(Ops, "falters", "?site=northgate"),
        new(Admin, "consistency"),
        new(Manager, "consistency", "?lines=pairs"),
        new(Manager, "consistency"),
        new(Manager, "consistency", "?week=2026-W46"),
        new(Manager, "consistency", "?week=2020-W01"),
        new(Staff, "consistency"),
        new(Manager, "consistency/chart", "?site=harbour&channel=phone"),
        new(Manager, "consistency/chart", "?channel=phone&basic=identity"),
        new(Staff, "consistency/chart", "?staff=dvolkov"),
        new(Admin, "basics"),
        new(Manager, "basics"),
        new(Ops, "basics", "?site=northgate"),
        new(Admin, "basics/{code}"),
        new(Manager, "basics/{code}", "?channel=phone"),
        new(Manager, "basics/{code}", "?week=2025-W44"),
        new(Admin, "channel", "?code=phone"),
        new(Manager, "channel", "?code=email"),
        new(Ops, "channel", "?code=counter&site=northgate"),
        new(Admin, "site", "?code=northgate"),
        new(Manager, "site", "?code=harbour"),
        new(Manager, "site", "?code=harbour&week=2025-W44"),
        new(Manager, "person", "?code=dvolkov"),
        new(Manager, "person", "?code=rellis"),
        new(Manager, "person", "?code=rellis&as=person"),
        new(Admin, "person", "?code=tmoyo"),
        new(Ops, "person", "?code=ysato"),
        new(Staff, "me"),
        new(Manager, "me"),
        new(Admin, "interactions"),
        new(Staff, "interactions", "?missed=any"),
        new(Manager, "interactions", "?from=2020-01-01&to=2020-01-02"),
        new(Manager, "interactions", "?fromHour=12&beforeHour=14&role=Service+adviser"),
        new(Manager, "interactions/{id:guid}"),
        new(Manager, "interactions/{id:guid}/correct"),
        new(Manager, "disputes"),
        new(Admin, "disputes", "?status=all"),
        new(Admin, "recoveries"),
        new(Manager, "recoveries", "?Filter.Status=all&Filter.By=cause"),
        new(Ops, "recoveries"),
        new(Staff, "recoveries"),
        new(Manager, "recoveries/{id:guid}"),
        new(Manager, "safety"),
        new(Ops, "safety", "?from=2026-01-01&to=2026-01-31"),
        new(Admin, "log"),
        new(Manager, "log", "?person=dvolkov"),
        new(Staff, "log"),
        new(Manager, "observe"),
        new(Manager, "observe", "?person=dvolkov&channel=phone"),
        new(Admin, "observe"),
        new(Manager, "calibration"),
        new(Ops, "calibration", "?site=northgate"),
        new(Admin, "flags"),
        new(Manager, "flags"),
        new(Manager, "flags", "?status=all"),
        new(Manager, "flags", "?kind=comparison"),
        new(Ops, "flags"),
        new(Staff, "flags"),
        new(Manager, "flags/{id:guid}"),
        new(Manager, "flags/{id:guid}", "?closed"),
        new(Manager, "flags/{id:guid}", "?note"),
        new(Staff, "flags/{id:guid}", "?own"),
        new(Manager, "reports"),
        new(Ops, "reports"),
        new(Ops, "columns"),
        new(Admin, "deliveries"),
        new(Ops, "deliveries"),
        new(Admin, "deliveries/one", "?name=payroll"),
        new(Ops, "imports"),
        new(Ops, "imports/map"),
        new(Admin, "imports/mappings"),
        new(Admin, "imports/{id:guid}"),
        new(Admin, "baselines"),
        new(Staff, "baselines"),
        new(Manager, "baselines/{number:int}"),
        new(Manager, "baselines/new"),
        new(Admin, "baselines/{number:int}/edit"),
        new(Admin, "baselines/{number:int}/publish"),
        new(Admin, "staff"),
        new(Manager, "staff"),
        new(Manager, "staff/edit", "?code=dvolkov"),
        new(Manager, "staff/code", "?code=dvolkov"),
        new(Manager, "devices"),
        new(Admin, "accounts"),
        new(Admin, "accounts/new"),
        new(Admin, "tokens"),
        new(Admin, "audit"),
        new(Admin, "accounts/{id:guid}"),
        new(Staff, "account"),
        new(null, "welcome", "?link=used", Status: 404),
        new(Admin, "sites"),
        new(Admin, "sites/edit", "?code=harbour"),
        new(Admin, "channels"),
        new(Admin, "channels/edit", "?code=phone"),
        new(Admin, "reasons"),
        new(Admin, "reasons/edit", "?code=renewal"),
        new(Admin, "setup/steps"),
        new(Admin, "setup/site"),
        new(Admin, "setup/channels"),
        new(Admin, "setup/people"),
        new(Admin, "setup/basics"),
    ];

    /// <summary>All of them, by their text.</summary>
    public static TheoryData<string> Names => [.. All.Select(p => p.ToString())];

    /// <summary>The routes in the list.</summary>
    public static IEnumerable<string> Routes => All.Select(p => p.Route).Distinct();

    public static Place Find(string name) => All.Single(p => p.ToString() == name);

    /// <summary>A browser of the one who looks at the place, before it is opened.</summary>
    public static async Task<IPage> PageAsync(this Place place, DemoApp demo, Chromium chromium, int width)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(demo);
        ArgumentNullException.ThrowIfNull(chromium);
        return place.Account is { } who
            ? await demo.PageOfAsync(chromium, who, width, 900)
            : await chromium.NewPageAsync((await demo.StartedAsync()).Address, width, 900);
    }

    /// <summary>The path of a place in the demonstration.</summary>
    public static async Task<string> PathAsync(this Place place, DemoApp demo)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(demo);
        var app = (await demo.StartedAsync()).App;
        var path = place.Route switch
        {
            "interactions/{id:guid}" or "interactions/{id:guid}/correct" =>
                place.Route.Replace("{id:guid}", $"{await app.QueryAsync(db => db.Interactions
                    .Where(i => i.CriticalMissed && i.SiteId == db.Sites.First(s => s.Code == "harbour").Id)
                    .Select(i => i.Id).FirstAsync())}", StringComparison.Ordinal),
            "flags/{id:guid}" =>
                $"flags/{place.Query switch
                {
                    "?closed" => DemoApp.Closed,
                    "?note" => DemoApp.Note,
                    "?own" => DemoApp.Own,
                    _ => DemoApp.Flag,
                }}",
            "recoveries/{id:guid}" => $"recoveries/{await demo.CaseAsync()}",
            "accounts/{id:guid}" =>
                $"accounts/{await app.QueryAsync(db => db.Users.Where(u => u.DisplayName == Manager).Select(u => u.Id).FirstAsync())}",
            "imports/{id:guid}" => $"imports/{await demo.ImportAsync()}",
            "baselines/{number:int}/edit" or "baselines/{number:int}/publish" =>
                place.Route.Replace("{number:int}", $"{await demo.DraftAsync()}", StringComparison.Ordinal),
            var route => route.Replace("{number:int}", "2", StringComparison.Ordinal)
                .Replace("{code}", "next_step", StringComparison.Ordinal)
                .Replace("/{status:int?}", "", StringComparison.Ordinal),
        };
        return $"/{path}{place.Query}";
    }
}
