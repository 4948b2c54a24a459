using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Flags;
using ServiceTracker.Tests.Hosting;

[assembly: AssemblyFixture(typeof(DemoApp))]

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>
/// The demonstration on SQLite, made with the first use and shared by all tests that only read. It is a Friday noon in 2026-W47 there.
/// </summary>
public sealed class DemoApp : IAsyncDisposable
{
    // Asked for nothing on SQLite, and never started. Fixtures of an assembly cannot be given one another.
    private readonly PostgresCluster postgres = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private Running? running;

    /// <summary>Ids of flags of the demonstration: of a channel with a part, about one person, closed, and a note.</summary>
    public static readonly Guid Flag = new("01920000-0000-7000-8000-0000000000f1"), Own = new("01920000-0000-7000-8000-0000000000f2"),
        Closed = new("01920000-0000-7000-8000-0000000000f3"), Note = new("01920000-0000-7000-8000-0000000000f4");

    private string? import;
    private int? draft;
    private string? recovery;

    /// <summary>The program with the demonstration in it.</summary>
    public async Task<Running> StartedAsync()
    {
        await gate.WaitAsync();
        try
        {
            return running ??= await StartAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A page of somebody of the demonstration.</summary>
    public async Task<IPage> PageOfAsync(
        Chromium chromium, DemoSignIn who, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light, bool script = true)
    {
        ArgumentNullException.ThrowIfNull(who);
        var app = await StartedAsync();
        await gate.WaitAsync();
        try
        {
            return await app.PageOfAsync(chromium, Email(who), width, height, colours, script);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>An import that was refused, with a list of what is wrong; nothing of it was stored.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> ImportAsync()
    {
        var app = await StartedAsync();
        await gate.WaitAsync();
        try
        {
            if (import is not null) return import;
            using var admin = await app.AdminAsync();
            var answer = await admin.PostTextAsync(
                "imports?format=csv",
                "site,channel,occurred_at,greeted\nharbour,counter,2026-11-19T10:00:00Z,met\nnowhere,fax,yesterday,perhaps\n", "text/csv");
            return import = (string)answer["id"]!;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A case on which somebody has begun to work.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CaseAsync()
    {
        var app = await StartedAsync();
        await gate.WaitAsync();
        try
        {
            if (recovery is not null) return recovery;
            using var admin = await app.AdminAsync();
            var opened = await admin.PostAsync(
                "recoveries", new { site = "harbour", channel = "phone", reason = "complaint", customer = "c-4711", cause = "process" });
            recovery = (string)opened.Is(201)["id"]!;
            (await admin.PostAsync($"recoveries/{recovery}/transitions", new { to = "owned", words = "We are sorry." })).Is(200);
            return recovery;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A baseline that is still a draft, and scores nothing.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> DraftAsync()
    {
        var app = await StartedAsync();
        await gate.WaitAsync();
        try
        {
            if (draft is { } number) return number;
            using var admin = await app.AdminAsync();
            var answer = await admin.PostAsync(
                "baselines",
                new
                {
                    name = "Next year",
                    effectiveFrom = "2027-01-01",
                    targetConsistency = 0.9,
                    expectations = Organisation.StandardExpectations
                });
            return (draft = (int)answer.Is(201)["number"]!).Value;
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await running.DisposeAsync();
        await postgres.DisposeAsync();
        gate.Dispose();
    }

    private async Task<Running> StartAsync()
    {
        var app = await Running.StartAsync(Store.Sqlite, postgres);
        await app.InScopeAsync(services => services.GetRequiredService<DemoOrganisation>().CreateAsync(null, CancellationToken.None));
        foreach (var who in DemoOrganisation.SignIns) await app.AccountAsync(Email(who), who.Role, who.Name, who.Site, who.StaffCode);
        await RaiseAsync(app);
        using var admin = await app.AdminAsync();
        (await admin.PutAsync("deliveries/payroll", new { kind = "folder", target = "payroll", files = new[] { "staff.csv" } })).Is(201);
        return app;
    }

    // A flag of each kind that a page shows in its own way.
    private static async Task RaiseAsync(Running app)
    {
        var phone = new RaisedFlag
        {
            Id = Flag,
            Kind = FlagKind.Basic,
            Channel = "phone",
            Expectation = "identity",
            Sentence = "Identity was checked in 60 of 100 phone interactions since 9 November; 90 are usual.",
        };
        RaisedFlag[] flags =
        [
            phone,
            phone with { Id = Guid.CreateVersion7(), Staff = "dvolkov", PartOf = Flag },
            new() { Kind = FlagKind.Critical, Staff = "dvolkov", Channel = "counter", Expectation = "identity" },
            new() { Id = Own, Kind = FlagKind.Better, Staff = "dvolkov", IsSettled = true },
            new()
            {
                Kind = FlagKind.Erratic,
                Channel = null,
                Status = FlagStatus.Watching,
                Finding = FlagFinding.System,
                Owner = "amara.okafor@demo.test",
                LookAgainOn = new(2026, 11, 19),
            },
            new() { Kind = FlagKind.Lower, Status = FlagStatus.Acting, Finding = FlagFinding.Person, Staff = "dvolkov" },
            new() { Id = Closed, Kind = FlagKind.Comparison, Status = FlagStatus.Closed, Supported = false, Channel = null },
            new() { Id = Note, Kind = FlagKind.LoggingGap, Channel = null, Sentence = "Quick logs: 97 % all met. Full checks: 88 %." },
        ];
        foreach (var flag in flags) await flag.StoreAsync(app.App);
    }

    private static string Email(DemoSignIn who) => who.Name.ToLowerInvariant().Replace(' ', '.') + "@demo.test";
}
