using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Application.Reports;

/// <summary>The audit record as a file, for whoever keeps or searches it elsewhere.</summary>
public sealed class AuditFile(AuditQuery audit, WeeklyReport report, MasterDataReader masterData)
{
    /// <summary>Writes the lines that fit a filter, the newest first.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="profile">For whom it is written.</param>
    /// <param name="target">Where the bytes go.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task WriteAsync(Actor actor, AuditFilter filter, CsvProfile profile, Stream target, CancellationToken cancellation)
    {
        var master = await masterData.GetAsync(cancellation);
        var lines = audit.All(actor, filter);
        await report.RecordAsync(actor, "audit", null, null, cancellation);
        await using var file = new CsvFile(target, profile);
        await file.WriteAsync(Columns(master), lines, cancellation);
    }

    private static CsvColumn<AuditEntry>[] Columns(MasterData master) =>
    [
        new("id", a => a.Id), new("at", a => CsvCell.OfUtc(a.At)), new("by", a => a.By), new("by_name", a => a.ByName),
        new("origin", a => a.Origin), new("action", a => a.Action), new("subject", a => a.Subject),
        new("site", a => master.Sites.Find(a.SiteId)?.Code), new("before", a => a.Before), new("after", a => a.After),
        new("closed_on", a => a.SealedOn is { } day ? day : CsvCell.Empty),
        new("digest", a => a.Digest is { } digest ? Convert.ToHexStringLower(digest) : null),
    ];
}
