using System.Globalization;
using ServiceTracker.Application.Flags;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.Flags;

/// <summary>How pages about flags say things.</summary>
public static class FlagWords
{
    /// <summary>What a flag says, as a heading.</summary>
    /// <param name="details">The flag.</param>
    /// <param name="basics">Basics by which the one it names is worded.</param>
    public static string Title(FlagDetails details, IEnumerable<Expectation> basics)
    {
        ArgumentNullException.ThrowIfNull(details);
        return details.Flag.Kind switch
        {
            FlagKind.Basic => $"{Basic(details.Flag.Expectation, basics)}: missed more often than usual",
            FlagKind.Critical => $"Critical basic missed: {Basic(details.Flag.Expectation, basics)}",
            var kind => Of(kind),
        };
    }

    /// <summary>A kind, of flags or notes.</summary>
    public static string Of(FlagKind kind) => kind switch
    {
        FlagKind.Lower => "Basics met less often than usual",
        FlagKind.Basic => "One basic missed more often than usual",
        FlagKind.Erratic => "Good days and bad days",
        FlagKind.Better => "Basics met more often than usual",
        FlagKind.Critical => "A critical basic missed",
        FlagKind.Comparison => "Less than colleagues in the same surroundings",
        FlagKind.ChannelGap => "On this channel the same people do otherwise than elsewhere",
        FlagKind.EvidenceGap => "What people say of themselves differs from what others saw",
        FlagKind.LoggingGap => "What is logged looks better than it is, or days are missing",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>What the usual rate in the figures of a flag is, as the end of a sentence that begins with the rate.</summary>
    public static string ComparedWith(FlagKind kind) => kind switch
    {
        FlagKind.Comparison => "of colleagues in the same surroundings",
        FlagKind.ChannelGap => "by the same people elsewhere",
        FlagKind.EvidenceGap => "by their own logs",
        FlagKind.LoggingGap => "in quick logs",
        _ => "is usual",
    };

    /// <summary>A basic by its code: its question without the question mark.</summary>
    public static string Basic(string? code, IEnumerable<Expectation> basics) =>
        basics.FirstOrDefault(b => b.Code == code) is { } basic ? InteractionWords.Of(basic) : code ?? "a basic";

    /// <summary>Whom, on which channel and where a flag is about.</summary>
    public static string About(FlagDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return details.Staff is { } staff ? $"{staff.Name} · {Where(details)}" : Where(details);
    }

    /// <summary>On which channel and where a flag is about.</summary>
    public static string Where(FlagDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return $"{details.Channel?.Name ?? (details.Staff is null ? "the whole site" : "all channels")} · {details.Site.Name}";
    }

    public static string Of(FlagStatus status) => status switch
    {
        FlagStatus.New => "New",
        FlagStatus.Looking => "Being looked into",
        FlagStatus.Acting => "Something is being done",
        FlagStatus.Watching => "Watched",
        FlagStatus.Closed => "Closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(FlagFinding finding) => finding switch
    {
        FlagFinding.Person => "Person",
        FlagFinding.Channel => "Channel",
        FlagFinding.System => "System",
        FlagFinding.DataError => "Wrong data",
        FlagFinding.Chance => "Chance",
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };

    /// <summary>Why a flag has its place, as a heading above those that share it.</summary>
    public static string Of(FlagTurn turn) => turn switch
    {
        FlagTurn.NewCritical => "Critical, and nobody has looked yet",
        FlagTurn.Due => "To be looked at again",
        FlagTurn.New => "Nobody has looked yet",
        FlagTurn.Looking => "Being looked into",
        FlagTurn.Acting => "Something is being done",
        FlagTurn.Watching => "Watched",
        FlagTurn.Closed => "Closed",
        _ => throw new ArgumentOutOfRangeException(nameof(turn)),
    };

    /// <summary>A step as the history tells it.</summary>
    public static string Of(FlagEvent step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var words = step switch
        {
            { To: FlagStatus.Looking or FlagStatus.New, From: FlagStatus.Closed } => "opened it again",
            { To: FlagStatus.Looking } => "looks into it",
            { To: FlagStatus.Acting } => "has something done",
            { To: FlagStatus.Watching, Confirmed: true } => "confirms by later data that it is over",
            { To: FlagStatus.Watching } => "watches whether it helps",
            { To: FlagStatus.Closed, Confirmed: true } => "closed it: later data confirm",
            { To: FlagStatus.Closed } => "closed it",
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
        return step.Finding is { } finding ? $"{words}: {Of(finding).ToLowerInvariant()}" : words;
    }

    public static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>How long something has been there.</summary>
    public static string Age(int days) => days switch { 0 => "today", 1 => "1 day", _ => $"{days} days" };
}
