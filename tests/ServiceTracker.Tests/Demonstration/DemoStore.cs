using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Complaints;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Tests.Demonstration;

/// <summary>A demonstration generated at a given instant in a store of its own, read back once for all tests.</summary>
public sealed class DemoStore
{
    public required DateTimeOffset Now { get; init; }
    public required DemoSummary Summary { get; init; }
    public required MasterData Master { get; init; }
    public required IReadOnlyList<Interaction> Interactions { get; init; }
    public required IReadOnlyList<InteractionText> Texts { get; init; }
    public required IReadOnlyList<MissCause> Causes { get; init; }
    public required IReadOnlyList<StandOut> StandOuts { get; init; }
    public required TimeSpan Took { get; init; }

    /// <summary>Generates it in a SQLite file, which is gone afterwards.</summary>
    public static async Task<DemoStore> CreateAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("servicetracker-demo-");
        try
        {
            return await CreateAsync(
                new StoreSettings(StoreKind.Sqlite, $"Data Source={Path.Combine(folder.FullName, "demo.db")};Pooling=False"), now,
                cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Generates it in an empty store.</summary>
    public static async Task<DemoStore> CreateAsync(StoreSettings store, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddStore(store)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceTrackerDb>();
        await scope.ServiceProvider.GetRequiredService<StoreUpgrade>().RunAsync(cancellation);
        var demo = new DemoOrganisation(
            db, new InteractionWriter(db, scope.ServiceProvider.GetRequiredService<IInteractionStore>()),
            new RollupUpdate(db, scope.ServiceProvider.GetRequiredService<IRollupStore>(), new ContactUpdate(db),
                new FollowBadContacts(
                    db, new MasterDataReader(db, new MasterDataCache()),
                    new AuditTrail(db, new RequestOrigin(null), new FakeTimeProvider(now)), new FakeTimeProvider(now)),
                new MasterDataReader(db, new MasterDataCache()),
                scope.ServiceProvider.GetRequiredService<StoreState>(), new FakeTimeProvider(now)), new FakeTimeProvider(now));
        var progress = new Shares();
        var watch = Stopwatch.StartNew();
        var summary = await demo.CreateAsync(progress, cancellation);
        watch.Stop();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => demo.CreateAsync(null, cancellation));
        return new DemoStore
        {
            Now = now,
            Summary = summary,
            Took = watch.Elapsed,
            Master = await MasterDataCache.LoadInsideAsync(db, cancellation),
            Interactions = [.. (await db.Interactions.AsNoTracking().ToListAsync(cancellation)).OrderBy(i => i.Id)],
            Texts = [.. (await db.InteractionTexts.AsNoTracking().ToListAsync(cancellation)).OrderBy(t => t.InteractionId)],
            Causes = [.. (await db.MissCauses.AsNoTracking().ToListAsync(cancellation)).OrderBy(c => c.InteractionId).ThenBy(c => c.Bit)],
            StandOuts = [
                .. (await db.StandOuts.AsNoTracking().ToListAsync(cancellation)).OrderBy(s => s.InteractionId).ThenBy(s => s.Position)],
        };
    }

    /// <summary>Every value of every row, as one hash.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(object rows) => hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(rows));
        Add(Master.Sites.All.Select(s => new { s.Id, s.Code, s.Name, s.Zone, s.DayStart, s.Version }));
        Add(Master.Teams.OrderBy(t => t.SiteId).ThenBy(t => t.Id));
        Add(Master.Staff.All);
        Add(Master.Channels.All);
        Add(Master.Reasons.All);
        Add(Master.Baselines.Values.OrderBy(b => b.Number));
        Add(Interactions);
        Add(Texts);
        Add(Causes);
        Add(StandOuts);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class Shares : List<double>, IProgress<double>
    {
        public void Report(double value) => Add(value);
    }
}
