using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Imports and what was wrong with their rows.</summary>
internal static class ImportMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ImportRun>(e =>
        {
            e.ToTable("import_run");
            e.Ignore(i => i.Progress).Ignore(i => i.IsUnderWay);
            e.Property(i => i.Created)
                .HasConversion(
                    c => JsonSerializer.Serialize(c, JsonSerializerOptions.Default),
                    json => JsonSerializer.Deserialize<CreatedReferences>(json, JsonSerializerOptions.Default));
            e.Property(i => i.Head)
                .HasConversion(
                    h => JsonSerializer.Serialize(h, JsonSerializerOptions.Default),
                    json => JsonSerializer.Deserialize<FileHead>(json, JsonSerializerOptions.Default));
            e.Property(i => i.Id).ValueGeneratedNever();
        });
        model.Entity<ImportError>(e =>
        {
            e.ToTable("import_error");
            e.HasKey(x => new { x.ImportId, x.Position });
            e.Property(x => x.Position).ValueGeneratedNever();
            e.HasOne<ImportRun>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Domain.Imports.ImportMapping>(e =>
        {
            e.ToTable("import_mapping");
            e.HasKey(m => m.Name);
            e.Property(m => m.Version).IsConcurrencyToken();
        });
    }
}
