using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Flags.Watching;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Flags and the work on them, and what the watch over a site keeps.</summary>
internal static class FlagMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Flag>(e =>
        {
            e.ToTable("flag");
            e.HasKey(f => new { f.SiteId, f.Id });
            e.Property(f => f.Id).ValueGeneratedNever();
            e.Property(f => f.Version).IsConcurrencyToken();
            e.Ignore(f => f.IsNote);
            e.Ignore(f => f.IsOpen);
            // An id alone, as an address has it.
            e.HasIndex(f => f.Id);
            e.HasIndex(f => new { f.SiteId, f.DetectedOn });
        });
        model.Entity<FlagEvent>(e =>
        {
            e.ToTable("flag_event");
            e.HasKey(h => new { h.SiteId, h.FlagId, h.Position });
            e.Property(h => h.Position).ValueGeneratedNever();
        });
        model.Entity<ProcessChange>(e =>
        {
            e.ToTable("process_change");
            e.HasKey(c => new { c.SiteId, c.Id });
            e.Property(c => c.Id).ValueGeneratedNever();
        });
        model.Entity<Conversation>(e =>
        {
            e.ToTable("coaching");
            e.HasKey(c => new { c.SiteId, c.Id });
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Version).IsConcurrencyToken();
            AsJson(e.Property(c => c.About));
            AsJson(e.Property(c => c.Agreed));
            e.HasIndex(c => new { c.SiteId, c.StaffId });
        });
        MapWatch(model);
    }

    private static void MapWatch(ModelBuilder model)
    {
        model.Entity<DetectionQueueEntry>(e =>
        {
            e.ToTable("detection_queue");
            e.HasKey(q => new { q.SiteId, q.Id });
            e.Property(q => q.Id).ValueGeneratedNever();
            e.Ignore(q => q.IsDecision);
        });
        model.Entity<WatchedSite>(e =>
        {
            e.ToTable("watched_site");
            e.HasKey(s => s.SiteId);
            e.Property(s => s.SiteId).ValueGeneratedNever();
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<WatchSnapshot>(e =>
        {
            e.ToTable("watch_snapshot");
            e.HasKey(s => new { s.SiteId, s.Date, s.StaffId });
        });
        model.Entity<WatchSignal>(e =>
        {
            e.ToTable("watch_signal");
            e.HasKey(s => new { s.SiteId, s.StaffId, s.InteractionId, s.Slot });
        });
        model.Entity<UnitWeek>(e =>
        {
            e.ToTable("unit_week");
            e.HasKey(w => new { w.SiteId, w.WeekStart, w.StaffId, w.ChannelId });
        });
        model.Entity<RoundFinding>(e =>
        {
            e.ToTable("round_finding");
            e.HasKey(f => new { f.SiteId, f.WeekStart, f.Kind, f.StaffId, f.ChannelId });
            e.Ignore(f => f.Sunday);
            e.Ignore(f => f.About);
        });
        model.Entity<Lease>(e =>
        {
            e.ToTable("lease");
            e.HasKey(l => l.Name);
        });
    }

    // Few, read and written together with what they belong to, and asked for by nobody else.
    private static void AsJson<T>(PropertyBuilder<List<T>> property) => property.HasConversion(
        list => JsonSerializer.Serialize(list, JsonSerializerOptions.Web),
        text => JsonSerializer.Deserialize<List<T>>(text, JsonSerializerOptions.Web)!,
        new ValueComparer<List<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
