using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Hosting.Organisation;

namespace ServiceTracker.Tests.Figures;

/// <summary>Stores literal series of interactions at one site, a thousand at once.</summary>
public sealed class Series(Hosting.Organisation organisation, string site)
{
    private readonly JsonArray waiting = [];

    /// <summary>Adds interactions of one moment that are alike.</summary>
    /// <param name="at">Instant, UTC.</param>
    /// <param name="times">How many.</param>
    /// <param name="staff">Code of the person, or null.</param>
    /// <param name="channel">counter or phone.</param>
    /// <param name="missed">Codes of the basics that were missed.</param>
    public Series Add(DateTime at, int times, string? staff = null, string channel = "counter", params string[] missed) =>
        Add(at, times, staff, channel, _ => { }, missed);

    /// <inheritdoc cref="Add(DateTime, int, string?, string, string[])"/>
    /// <param name="change">Changes each entry further.</param>
    public Series Add(DateTime at, int times, string? staff, string channel, Action<JsonObject> change, params string[] missed)
    {
        for (var i = 0; i < times; i++)
        {
            var entry = Entry(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), site, channel).With("staff", staff);
            foreach (var code in missed) entry.Observed(code, code == "wait_seconds" ? 90 : "missed");
            change(entry);
            waiting.Add(entry);
        }

        return this;
    }

    /// <summary>Adds k of n with all basics met, "greeted" missed in the others.</summary>
    public Series Add(DateTime at, (int K, int N) counts, string? staff = null, string channel = "counter") =>
        Add(at, counts.K, staff, channel).Add(at, counts.N - counts.K, staff, channel, "greeted");

    /// <summary>Stores what was added.</summary>
    /// <param name="rolledUp">Take it into the rollups at once.</param>
    public async Task<Series> StoreAsync(bool rolledUp = false)
    {
        foreach (var some in waiting.Select(e => e!.DeepClone()).Chunk(1000))
        {
            var answer = (await organisation.Admin.PostAsync("interactions/batch", new JsonArray(some))).Is(200);
            Assert.All(answer.Items, i => Assert.Equal(201, (int)i!["status"]!));
        }

        waiting.Clear();
        if (rolledUp) await RollUpAsync();
        return this;
    }

    /// <summary>Takes all that waits into the rollups, beside the program's own worker.</summary>
    public Task<int> RollUpAsync() => organisation.App.InScopeAsync(async services =>
    {
        var taken = 0;
        while (await services.GetRequiredService<ServiceTrackerDb>().RollupQueue.AnyAsync())
            taken += (await services.GetRequiredService<RollupUpdate>().DrainAsync(CancellationToken.None)).Deltas;
        return taken;
    });
}
