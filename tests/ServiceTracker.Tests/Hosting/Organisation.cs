using System.Text.Json.Nodes;

namespace ServiceTracker.Tests.Hosting;

/// <summary>Makes an organisation and its interactions through the API, as a client program would.</summary>
public sealed class Organisation(TestApp app, Api admin)
{
    public const string Site = "harbour";

    private int numbers;

    public TestApp App => app;

    /// <summary>A caller who may do everything.</summary>
    public Api Admin => admin;

    /// <summary>The basics of the standard baseline, in the order of their bits. Weights 1, 3, 2 and 1; identity is critical.</summary>
    public static object[] StandardExpectations =>
    [
        Check("greeted"),
        Check("identity", weight: 3, critical: true),
        Measure("wait_seconds", 60, weight: 2, channels: "counter"),
        Check("anything_else"),
    ];

    /// <summary>A London site with two channels, a staff member, a reason and a baseline in force since 2020.</summary>
    public static async Task<Organisation> SetUpAsync(TestApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return await SetUpAsync(app, await app.AdminAsync());
    }

    /// <summary>The same through a caller of the test's own.</summary>
    public static async Task<Organisation> SetUpAsync(TestApp app, Api admin)
    {
        var organisation = new Organisation(app, admin);
        await organisation.ChannelAsync("counter");
        await organisation.ChannelAsync("phone");
        await organisation.SiteAsync(Site);
        await organisation.StaffAsync("dvolkov", Site);
        (await organisation.Admin.PutAsync("reasons/renewal", new { name = "Renewal" })).Is(201);
        await organisation.BaselineAsync("2020-01-01", StandardExpectations);
        return organisation;
    }

    public static object Check(string code, int weight = 1, bool critical = false, params string[] channels) => new
    {
        code,
        question = $"{code}?",
        promise = $"We keep {code}.",
        kind = "check",
        weight,
        critical,
        channels = channels.Length == 0 ? ["*"] : channels,
    };

    public static object Measure(string code, double target, string direction = "atMost", int weight = 1, params string[] channels) => new
    {
        code,
        question = $"{code}?",
        promise = $"We keep {code}.",
        kind = "measure",
        unit = "s",
        target,
        direction,
        weight,
        channels = channels.Length == 0 ? ["*"] : channels,
    };

    /// <summary>A code nobody has used yet.</summary>
    public string NewCode(string stem) => $"{stem}{Interlocked.Increment(ref numbers):D5}";

    /// <summary>A site at which no log is drawn as a full check unless a test says so: which ones would be differs from run to
    /// run.</summary>
    public async Task<string> SiteAsync(
        string? code = null, string zone = "Europe/London", string dayStart = "00:00", int fullCheckOneIn = 0)
    {
        code ??= NewCode("site");
        (await admin.PutAsync($"sites/{Uri.EscapeDataString(code)}", new { name = code, zone, dayStart, fullCheckOneIn })).Is(201);
        return code;
    }

    public async Task<string> TeamAsync(string site, string? code = null)
    {
        code ??= NewCode("team");
        (await admin.PutAsync($"sites/{Uri.EscapeDataString(site)}/teams/{Uri.EscapeDataString(code)}", new { name = code })).Is(201);
        return code;
    }

    public async Task<string> StaffAsync(string? code, string site, string? activeFrom = null, string? activeTo = null)
    {
        code ??= NewCode("person");
        (await admin.PutAsync($"staff/{Uri.EscapeDataString(code)}", new { name = code, site, activeFrom, activeTo })).Is(201);
        return code;
    }

    public async Task<string> ChannelAsync(string? code = null)
    {
        code ??= NewCode("channel");
        (await admin.PutAsync($"channels/{Uri.EscapeDataString(code)}", new { name = code, kind = "other" })).Is(201);
        return code;
    }

    /// <summary>Drafts and publishes a baseline.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> BaselineAsync(string effectiveFrom, params object[] expectations)
    {
        var draft = (await admin.PostAsync("baselines", new { name = "Basics", effectiveFrom, targetConsistency = 0.9, expectations }))
            .Is(201);
        var number = (int)draft["number"]!;
        (await admin.PostAsync($"baselines/{number}/publish")).Is(200);
        return number;
    }

    /// <summary>An interaction on which every test changes what it is about: the counter of harbour, all answered and met.</summary>
    public static JsonObject Entry(string occurredAt = "2026-11-20T10:00:00+00:00", string site = Site, string channel = "counter") => new()
    {
        ["site"] = site,
        ["channel"] = channel,
        ["occurredAt"] = occurredAt,
        ["observations"] = channel == "counter"
            ? new JsonObject { ["greeted"] = "met", ["identity"] = "met", ["wait_seconds"] = 42, ["anything_else"] = "met" }
            : new JsonObject { ["greeted"] = "met", ["identity"] = "met", ["anything_else"] = "met" },
    };

    /// <summary>Logs an interaction that is to be new.</summary>
    public async Task<Answer> LogAsync(JsonObject entry) => (await admin.PostAsync("interactions", entry)).Is(201);
}

/// <summary>Short ways to change an entry.</summary>
public static class Entries
{
    /// <summary>The same entry with a member set.</summary>
    public static JsonObject With(this JsonObject entry, string member, JsonNode? value)
    {
        entry[member] = value;
        return entry;
    }

    /// <summary>The same entry with an observation set.</summary>
    public static JsonObject Observed(this JsonObject entry, string code, JsonNode? value)
    {
        entry["observations"]![code] = value;
        return entry;
    }

    /// <summary>The same entry without a member.</summary>
    public static JsonObject Without(this JsonObject entry, string member)
    {
        entry.Remove(member);
        return entry;
    }
}
