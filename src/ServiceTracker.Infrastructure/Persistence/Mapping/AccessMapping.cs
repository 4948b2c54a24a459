using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Accounts, tokens, the audit record and the keys of the cookies.</summary>
internal static class AccessMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Account>(e =>
        {
            e.ToTable("account");
            e.Property(a => a.Id).ValueGeneratedNever();
            // Identity names these two itself, which no convention changes.
            e.HasIndex(a => a.NormalizedUserName).HasDatabaseName("user_name_index");
            e.HasIndex(a => a.NormalizedEmail).HasDatabaseName("email_index");
            e.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.StaffId).OnDelete(DeleteBehavior.SetNull);
            e.Property(a => a.Version).IsConcurrencyToken();
            e.Ignore(a => a.Status);
            e.HasIndex(a => a.LinkHash).IsUnique();
            e.HasIndex(a => a.MadeBySetUp).IsUnique();
        });
        model.Entity<AccountSession>(e =>
        {
            e.ToTable("account_session");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(s => s.AccountId);
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        model.Entity<IdentityUserToken<Guid>>().ToTable("account_token");
        model.Entity<ApiToken>(e =>
        {
            e.ToTable("api_token");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => t.Hash).IsUnique();
        });
        model.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit_entry");
            e.HasKey(a => new { a.SiteId, a.Id });
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => a.Subject);
            // Finds what is in no link yet, and the lines of one.
            e.HasIndex(a => new { a.SealedOn, a.At });
        });
        model.Entity<AuditDay>(e =>
        {
            e.ToTable("audit_day");
            e.HasKey(d => d.Day);
            e.Property(d => d.Day).ValueGeneratedNever();
        });
        model.Entity<DataProtectionKey>().ToTable("data_protection_key");
        model.Entity<InstallationSecret>(e =>
        {
            e.ToTable("installation_secret");
            e.HasKey(s => s.Name);
        });
    }
}
