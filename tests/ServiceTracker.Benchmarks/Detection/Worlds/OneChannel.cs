using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>One person of a site changes, on one channel: what the worlds with more may not cost.</summary>
internal static class OneChannel
{
    public static void Fill(DetectionTable table) => Changes(
        table, new(), (Drop: 85.0 / 45, Basic: 50.0 / 45, Erratic: 5.8, Swings: 2.4), (Drop: 95, Erratic: 88, Swings: 95));

    /// <summary>The four changes of the quality table: weeks until the flag, and how labels are settled.</summary>
    /// <param name="table">Where to.</param>
    /// <param name="world">The site.</param>
    /// <param name="weeks">What the weeks must be.</param>
    /// <param name="labels">What the shares of right labels must be, in %.</param>
    internal static void Changes(
        DetectionTable table, SiteWorld world, (double Drop, double Basic, double Erratic, double Swings) weeks,
        (double Drop, double Erratic, double Swings) labels)
    {
        Found(table, "0.90 → 0.80", world, new(MissRate: 0.2), weeks.Drop, Labels.IsLower, labels.Drop);
        Found(table, "one basic slips", world, new(SlippedBasic: world.SlipTo(0.2)), weeks.Basic, l => l.Basic == 0, 90);
        Found(table, "erratic", world, new(Variation: 0.125), weeks.Erratic, Labels.IsErratic, labels.Erratic);
        Found(
            table, "good days, bad days", world, new(BadDay: 0.42, GoodDay: 0.02, BadShare: 0.2), weeks.Swings, Labels.IsErratic,
            labels.Swings);
    }

    /// <summary>How long a change of one person goes unseen, in weeks, and how often its label is settled right.</summary>
    internal static void Found(
        DetectionTable table, string name, SiteWorld world, Change change, double? mustWeeks, Func<FlagLabel, bool> isRight,
        double? mustRight)
    {
        var flags = SiteRun.Sites(Math.Max(2, table.Streams / world.People), site => SiteRun.OneChanges(world, site, change))
            .SelectMany(f => f).ToList();
        var interactions = flags.ConvertAll(f => f?.At ?? double.PositiveInfinity);
        table.Add(new(name, "weeks", Estimate.Median(interactions).Times(1 / world.PerWeek.Sum()), mustWeeks));
        var settled = flags.Where(f => f is { Signal.IsSettled: true }).Select(f => f!.Signal.Label).ToList();
        table.Share("… settled right", settled, isRight, mustRight);
    }
}
