using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Audit;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Expectations;
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

namespace ServiceTracker.Application;

/// <summary>The store, as the tasks and questions of this layer use it; SQLite and PostgreSQL stand behind it.</summary>
public interface IServiceTrackerDb
{
    DbSet<Site> Sites { get; }
    DbSet<Team> Teams { get; }
    DbSet<StaffMember> Staff { get; }
    DbSet<FormerStaffCode> FormerStaffCodes { get; }
    DbSet<RoleTitle> RoleTitles { get; }
    DbSet<Channel> Channels { get; }
    DbSet<Reason> Reasons { get; }
    DbSet<MasterDataStamp> MasterDataStamps { get; }
    DbSet<Baseline> Baselines { get; }
    DbSet<Interaction> Interactions { get; }
    DbSet<InteractionText> InteractionTexts { get; }
    DbSet<MissCause> MissCauses { get; }
    DbSet<StandOut> StandOuts { get; }
    DbSet<OwnAnswers> OwnAnswers { get; }
    DbSet<InteractionRevision> InteractionRevisions { get; }
    DbSet<Dispute> Disputes { get; }
    DbSet<ChangePage> ChangePages { get; }
    DbSet<UsedTicket> UsedTickets { get; }
    DbSet<ContactCount> ContactCounts { get; }
    DbSet<RollupQueueEntry> RollupQueue { get; }
    DbSet<StaffWeek> StaffWeeks { get; }
    DbSet<SiteDayHour> SiteDayHours { get; }
    DbSet<OrgWeek> OrgWeeks { get; }
    DbSet<OrgHourOfWeek> OrgHoursOfWeek { get; }
    DbSet<Flag> Flags { get; }
    DbSet<FlagEvent> FlagEvents { get; }
    DbSet<ProcessChange> ProcessChanges { get; }
    DbSet<Conversation> Conversations { get; }
    DbSet<RecoveryCase> RecoveryCases { get; }
    DbSet<RecoveryEvent> RecoveryEvents { get; }
    DbSet<DetectionQueueEntry> DetectionQueue { get; }
    DbSet<WatchedSite> WatchedSites { get; }
    DbSet<WatchSnapshot> WatchSnapshots { get; }
    DbSet<WatchSignal> WatchSignals { get; }
    DbSet<UnitWeek> UnitWeeks { get; }
    DbSet<RoundFinding> RoundFindings { get; }
    DbSet<Lease> Leases { get; }
    DbSet<SiteWeek> SiteWeeks { get; }
    DbSet<WeekSeal> WeekSeals { get; }
    DbSet<SealedFile> SealedFiles { get; }
    DbSet<SealedPiece> SealedPieces { get; }
    DbSet<SealApproval> SealApprovals { get; }
    DbSet<Delivery> Deliveries { get; }
    DbSet<DeliveryReceipt> DeliveryReceipts { get; }
    DbSet<ImportRun> Imports { get; }
    DbSet<ImportError> ImportErrors { get; }
    DbSet<ImportMapping> ImportMappings { get; }
    DbSet<ApiToken> ApiTokens { get; }
    DbSet<AuditDay> AuditDays { get; }
    DbSet<AuditEntry> AuditEntries { get; }
    DatabaseFacade Database { get; }

    /// <summary>What was read or is to be stored; cleared where a change is given up.</summary>
    ChangeTracker ChangeTracker { get; }

    /// <summary>Gives the accounts and tokens of one staff member to another, inside the open transaction.</summary>
    /// <returns>How many accounts there were.</returns>
    Task<int> GiveAccountsAsync(int staffId, int toStaffId, CancellationToken cancellation);

    /// <summary>How many people can come in and may do something at a site.</summary>
    Task<int> CountAccountsAsync(Permission permission, int siteId, CancellationToken cancellation);

    Task<int> SaveChangesAsync(CancellationToken cancellation);
}
