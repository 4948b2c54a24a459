using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Recovery;

namespace ServiceTracker.Application.Recovery;

/// <summary>Which cases are asked for, and what that means for a query; everything absent means "any", but for the status.</summary>
public sealed record RecoveryFilter
{
    private const string Open = "open", All = "all";

    /// <summary>The words of <see cref="Status"/>.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [Open, All, .. RecoverySteps.Words];

    /// <summary><c>open</c> (without a wish): all that is not closed; a status, or <c>all</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the channel.</summary>
    public string? Channel { get; init; }

    /// <summary>Whether anything is narrowed.</summary>
    public bool IsSet => Status is not null || Site is not null || Channel is not null;

    /// <summary>Those of some cases that are asked for.</summary>
    /// <param name="visible">All that the asker sees.</param>
    /// <param name="actor">Who asks; sites that are not theirs are unknown to them.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal IQueryable<RecoveryCase> Among(
        IQueryable<RecoveryCase> visible, Actor actor, MasterData master, List<FieldError> errors)
    {
        var query = visible;
        if (Status is null or Open) query = query.Where(c => c.Status != RecoveryStatus.Closed);
        else if (SnakeCase<RecoveryStatus>.TryParse(Status, out var status)) query = query.Where(c => c.Status == status);
        else if (Status != All) errors.Add(new("$.status", FieldError.Invalid, $"One of: {string.Join(", ", Statuses)}."));
        if (Site is { } site)
        {
            var id = actor.IfOwn(master.Sites.Find(site))?.Id ?? Unknown("site", site);
            query = query.Where(c => c.SiteId == id);
        }

        if (Channel is { } channel)
        {
            var id = master.Channels.Find(channel)?.Id ?? Unknown("channel", channel);
            query = query.Where(c => c.ChannelId == id);
        }

        return query;

        int Unknown(string field, string code)
        {
            errors.Add(new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code}”."));
            return 0;
        }
    }
}
