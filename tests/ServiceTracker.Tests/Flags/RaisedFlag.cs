using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Flags;

/// <summary>A flag as the detectors leave it, straight into the store: what is tested here begins where they end.</summary>
public sealed record RaisedFlag
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public FlagKind Kind { get; init; } = FlagKind.Lower;
    public string Site { get; init; } = Hosting.Organisation.Site;
    public string? Staff { get; init; }
    public string? Channel { get; init; } = "counter";
    public string? Expectation { get; init; }
    public DateTime DetectedAt { get; init; } = new(2026, 11, 18, 10, 0, 0, DateTimeKind.Utc);
    public FlagStatus Status { get; init; }
    public FlagFinding? Finding { get; init; }
    public string? Owner { get; init; }
    public DateOnly? LookAgainOn { get; init; }
    public DateTime? ClosedAt { get; init; }
    public bool IsSettled { get; init; }
    public bool Supported { get; init; } = true;
    public Guid? PartOf { get; init; }
    public string Sentence { get; init; } = "All basics were met in 31 of 50 interactions since 9 November; 45 are usual.";

    /// <summary>Eight weeks of ten a day with one missed, then ten days with four.</summary>
    public static FlagEvidence Evidence { get; } = new()
    {
        From = new(2026, 9, 14),
        To = new(2026, 11, 18),
        Since = new(2026, 11, 9),
        Baseline = 1,
        N = 100,
        ObservedRate = 0.6,
        UsualRate = 0.9,
        OddsRatio = 6,
        Statistic = 1234.5,
        Threshold = 1100,
        Budget = 1,
        DayToDayVariation = 0.02,
        Points =
        [
            .. Enumerable.Range(0, 66).Select(d => new FlagDay(new DateOnly(2026, 9, 14).AddDays(d), 10, d < 56 ? 1 : 4)),
        ],
        Basics = [new("greeted", 100, 30, 0.02), new("identity", 100, 10, null)],
    };

    /// <summary>Stores it.</summary>
    /// <returns>Its id.</returns>
    public Task<Guid> StoreAsync(TestApp app) => app.QueryAsync(async db =>
    {
        db.Flags.Add(new Flag
        {
            SiteId = await db.Sites.Where(s => s.Code == Site).Select(s => s.Id).SingleAsync(),
            Id = Id,
            Kind = Kind,
            StaffId = Staff is null ? null : await db.Staff.Where(s => s.Code == Staff).Select(s => (int?)s.Id).SingleAsync(),
            ChannelId = Channel is null ? null : await db.Channels.Where(c => c.Code == Channel).Select(c => (int?)c.Id).SingleAsync(),
            Expectation = Expectation,
            DetectedAt = DetectedAt,
            DetectedOn = DateOnly.FromDateTime(DetectedAt),
            Since = Evidence.Since,
            IsSettled = IsSettled,
            Sentence = Sentence,
            Evidence = JsonSerializer.Serialize(Evidence, JsonSerializerOptions.Web),
            LastSignalOn = DateOnly.FromDateTime(DetectedAt),
            Supported = Supported,
            PartOf = PartOf,
            Status = Status,
            Finding = Finding,
            Owner = Owner,
            LookAgainOn = LookAgainOn,
            OpenedAt = TestApp.DefaultNow.UtcDateTime,
            ClosedAt = ClosedAt,
            ClosedOn = ClosedAt is { } at ? DateOnly.FromDateTime(at) : null,
        });
        await db.SaveChangesAsync();
        return Id;
    });
}
