using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Figures;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Overview;

/// <summary>
/// A site whose thirty whole weeks up to 2026-W46 are built from literal counts: eight people at counter and phone, as usual.
/// </summary>
public sealed class BuiltShop
{
    private const int People = 8, Weeks = 30;

    private static readonly DateTime LastMonday = new(2026, 11, 9, 10, 0, 0);

    private readonly Hosting.Organisation organisation;

    private BuiltShop(Hosting.Organisation organisation, string site, IReadOnlyList<string> staff) =>
        (this.organisation, Site, Staff) = (organisation, site, staff);

    /// <summary>Its code, which is its name.</summary>
    public string Site { get; }

    /// <summary>Codes of its people, which are their names.</summary>
    public IReadOnlyList<string> Staff { get; }

    /// <summary>Builds one.</summary>
    /// <param name="organisation">Where.</param>
    /// <param name="site">Code of a new site.</param>
    /// <param name="phoneFalls">Identity is missed on the phone in every third call of the last four weeks.</param>
    /// <param name="weeks">Weeks there are, up to W46.</param>
    /// <param name="counterFalls">The same at the counter.</param>
    public static async Task<BuiltShop> CreateAsync(
        Hosting.Organisation organisation, string? site = null, bool phoneFalls = false, int weeks = Weeks, bool counterFalls = false)
    {
        // Without a summer time: ten o'clock stays the same hour.
        site = await organisation.SiteAsync(site, "Africa/Abidjan");
        var staff = new List<string>();
        for (var i = 0; i < People; i++) staff.Add(await organisation.StaffAsync(null, site));
        var series = new Series(organisation, site);
        for (var week = Weeks - weeks; week < Weeks; week++)
        {
            var at = LastMonday.AddDays(-7 * (Weeks - 1 - week));
            foreach (var (i, person) in staff.Index())
            {
                // Each basic is missed in one of nine, at the counter as on the phone; who it is goes round.
                var round = (i + week) % 3;
                Add("counter", round == 0 ? 1 : 0, counterFalls && week >= Weeks - 4 ? 2 : round == 1 ? 1 : 0);
                Add("phone", round == 1 ? 1 : 0, phoneFalls && week >= Weeks - 4 ? 2 : round == 2 ? 1 : 0);

                void Add(string channel, int greeted, int identity) => series
                    .Add(at, 3 - greeted - identity, person, channel).Add(at, greeted, person, channel, "greeted")
                    .Add(at, identity, person, channel, "identity");
            }
        }

        await series.StoreAsync(rolledUp: true);
        return new BuiltShop(organisation, site, staff);
    }

    /// <summary>Somebody who is signed in: of this site, but for who sees them all.</summary>
    /// <param name="role">What they may do.</param>
    /// <param name="staff">The person of a staff account.</param>
    public async Task<Visitor> SignedInAsync(Role role, string? staff = null)
    {
        const string Password = "consistent-basics-first";
        var email = $"{organisation.NewCode("visitor")}@example.org";
        await organisation.App.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            var id = await db.Staff.Where(s => s.Code == staff).Select(s => (int?)s.Id).SingleOrDefaultAsync();
            var sites = role == Role.Admin ? null : await db.Sites.Where(s => s.Code == Site).Select(s => s.Id).ToArrayAsync();
            Assert.IsType<Application.Result<Account>.Ok>(await services.GetRequiredService<Accounts>().CreateAsync(
                Actor.CommandLine, email, Password, null, role, sites, id, CancellationToken.None));
        });
        var visitor = new Visitor(organisation.App);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }

    /// <summary>Opens a flag as the detectors would.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="staff">Code of the person, or null.</param>
    /// <param name="channel">Code of the channel, or null.</param>
    /// <param name="basic">Code of the basic, or null.</param>
    /// <param name="change">Changes it further.</param>
    public Task<Guid> FlagAsync(
        FlagKind kind, string? staff = null, string? channel = null, string? basic = null, Action<Flag>? change = null) =>
        organisation.App.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            var flag = new Flag
            {
                Id = Guid.CreateVersion7(),
                SiteId = await db.Sites.Where(s => s.Code == Site).Select(s => s.Id).SingleAsync(),
                Kind = kind,
                StaffId = await db.Staff.Where(s => s.Code == staff).Select(s => (int?)s.Id).SingleOrDefaultAsync(),
                ChannelId = await db.Channels.Where(c => c.Code == channel).Select(c => (int?)c.Id).SingleOrDefaultAsync(),
                Expectation = basic,
                DetectedAt = new DateTime(2026, 11, 5, 10, 0, 0, DateTimeKind.Utc),
                DetectedOn = new(2026, 11, 5),
                Since = new(2026, 11, 3),
                LastSignalOn = new(2026, 11, 5),
                Sentence = "As the detector says it.",
                Evidence = JsonSerializer.Serialize(
                    new FlagEvidence { N = 96, ObservedRate = 0.78, UsualRate = 0.91, Since = new(2026, 11, 3) },
                    JsonSerializerOptions.Web),
                OpenedAt = new DateTime(2026, 11, 5, 10, 0, 0, DateTimeKind.Utc),
            };
            change?.Invoke(flag);
            db.Flags.Add(flag);
            await db.SaveChangesAsync();
            return flag.Id;
        });

    /// <summary>Records that something is done another way from a day on.</summary>
    public Task ProcessChangeAsync(DateOnly date, string what, string? channel = null, bool rebase = false) =>
        organisation.App.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<ServiceTrackerDb>();
            db.ProcessChanges.Add(new ProcessChange
            {
                Id = Guid.CreateVersion7(),
                SiteId = await db.Sites.Where(s => s.Code == Site).Select(s => s.Id).SingleAsync(),
                ChannelId = await db.Channels.Where(c => c.Code == channel).Select(c => (int?)c.Id).SingleOrDefaultAsync(),
                Date = date,
                What = what,
                Why = "It was decided.",
                Rebase = rebase,
                At = new DateTime(2026, 11, 5, 10, 0, 0, DateTimeKind.Utc),
                By = "command-line",
                ByName = "command line",
            });
            await db.SaveChangesAsync();
        });
}
