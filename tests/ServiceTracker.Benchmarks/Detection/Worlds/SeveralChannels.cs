using ServiceTracker.Benchmarks.Detection.Sites;
using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Worlds;

/// <summary>One person changes on all channels; a bad day is one on all of them.</summary>
internal static class SeveralChannels
{
    public static void Fill(DetectionTable table)
    {
        var world = new SiteWorld { PerWeek = [15, 15, 15] };
        SharedShifts.Flags(table, "nothing changes: false flags", world);
        OneChannel.Changes(table, world, (Drop: 2.1, Basic: 1.3, Erratic: 7, Swings: 2.8), (Drop: 90, Erratic: 90, Swings: 90));
    }
}
