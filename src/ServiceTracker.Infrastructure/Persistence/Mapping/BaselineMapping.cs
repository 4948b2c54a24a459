using Microsoft.EntityFrameworkCore;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Baselines and their expectations.</summary>
internal static class BaselineMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Baseline>(e =>
        {
            e.ToTable("baseline");
            e.HasKey(b => b.Number);
            e.Property(b => b.Number).ValueGeneratedNever();
            e.Ignore(b => b.IsPublished);
            e.Ignore(b => b.AllBits);
            e.HasMany(b => b.Expectations).WithOne().HasForeignKey(x => x.BaselineNumber);
            e.Property(b => b.Version).IsConcurrencyToken();
        });
        model.Entity<Expectation>(e =>
        {
            e.ToTable("expectation");
            e.HasKey(x => new { x.BaselineNumber, x.Bit });
            e.Property(x => x.Bit).ValueGeneratedNever();
            e.Ignore(x => x.Mask);
            e.HasIndex(x => new { x.BaselineNumber, x.Code }).IsUnique();
        });
    }
}
