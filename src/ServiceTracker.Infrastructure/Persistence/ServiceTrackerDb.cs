using System.Globalization;
using EFCore.NamingConventions.Internal;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Coaching;
using ServiceTracker.Domain.Flags.Rounds;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Imports;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Recovery;
using ServiceTracker.Domain.Reports;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence.Mapping;

namespace ServiceTracker.Infrastructure.Persistence;

/// <summary>
/// The store. What both providers share is mapped in one place, each subject by a class of its own. Tables of a site's data have
/// <c>site_id</c> first in their key, in every unique index and in every foreign key between them, so that a distributed PostgreSQL can
/// spread them by site; small organisation-wide tables are copied to every node there.
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
    public DbSet<InteractionRevision> InteractionRevisions => Set<InteractionRevision>();
    public DbSet<Dispute> Disputes => Set<Dispute>();
    public DbSet<ChangePage> ChangePages => Set<ChangePage>();
    public DbSet<UsedTicket> UsedTickets => Set<UsedTicket>();
    public DbSet<ContactCount> ContactCounts => Set<ContactCount>();
    public DbSet<InstallationSecret> InstallationSecrets => Set<InstallationSecret>();
    public DbSet<RollupQueueEntry> RollupQueue => Set<RollupQueueEntry>();
    public DbSet<StaffWeek> StaffWeeks => Set<StaffWeek>();
    public DbSet<SiteDayHour> SiteDayHours => Set<SiteDayHour>();
    public DbSet<OrgWeek> OrgWeeks => Set<OrgWeek>();
    public DbSet<OrgHourOfWeek> OrgHoursOfWeek => Set<OrgHourOfWeek>();
    public DbSet<Flag> Flags => Set<Flag>();
    public DbSet<FlagEvent> FlagEvents => Set<FlagEvent>();
    public DbSet<ProcessChange> ProcessChanges => Set<ProcessChange>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<RecoveryCase> RecoveryCases => Set<RecoveryCase>();
    public DbSet<RecoveryEvent> RecoveryEvents => Set<RecoveryEvent>();
    public DbSet<DetectionQueueEntry> DetectionQueue => Set<DetectionQueueEntry>();
    public DbSet<WatchedSite> WatchedSites => Set<WatchedSite>();
    public DbSet<WatchSnapshot> WatchSnapshots => Set<WatchSnapshot>();
    public DbSet<WatchSignal> WatchSignals => Set<WatchSignal>();
    public DbSet<UnitWeek> UnitWeeks => Set<UnitWeek>();
    public DbSet<RoundFinding> RoundFindings => Set<RoundFinding>();
    public DbSet<Lease> Leases => Set<Lease>();
    public DbSet<SiteWeek> SiteWeeks => Set<SiteWeek>();
    public DbSet<WeekSeal> WeekSeals => Set<WeekSeal>();
    public DbSet<SealedFile> SealedFiles => Set<SealedFile>();
    public DbSet<SealedPiece> SealedPieces => Set<SealedPiece>();
    public DbSet<SealApproval> SealApprovals => Set<SealApproval>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<DeliveryReceipt> DeliveryReceipts => Set<DeliveryReceipt>();
    public DbSet<ImportRun> Imports => Set<ImportRun>();
    public DbSet<ImportError> ImportErrors => Set<ImportError>();
    public DbSet<Domain.Imports.ImportMapping> ImportMappings => Set<Domain.Imports.ImportMapping>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<AuditDay> AuditDays => Set<AuditDay>();
    public DbSet<AccountSession> AccountSessions => Set<AccountSession>();
    public DbSet<Device> Devices => Set<Device>();
    public DbSet<DeviceUnlock> DeviceUnlocks => Set<DeviceUnlock>();
    public DbSet<StaffPin> StaffPins => Set<StaffPin>();
    public DbSet<PinTries> PinTries => Set<PinTries>();
    public DbSet<DeviceProof> DeviceProofs => Set<DeviceProof>();
    public DbSet<UnclaimedEntry> UnclaimedEntries => Set<UnclaimedEntry>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    public async Task<int> GiveAccountsAsync(int staffId, int toStaffId, CancellationToken cancellation)
    {
        await ApiTokens.Where(t => t.StaffId == staffId).ExecuteUpdateAsync(t => t.SetProperty(x => x.StaffId, toStaffId), cancellation);
        return await Users.Where(u => u.StaffId == staffId)
            .ExecuteUpdateAsync(
                u => u.SetProperty(x => x.StaffId, toStaffId).SetProperty(x => x.Version, x => x.Version + 1), cancellation);
    }

    /// <inheritdoc />
    public async Task<int> CountAccountsAsync(Permission permission, int siteId, CancellationToken cancellation)
    {
        Role[] roles = [.. Permissions.RolesWith(permission)];
        var accounts = await Users.AsNoTracking().Where(u => EF.Parameter(roles).Contains(u.Role) && u.DisabledAt == null)
            .ToListAsync(cancellation);
        return accounts.Count(a => a.Status == AccountStatus.Active && a.ToActor().Sees(siteId));
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
        configurationBuilder.Properties<ExclusionGround>().HaveConversion<short>();
        configurationBuilder.Properties<RevisionKind>().HaveConversion<short>();
        configurationBuilder.Properties<DisputeStatus>().HaveConversion<short>();
        configurationBuilder.Properties<DeliveryKind>().HaveConversion<short>();
        configurationBuilder.Properties<DeliveryStatus>().HaveConversion<short>();
        configurationBuilder.Properties<DeliveredRevisions>().HaveConversion<short>();
        configurationBuilder.Properties<StandOutKind>().HaveConversion<short>();
        configurationBuilder.Properties<Role>().HaveConversion<short>();
        configurationBuilder.Properties<TokenScopes>().HaveConversion<short>();
        configurationBuilder.Properties<ChannelKind>().HaveConversion<short>();
        configurationBuilder.Properties<ExpectationKind>().HaveConversion<short>();
        configurationBuilder.Properties<TargetDirection>().HaveConversion<short>();
        configurationBuilder.Properties<ImportStatus>().HaveConversion<short>();
        configurationBuilder.Properties<FlagKind>().HaveConversion<short>();
        configurationBuilder.Properties<FlagStatus>().HaveConversion<short>();
        configurationBuilder.Properties<FlagFinding>().HaveConversion<short>();
        configurationBuilder.Properties<RecoveryStatus>().HaveConversion<short>();
        configurationBuilder.Properties<RecoveryOutcome>().HaveConversion<short>();
        configurationBuilder.Properties<RecoveryGround>().HaveConversion<short>();
        configurationBuilder.Properties<ConsistencyClass>().HaveConversion<short>();
        configurationBuilder.Properties<UnclaimedGround>().HaveConversion<short>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        OrganisationMapping.Map(builder);
        BaselineMapping.Map(builder);
        InteractionMapping.Map(builder);
        RollupMapping.Map(builder);
        FlagMapping.Map(builder);
        RecoveryMapping.Map(builder);
        SealMapping.Map(builder);
        DeliveryMapping.Map(builder);
        Mapping.ImportMapping.Map(builder);
        AccessMapping.Map(builder);
        DeviceMapping.Map(builder);
        MapProvider(builder);
    }

    /// <summary>What differs between the providers.</summary>
    protected abstract void MapProvider(ModelBuilder model);
}
