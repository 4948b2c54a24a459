using ServiceTracker.Application.Flags.Watching;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>Asks whether later days confirm that what a flag says is over: then closing it needs no reason, and it is proposed.</summary>
public sealed class FlagConfirmationQuery(FlagEvidenceReader evidence, MasterDataReader masterData)
{
    /// <summary>The days since it was last told, of the last eight weeks, up to yesterday.</summary>
    /// <param name="flag">Any flag.</param>
    /// <param name="today">The site's business date.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Null while it goes on or too little has come since; for what is closed, a note or a comparison, too. Of a critical basic
    /// only after eight weeks.</returns>
    public async Task<FlagConfirmation?> OfAsync(Flag flag, DateOnly today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(flag);
        if (flag.Status == FlagStatus.Closed || flag.IsNote || flag.Kind == FlagKind.Comparison) return null;
        var (earliest, from) = (today.AddDays(-FlagConfirmation.Days), flag.LastSignalOn.AddDays(1));
        if (flag.Kind == FlagKind.Critical && from > earliest) return null;
        var master = await masterData.GetAsync(cancellation);
        var days = await evidence.DaysAsync(
            flag.SiteId, flag.StaffId ?? 0, flag.ChannelId ?? 0, flag.Expectation, from > earliest ? from : earliest, today.AddDays(-1),
            master.Baselines, cancellation);
        return FlagConfirmation.Of(flag.Kind, FlagEvidence.Read(flag.Evidence), days);
    }
}
