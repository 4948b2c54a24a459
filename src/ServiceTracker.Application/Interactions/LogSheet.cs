using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>Everything that is needed to log an interaction by hand: where, who, what is asked, and what was logged today.</summary>
public sealed record LogSheet
{
    /// <summary>The sites that may be chosen.</summary>
    public required IReadOnlyList<Site> Sites { get; init; }

    public Site? Site { get; init; }

    /// <summary>The business date at the site.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Those active today who may be chosen: the site's own people first.</summary>
    public IReadOnlyList<StaffMember> People { get; init; } = [];

    public StaffMember? Person { get; init; }

    /// <summary>The account logs for its own person only.</summary>
    public bool OwnOnly { get; init; }

    /// <summary>The baseline in force.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The channels on which the baseline asks something, counter first.</summary>
    public IReadOnlyList<ChannelBasics> Channels { get; init; } = [];

    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The newest of today's entries.</summary>
    public IReadOnlyList<InteractionDetails> Entries { get; init; } = [];

    /// <summary>How many of today's entries there are.</summary>
    public int EntryCount { get; init; }

    /// <summary>Sites and people asked for that are not among the choices.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public LogObstacle Obstacle { get; init; }

    /// <summary>The basics of one channel, or null when the channel is not among the choices.</summary>
    public ChannelBasics? Basics(string? channel) => Channels.FirstOrDefault(c => c.Channel.Code == Code.Trim(channel));
}
