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

    public static readonly BulkColumn<Interaction>[] Interaction =
    [
        Of<int>("site_id", i => i.SiteId), Of<Guid>("id", i => i.Id), Of<int?>("staff_id", i => i.StaffId),
        Of<int?>("team_id", i => i.TeamId), Of<int?>("role_id", i => i.RoleId),
        Of<int>("channel_id", i => i.ChannelId), Of<int?>("reason_id", i => i.ReasonId), Of<int>("baseline", i => i.Baseline),
        Of<DateTime>("occurred_at", i => i.OccurredAt), Of<short>("utc_offset", i => i.UtcOffset),
        Of<short>("zone_number", i => i.ZoneNumber),
        Of<DateTime>("recorded_at", i => i.RecordedAt),
        Of<string>("recorded_by", i => i.RecordedBy), Of<Guid?>("device_id", i => i.DeviceId), Of<Guid?>("import_id", i => i.ImportId),
        Of<DateOnly>("business_date", i => i.BusinessDate), Of<short>("hour_of_week", i => i.HourOfWeek), Of<long>("met", i => i.Met),
        Of<long>("na", i => i.Na), Of<long>("held", i => i.Held), Of<long>("excused", i => i.Excused),
        Of<string?>(MeasuresColumn, i => Text(i.Measures)),
        Of<short>("met_count", i => i.MetCount), Of<short>("applicable_count", i => i.ApplicableCount),
        Of<short>("weight_met", i => i.WeightMet),
        Of<short>("weight_applicable", i => i.WeightApplicable), Of<bool>("all_met", i => i.AllBasicsMet),
        Of<bool>("critical_missed", i => i.CriticalMissed),
        Of<short>("state", i => (short)i.State), Of<short>("source", i => (short)i.Source), Of<short>("check", i => (short)i.Check),
        Of<short>("outcome", i => (short)i.Outcome), Of<short>("stand_outs", i => i.StandOuts),
        Of<string?>("customer_ref", i => i.CustomerRef),
        Of<string?>("external_id", i => i.ExternalId), Of<short?>("csat", i => i.Csat), Of<byte[]>("request_hash", i => i.RequestHash),
        Of<int>("version", i => i.Version), Of<Guid?>("same_contact_as", i => i.SameContactAs), Of<Guid?>("contact_id", i => i.ContactId),
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

    private static BulkColumn<Interaction, T> Of<T>(string name, Func<Interaction, T> value) => new(name, value);
}
