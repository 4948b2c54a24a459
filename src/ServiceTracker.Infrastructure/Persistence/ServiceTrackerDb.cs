using System.Globalization;
using System.Text.Json;
using EFCore.NamingConventions.Internal;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// The store. What both providers share is mapped here. Tables of a site's data have <c>site_id</c> first in their key, in every unique
/// index and in every foreign key between them, so that a distributed PostgreSQL can spread them by site; small organisation-wide
/// tables are copied to every node there.
/// </summary>
public abstract class ServiceTrackerDb(DbContextOptions options) : IdentityUserContext<Account, Guid>(options), IServiceTrackerDb
{
    public DbSet<Site> Sites => Set<Site>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<StaffMember> Staff => Set<StaffMember>();
    public DbSet<FormerStaffCode> FormerStaffCodes => Set<FormerStaffCode>();
    public DbSet<RoleTitle> RoleTitles => Set<RoleTitle>();
    public DbSet<Channel> Channels => Set<Channel>();
    public DbSet<Reason> Reasons => Set<Reason>();
    public DbSet<MasterDataStamp> MasterDataStamps => Set<MasterDataStamp>();
    public DbSet<Baseline> Baselines => Set<Baseline>();
    public DbSet<Interaction> Interactions => Set<Interaction>();
    public DbSet<InteractionText> InteractionTexts => Set<InteractionText>();
    public DbSet<MissCause> MissCauses => Set<MissCause>();
    public DbSet<StandOut> StandOuts => Set<StandOut>();
    public DbSet<OwnAnswers> OwnAnswers => Set<OwnAnswers>();
    public DbSet<RollupQueueEntry> RollupQueue => Set<RollupQueueEntry>();
    public DbSet<StaffWeek> StaffWeeks => Set<StaffWeek>();
    public DbSet<SiteDayHour> SiteDayHours => Set<SiteDayHour>();
    public DbSet<OrgWeek> OrgWeeks => Set<OrgWeek>();
    public DbSet<OrgHourOfWeek> OrgHoursOfWeek => Set<OrgHourOfWeek>();
    public DbSet<ImportRun> Imports => Set<ImportRun>();
    public DbSet<ImportError> ImportErrors => Set<ImportError>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AccountSession> AccountSessions => Set<AccountSession>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    public async Task<int> GiveAccountsAsync(int staffId, int toStaffId, string securityStamp, CancellationToken cancellation)
    {
        await ApiTokens.Where(t => t.StaffId == staffId).ExecuteUpdateAsync(t => t.SetProperty(x => x.StaffId, toStaffId), cancellation);
        return await Users.Where(u => u.StaffId == staffId)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.StaffId, toStaffId).SetProperty(x => x.SecurityStamp, securityStamp), cancellation);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // An index for every foreign key would burden the busiest table; the ones that serve a query are named below.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        // snake_case, as both stores' own tools expect it. Not by UseSnakeCaseNamingConvention: that renames the columns of the table of
        // migrations as well, and no store made before would open.
        configurationBuilder.Conventions.Add(p => new NameRewritingConvention(
            p.GetRequiredService<ProviderConventionSetBuilderDependencies>(), new SnakeCaseNameRewriter(CultureInfo.InvariantCulture)));
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Source>().HaveConversion<short>();
        configurationBuilder.Properties<CheckKind>().HaveConversion<short>();
        configurationBuilder.Properties<Outcome>().HaveConversion<short>();
        configurationBuilder.Properties<InteractionState>().HaveConversion<short>();
        configurationBuilder.Properties<Cause>().HaveConversion<short>();
        configurationBuilder.Properties<StandOutKind>().HaveConversion<short>();
        configurationBuilder.Properties<Role>().HaveConversion<short>();
        configurationBuilder.Properties<TokenScopes>().HaveConversion<short>();
        configurationBuilder.Properties<ChannelKind>().HaveConversion<short>();
        configurationBuilder.Properties<ExpectationKind>().HaveConversion<short>();
        configurationBuilder.Properties<TargetDirection>().HaveConversion<short>();
        configurationBuilder.Properties<ImportStatus>().HaveConversion<short>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        MapOrganisation(builder);
        MapBaselines(builder);
        MapInteractions(builder);
        MapRollups(builder);
        MapImports(builder);
        MapAccess(builder);
        MapProvider(builder);
    }

    /// <summary>What differs between the providers.</summary>
    protected abstract void MapProvider(ModelBuilder model);

    private static void MapOrganisation(ModelBuilder model)
    {
        model.Entity<Site>(e =>
        {
            e.ToTable("site");
            e.HasIndex(s => s.Code).IsUnique();
            e.Ignore(s => s.Calendar);
            e.Property(s => s.Version).IsConcurrencyToken();
            e.OwnsMany(s => s.EarlierZones, z =>
            {
                z.ToTable("site_zone");
                z.WithOwner().HasForeignKey("SiteId");
                z.HasKey("SiteId", nameof(EarlierZone.Number));
                z.Property(x => x.Number).ValueGeneratedNever();
            });
        });
        model.Entity<Team>(e =>
        {
            e.ToTable("team");
            e.HasKey(t => new { t.SiteId, t.Id });
            e.Property(t => t.Id).ValueGeneratedNever();
            e.HasIndex(t => new { t.SiteId, t.Code }).IsUnique();
            e.HasOne<Site>().WithMany().HasForeignKey(t => t.SiteId).OnDelete(DeleteBehavior.Restrict);
            e.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<StaffMember>(e =>
        {
            e.ToTable("staff");
            e.HasIndex(s => s.Code).IsUnique();
            e.HasOne<Site>().WithMany().HasForeignKey(s => s.HomeSiteId).OnDelete(DeleteBehavior.Restrict);
            e.Property(s => s.Version).IsConcurrencyToken();
            e.Ignore(s => s.Periods);
            e.Ignore(s => s.LastPeriod);
            e.OwnsMany(s => s.EarlierPeriods, p =>
            {
                p.ToTable("staff_period");
                p.WithOwner().HasForeignKey("StaffId");
                p.HasKey("StaffId", nameof(EarlierPeriod.Number));
                p.Property(x => x.Number).ValueGeneratedNever();
            });
        });
        model.Entity<FormerStaffCode>(e =>
        {
            e.ToTable("former_staff_code");
            e.HasKey(c => c.Code);
            e.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.StaffId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<RoleTitle>(e =>
        {
            e.ToTable("role_title");
            e.HasIndex(r => r.Title).IsUnique();
        });
        model.Entity<Channel>(e =>
        {
            e.ToTable("channel");
            e.HasIndex(c => c.Code).IsUnique();
            e.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<Reason>(e =>
        {
            e.ToTable("reason");
            e.HasIndex(r => r.Code).IsUnique();
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<MasterDataStamp>(e =>
        {
            e.ToTable("master_data_stamp");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.HasData(new MasterDataStamp { Revision = 1 });
        });
    }

    private static void MapBaselines(ModelBuilder model)
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

    private static void MapInteractions(ModelBuilder model)
    {
        model.Entity<Interaction>(e =>
        {
            e.ToTable("interaction");
            e.HasKey(i => new { i.SiteId, i.Id });
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Ignore(i => i.Score);
            // No foreign keys to sites, staff, channels and the like: they are never deleted, every row was checked against them, and each
            // key would lock and log a row of theirs for every interaction stored. None to here from what stands beside an interaction: it
            // comes in the same transaction, and goes with it where that is removed (docs/decisions/0006).
            e.HasIndex(i => i.Id);
            e.HasIndex(i => new { i.SiteId, i.Source, i.ExternalId }).IsUnique().HasFilter("external_id IS NOT NULL");
            // Few rows share a contact, and fewer still name one that they do not share; all others are in neither index.
            e.HasIndex(i => new { i.SiteId, i.SameContactAs }).HasFilter("same_contact_as IS NOT NULL AND contact_id IS NULL");
            e.HasIndex(i => new { i.SiteId, i.ContactId }).HasFilter("contact_id IS NOT NULL");
        });
        model.Entity<InteractionText>(e =>
        {
            e.ToTable("interaction_text");
            e.HasKey(t => new { t.SiteId, t.InteractionId });
        });
        model.Entity<MissCause>(e =>
        {
            e.ToTable("miss_cause");
            e.HasKey(c => new { c.SiteId, c.InteractionId, c.Bit });
        });
        model.Entity<StandOut>(e =>
        {
            e.ToTable("stand_out");
            e.HasKey(s => new { s.SiteId, s.InteractionId, s.Position });
        });
        model.Entity<OwnAnswers>(e =>
        {
            e.ToTable("own_answers");
            e.HasKey(o => new { o.SiteId, o.InteractionId });
        });
    }

    private static void MapRollups(ModelBuilder model)
    {
        model.Entity<RollupQueueEntry>(e =>
        {
            e.ToTable("rollup_queue");
            e.HasKey(q => new { q.SiteId, q.Id });
            e.Property(q => q.Id).ValueGeneratedNever();
        });
        model.Entity<StaffWeek>(e =>
        {
            e.ToTable("staff_week");
            e.HasKey(w => new { w.SiteId, w.WeekStart, w.StaffId, w.TeamId, w.ChannelId, w.Source, w.Baseline });
            // Tells at once whose weeks have evidence beside their own log.
            e.HasIndex(w => new { w.SiteId, w.WeekStart, w.StaffId, w.ChannelId }).HasFilter("source <> 0");
            e.Ignore(w => w.Key);
            e.Ignore(w => w.IsEmpty);
        });
        model.Entity<SiteDayHour>(e =>
        {
            e.ToTable("site_day_hour");
            e.HasKey(h => new { h.SiteId, h.BusinessDate, h.HourOfWeek });
            // Some days of every site, where a question about all of them begins or ends in the middle of a week.
            e.HasIndex(h => h.BusinessDate);
            e.Ignore(h => h.Key);
            e.Ignore(h => h.IsEmpty);
        });
        model.Entity<OrgWeek>(e =>
        {
            e.ToTable("org_week");
            e.HasKey(w => new { w.WeekStart, w.ChannelId, w.Baseline });
            e.Ignore(w => w.Key);
            e.Ignore(w => w.IsEmpty);
        });
        model.Entity<OrgHourOfWeek>(e =>
        {
            e.ToTable("org_hour_of_week");
            e.HasKey(h => new { h.WeekStart, h.HourOfWeek });
            e.Ignore(h => h.Key);
            e.Ignore(h => h.IsEmpty);
        });
    }

    private static void MapImports(ModelBuilder model)
    {
        model.Entity<ImportRun>(e =>
        {
            e.ToTable("import_run");
            e.Ignore(i => i.Progress);
            e.Property(i => i.Created).HasConversion(c => JsonSerializer.Serialize(c, JsonSerializerOptions.Default), json => JsonSerializer.Deserialize<CreatedReferences>(json, JsonSerializerOptions.Default));
            e.Property(i => i.Id).ValueGeneratedNever();
        });
        model.Entity<ImportError>(e =>
        {
            e.ToTable("import_error");
            e.HasKey(x => new { x.ImportId, x.Position });
            e.Property(x => x.Position).ValueGeneratedNever();
            e.HasOne<ImportRun>().WithMany().HasForeignKey(x => x.ImportId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void MapAccess(ModelBuilder model)
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
        });
        model.Entity<DataProtectionKey>().ToTable("data_protection_key");
    }
}
