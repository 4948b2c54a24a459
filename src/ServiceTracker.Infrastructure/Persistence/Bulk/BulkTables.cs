using System.Globalization;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>
/// The tables that are filled in bulk, past EF Core, which takes several times as long to track a row as it takes to send it (benchmark
/// <c>import</c>). A test compares the names with the mapping.
/// </summary>
internal static class BulkTables
{
    /// <summary>Values of measures travel as text and are read by the store, since an array of arrays of different lengths is
    /// none.</summary>
    public const string MeasuresColumn = "measures";

    /// <summary>Every property that an interaction is stored by: one that is added is written without being named here.</summary>
    public static readonly BulkColumn<Interaction>[] Interaction =
    [
        .. BulkColumns.OfProperties<Interaction>(but: [nameof(Domain.Interactions.Interaction.Measures)]),
        new BulkColumn<Interaction, string?>(MeasuresColumn, i => Text(i.Measures)),
    ];

    public static readonly BulkColumn<InteractionText>[] InteractionText =
    [
        new BulkColumn<InteractionText, int>("site_id", t => t.SiteId),
        new BulkColumn<InteractionText, Guid>("interaction_id", t => t.InteractionId),
        new BulkColumn<InteractionText, string?>("note", t => t.Note), new BulkColumn<InteractionText, string?>("comment", t => t.Comment),
    ];

    public static readonly BulkColumn<MissCause>[] MissCause =
    [
        new BulkColumn<MissCause, int>("site_id", c => c.SiteId), new BulkColumn<MissCause, Guid>("interaction_id", c => c.InteractionId),
        new BulkColumn<MissCause, short>("bit", c => c.Bit), new BulkColumn<MissCause, short>("cause", c => (short)c.Cause),
    ];

    public static readonly BulkColumn<StandOut>[] StandOut =
    [
        new BulkColumn<StandOut, int>("site_id", s => s.SiteId), new BulkColumn<StandOut, Guid>("interaction_id", s => s.InteractionId),
        new BulkColumn<StandOut, short>("position", s => s.Position), new BulkColumn<StandOut, short>("kind", s => (short)s.Kind),
        new BulkColumn<StandOut, string?>("note", s => s.Note),
    ];

    public static readonly BulkColumn<UsedTicket>[] UsedTicket =
    [
        new BulkColumn<UsedTicket, int>("site_id", t => t.SiteId), new BulkColumn<UsedTicket, int>("staff_id", t => t.StaffId),
        new BulkColumn<UsedTicket, int>("channel_id", t => t.ChannelId), new BulkColumn<UsedTicket, int>("number", t => t.Number),
        new BulkColumn<UsedTicket, Guid>("interaction_id", t => t.InteractionId),
    ];

    public static readonly BulkColumn<RollupQueueEntry>[] RollupQueue =
    [
        new BulkColumn<RollupQueueEntry, int>("site_id", q => q.SiteId), new BulkColumn<RollupQueueEntry, Guid>("id", q => q.Id),
        new BulkColumn<RollupQueueEntry, int>("count", q => q.Count), new BulkColumn<RollupQueueEntry, byte[]>("packed", q => q.Packed),
    ];

    public static readonly BulkColumn<StaffWeek>[] StaffWeek =
    [
        new BulkColumn<StaffWeek, int>("site_id", w => w.SiteId), new BulkColumn<StaffWeek, DateOnly>("week_start", w => w.WeekStart),
        new BulkColumn<StaffWeek, int>("staff_id", w => w.StaffId), new BulkColumn<StaffWeek, int>("team_id", w => w.TeamId),
        new BulkColumn<StaffWeek, int>("channel_id", w => w.ChannelId), new BulkColumn<StaffWeek, short>("source", w => (short)w.Source),
        new BulkColumn<StaffWeek, int>("baseline", w => w.Baseline),
        .. FigureNumbers<StaffWeek>(),
    ];

    public static readonly BulkColumn<SiteDayHour>[] SiteDayHour =
    [
        new BulkColumn<SiteDayHour, int>("site_id", h => h.SiteId),
        new BulkColumn<SiteDayHour, DateOnly>("business_date", h => h.BusinessDate),
        new BulkColumn<SiteDayHour, short>("hour_of_week", h => h.HourOfWeek), .. ProcessNumbers<SiteDayHour>(),
    ];

    public static readonly BulkColumn<OrgWeek>[] OrgWeek =
    [
        new BulkColumn<OrgWeek, DateOnly>("week_start", w => w.WeekStart), new BulkColumn<OrgWeek, int>("channel_id", w => w.ChannelId),
        new BulkColumn<OrgWeek, int>("baseline", w => w.Baseline), .. FigureNumbers<OrgWeek>(),
    ];

    public static readonly BulkColumn<OrgHourOfWeek>[] OrgHourOfWeek =
    [
        new BulkColumn<OrgHourOfWeek, DateOnly>("week_start", h => h.WeekStart),
        new BulkColumn<OrgHourOfWeek, short>("hour_of_week", h => h.HourOfWeek),
        .. ProcessNumbers<OrgHourOfWeek>(),
    ];

    private static BulkColumn<T>[] FigureNumbers<T>()
        where T : FigureSums =>
    [
        .. ProcessNumbers<T>(), .. FigureSums.PersonNumbers.Select(n => new BulkColumn<T, long>(n.Name, n.Of)),
        new BulkColumn<T, string>("basics", s => string.Join(',', s.Basics)),
        new BulkColumn<T, string>(MeasuresColumn, s => string.Join(',', s.Measures)),
    ];

    private static IEnumerable<BulkColumn<T>> ProcessNumbers<T>()
        where T : ProcessSums => ProcessSums.Numbers.Select(n => new BulkColumn<T, long>(n.Name, n.Of));

    private static string? Text(double[]? measures) =>
        measures is null ? null : string.Join(',', measures.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
}
