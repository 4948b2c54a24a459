using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>One change of a baseline.</summary>
/// <param name="At">UTC instant.</param>
/// <param name="By">Who.</param>
/// <param name="Action">drafted, edited or published; a draft that was deleted has no history any more.</param>
/// <param name="Details">What changed, a sentence each.</param>
public sealed record BaselineChange(DateTime At, string By, string Action, IReadOnlyList<string> Details);

/// <summary>Baselines as they are given out: drafts and published ones, with their history.</summary>
public sealed class BaselineQuery(IServiceTrackerDb db, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The date by which a baseline's standing is told.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>All baselines, the newest first.</summary>
    public async Task<IReadOnlyList<BaselineStanding>> ListAsync(CancellationToken cancellation)
    {
        var all = await db.Baselines.AsNoTracking().Include(b => b.Expectations.OrderBy(e => e.Bit)).ToListAsync(cancellation);
        var inForce = Baseline.InForceOn(Today, all);
        return [.. all.OrderByDescending(b => b.Number).Select(b =>
            new BaselineStanding(b, b.StatusOn(Today, all), b.Number == inForce?.Number, b.DatesCovered(all).Before))];
    }

    /// <summary>One baseline, or null.</summary>
    public async Task<BaselineStanding?> FindAsync(int number, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).FirstOrDefault(b => b.Baseline.Number == number);

    /// <summary>The baseline that a draft takes over from: the one in force on its first date without it, or null.</summary>
    public async Task<Baseline?> TakesOverFromAsync(Baseline draft, CancellationToken cancellation) =>
        Baseline.InForceOn(
            draft.EffectiveFrom, (await ListAsync(cancellation)).Select(b => b.Baseline).Where(b => b.Number != draft.Number));

    /// <summary>The version of a baseline, by which a change is made to what was read; null where there is none of this number.</summary>
    public Task<int?> VersionAsync(int number, CancellationToken cancellation) =>
        db.Baselines.Where(b => b.Number == number).Select(b => (int?)b.Version).SingleOrDefaultAsync(cancellation);

    /// <summary>Who changed what in a baseline, the newest first.</summary>
    public async Task<IReadOnlyList<BaselineChange>> HistoryAsync(int number, CancellationToken cancellation)
    {
        var subject = $"baseline/{number}";
        var entries = await db.AuditEntries.AsNoTracking().Where(a => a.SiteId == 0 && a.Subject == subject).OrderByDescending(a => a.At)
            .ToListAsync(cancellation);
        return [.. entries.Select(ChangeOf)];
    }

    private static BaselineChange ChangeOf(AuditEntry entry)
    {
        var (before, after) = (Read(entry.Before), Read(entry.After));
        List<string> details = (before, after) switch
        {
            ({ } b, { } a) => [.. Differences(b, a)],
            (null, { } a) => [$"“{a.Name}”, from {a.EffectiveFrom:yyyy-MM-dd}, {Count(a.Expectations?.Count ?? 0)}."],
            _ => [],
        };
        return new(entry.At, entry.ByName, entry.Action[(entry.Action.IndexOf('.') + 1)..], details);
    }

    private static IEnumerable<string> Differences(BaselineFacts before, BaselineFacts after)
    {
        if (before.Name != after.Name) yield return $"Name: “{before.Name}” → “{after.Name}”.";
        if (before.EffectiveFrom != after.EffectiveFrom)
            yield return $"Effective from: {before.EffectiveFrom:yyyy-MM-dd} → {after.EffectiveFrom:yyyy-MM-dd}.";
        if (before.TargetConsistency != after.TargetConsistency)
            yield return $"Target: {before.TargetConsistency * 100:0.##}% → {after.TargetConsistency * 100:0.##}%.";

        var (old, now) = (ByCode(before), ByCode(after));
        foreach (var code in now.Keys.Except(old.Keys)) yield return $"Added “{code}”.";
        foreach (var code in old.Keys.Except(now.Keys)) yield return $"Removed “{code}”.";
        var both = old.Keys.Intersect(now.Keys).ToList();
        foreach (var code in both)
        {
            if (FieldChange.Of(old[code].AsStored(), now[code].AsStored()) is { Count: > 0 } fields)
                yield return $"Changed “{code}”: {string.Join(", ", fields.Select(f => f.Field))}.";
        }

        if (!both.SequenceEqual(now.Keys.Where(old.ContainsKey))) yield return "Order changed.";
    }

    private static Dictionary<string, ExpectationFacts> ByCode(BaselineFacts facts) =>
        (facts.Expectations ?? []).DistinctBy(e => Domain.Organisation.Code.Trim(e.Code))
            .ToDictionary(e => Domain.Organisation.Code.Trim(e.Code), StringComparer.Ordinal);

    private static string Count(int basics) => basics == 1 ? "1 basic" : $"{basics} basics";

    private static BaselineFacts? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<BaselineFacts>(json, Json);
}
