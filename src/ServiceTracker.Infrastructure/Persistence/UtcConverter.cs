using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>Every stored instant is UTC and says so when it is read back; SQLite keeps no kind.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    v => v.Kind == DateTimeKind.Utc ? v : v.ToUniversalTime(),
    v => DateTime.SpecifyKind(v, DateTimeKind.Utc));
