using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Complaints;
using ServiceTracker.Application.Coverage;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Application.Disputes;
using ServiceTracker.Application.Expectations;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Application.Flags;
using ServiceTracker.Application.Flags.Coaching;
using ServiceTracker.Application.Flags.Rounds;
using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Application.Observing;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Overview;
using ServiceTracker.Application.People;
using ServiceTracker.Application.Recovery;
using ServiceTracker.Application.Reports;
using ServiceTracker.Application.Reports.Sealing;
using ServiceTracker.Application.Tokens;

namespace ServiceTracker.Application;

/// <summary>Registers everything a person or program can do or ask.</summary>
public static class ApplicationServices
{
    /// <summary>Adds the tasks and questions; the store and the readers of files come from elsewhere.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services) => services
        .AddSingleton<MasterDataCache>()
        .AddScoped<MasterDataReader>()
        .AddSingleton<ImportProgress>()
        .AddSingleton<ImportTurns>()
        .AddSingleton<LookAlike>()
        .AddScoped<AuditTrail>()
        .AddScoped<AuditQuery>()
        .AddSingleton<ApiTokenCache>()
        .AddScoped<ApiTokens>()
        .AddScoped<SealAuditDays>()
        .AddScoped<AuditFile>()
        .AddScoped<AuditCheck>()
        .AddScoped<SaveOrganisation>()
        .AddScoped<LastWriteWins>()
        .AddScoped<StaffCodes>()
        .AddScoped<AddSeveral>()
        .AddScoped<SetupProgressQuery>()
        .AddScoped<DraftBaseline>()
        .AddScoped<PublishBaseline>()
        .AddScoped<BaselineQuery>()
        .AddScoped<StartFromTemplate>()
        .AddScoped<InteractionWriter>()
        .AddScoped<StoredRetries>()
        .AddSingleton<PatientWriter>()
        .AddSingleton<WriteBatcher>()
        .AddScoped<ContactUpdate>()
        .AddScoped<FollowBadContacts>()
        .AddScoped<RollupUpdate>()
        .AddScoped<RollupQuery>()
        .AddScoped<RollupRecount>()
        .AddSingleton<LogInteraction>()
        .AddScoped<ChangeInteraction>()
        .AddScoped<UndoInteraction>()
        .AddScoped<CorrectInteraction>()
        .AddScoped<InteractionHistoryQuery>()
        .AddScoped<InteractionChangesQuery>()
        .AddScoped<SafetyQuery>()
        .AddScoped<ChangeObservation>()
        .AddScoped<RaiseDispute>()
        .AddScoped<RuleOnDispute>()
        .AddScoped<DisputeListQuery>()
        .AddScoped<DisputeSummaryQuery>()
        .AddScoped<InteractionDetailsQuery>()
        .AddScoped<InteractionListQuery>()
        .AddScoped<InteractionChoicesQuery>()
        .AddScoped<ObstaclesQuery>()
        .AddScoped<LogSheetQuery>()
        .AddScoped<PairingQuery>()
        .AddScoped<ObservedPeopleQuery>()
        .AddScoped<CalibrationQuery>()
        .AddScoped<ImportInteractions>()
        .AddScoped<ImportPasses>()
        .AddScoped<ImportQuery>()
        .AddScoped<ImportMappings>()
        .AddScoped<PreviewImport>()
        .AddScoped<AbandonedImports>()
        .AddScoped<ForgetRefusedRows>()
        .AddScoped<DemoOrganisation>()
        .AddSingleton<BusinessToday>()
        .AddScoped<ConsistencyQuery>()
        .AddScoped<UnitStandingReader>()
        .AddScoped<FigureReader>()
        .AddScoped<FiguresOfOthers>()
        .AddScoped<PeopleInSight>()
        .AddScoped<BreakdownQuery>()
        .AddScoped<BasicsQuery>()
        .AddScoped<HoursQuery>()
        .AddScoped<ControlChartQuery>()
        .AddScoped<ChartsQuery>()
        .AddScoped<ComparisonScope>()
        .AddScoped<FunnelQuery>()
        .AddScoped<VarianceQuery>()
        .AddScoped<ChannelGapsQuery>()
        .AddScoped<FaltersQuery>()
        .AddScoped<SourcesReader>()
        .AddScoped<WhereItFaltersQuery>()
        .AddScoped<AgreementQuery>()
        .AddScoped<LoggingQuery>()
        .AddScoped<CoverageQuery>()
        .AddScoped<SaveContactCount>()
        .AddSingleton<WatchLease>()
        .AddSingleton<WatchMemory>()
        .AddScoped<WatchUpdate>()
        .AddScoped<WatchRows>()
        .AddScoped<WatchStore>()
        .AddScoped<FlagUpdate>()
        .AddScoped<ProgramSteps>()
        .AddScoped<RoundReader>()
        .AddScoped<RoundUpdate>()
        .AddScoped<FlagAttribution>()
        .AddScoped<UnitWeekUpdate>()
        .AddScoped<FlagEvidenceReader>()
        .AddScoped<FlagListQuery>()
        .AddScoped<FlagDetailsQuery>()
        .AddScoped<FlagInboxQuery>()
        .AddScoped<FlagWeekQuery>()
        .AddScoped<FlagConfirmationQuery>()
        .AddScoped<WorkOnFlag>()
        .AddScoped<KeepConversation>()
        .AddScoped<ConversationQuery>()
        .AddScoped<StarterQuery>()
        .AddScoped<PersonQuery>()
        .AddScoped<RecordProcessChange>()
        .AddScoped<ProcessChangeQuery>()
        .AddScoped<OpenRecovery>()
        .AddScoped<MoveRecovery>()
        .AddScoped<RecoveryQuery>()
        .AddScoped<RecoverySummaryQuery>()
        .AddScoped<FlagReader>()
        .AddScoped<OverviewQuery>()
        .AddScoped<OneBasicQuery>()
        .AddScoped<BasicRegisterQuery>()
        .AddScoped<OnePlaceQuery>()
        .AddScoped<WeeklyFiles>()
        .AddScoped<WeeklyReport>()
        .AddSingleton<SealLease>()
        .AddScoped<SealWeek>()
        .AddScoped<SealOnRequest>()
        .AddScoped<SealDueWeeks>()
        .AddScoped<SealedWeeks>()
        .AddScoped<SealedDiff>()
        .AddScoped<WeekArchive>()
        .AddScoped<WeekPreview>()
        .AddScoped<SealCheck>()
        .AddScoped<DueDeliveries>()
        .AddScoped<DeliveryAdministration>()
        .AddSingleton<DeliveryLease>()
        .AddSingleton<DeliveryPulse>()
        .AddScoped<SendDeliveries>()
        .AddScoped<DeliveryReceiptQuery>()
        .AddScoped<ResendDelivery>();
}
