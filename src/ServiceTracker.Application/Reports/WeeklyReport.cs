using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Figures.Rollups;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Reports;

/// <summary>Gives out the weekly files as they are now, for the API, the page and the command line alike.</summary>
public sealed partial class WeeklyReport(
    IServiceTrackerDb db, WeeklyFiles files, FigureReader figures, RollupUpdate update, AuditTrail audit, ILogger<WeeklyReport> log)
{
    /// <summary>Weeks with interactions of the actor's sites, newest first.</summary>
    public async Task<IReadOnlyList<ReportedWeek>> WeeksAsync(Actor actor, CancellationToken cancellation)
    {
        var weeks = await figures.WeeksAsync(actor, cancellation);
        return [.. weeks.OrderByDescending(w => w.Week).Select(w => new ReportedWeek(w.Week, w.Interactions))];
    }

    /// <summary>Writes one file of a week.</summary>
    /// <param name="actor">Whose sites are in it; not for a staff account.</param>
    /// <param name="week">The week.</param>
    /// <param name="file">Which file.</param>
    /// <param name="site">Only this site, or null.</param>
    /// <param name="profile">For whom it is written.</param>
    /// <param name="target">Where the bytes go.</param>
    /// <exception cref="InvalidOperationException">The actor's role sees only its own figures.</exception>
    public async Task WriteAsync(
        Actor actor, IsoWeek week, WeeklyFile file, Site? site, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        if (!actor.SeesEverybody) throw new InvalidOperationException("Weekly files name everybody; a staff account has its own page.");
        await update.SettleAsync(actor, cancellation);
        await RecordAsync(actor, $"{week}/{SnakeCase<WeeklyFile>.Text(file)}", site, null, cancellation);
        await files.WriteAsync(actor, week, file, site, profile, target, cancellation);
    }

    // A store that cannot write for a while, such as on a full disk, still gives out what is in it; then the log says who took what.
    internal async Task RecordAsync(Actor actor, string what, Site? site, int? revision, CancellationToken cancellation)
    {
        try
        {
            object taken = revision is { } r ? new { site = site?.Code, revision = r } : new { site = site?.Code };
            audit.Record(actor, "report.exported", what, null, taken);
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e)
        {
            db.ChangeTracker.Clear();
            LogUnrecorded(log, e, actor.Id, what);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Actor} takes out {File}, which could not be recorded")]
    private static partial void LogUnrecorded(ILogger log, Exception e, string actor, string file);
}
