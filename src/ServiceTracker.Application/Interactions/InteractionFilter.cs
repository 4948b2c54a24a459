using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>Which interactions are asked for, and what that means for a query; everything absent means "any".</summary>
public sealed record InteractionFilter
{
    /// <summary>In the place of a basic: whatever was missed.</summary>
    public const string AnyMissed = "any";

    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the staff member.</summary>
    public string? Staff { get; init; }

    /// <summary>Code of the channel.</summary>
    public string? Channel { get; init; }

    /// <summary>First business date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last business date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>counted, excluded or same_contact.</summary>
    public string? State { get; init; }

    /// <summary>Code of a basic that was missed, or <c>any</c>.</summary>
    public string? Missed { get; init; }

    /// <summary>First hour of the local clock, 0 to 23.</summary>
    public int? FromHour { get; init; }

    /// <summary>The hour of the local clock before which they occurred, 1 to 24.</summary>
    public int? BeforeHour { get; init; }

    /// <summary>Title of the role that the staff member had.</summary>
    public string? Role { get; init; }

    /// <summary>Only what stands in the safety report.</summary>
    public bool OfSafety { get; init; }

    /// <summary>Only those that leave, or are proposed to leave, the figures for the customer's conduct.</summary>
    public ConductStatus? Conduct { get; init; }

    /// <summary>Those of some interactions that are asked for.</summary>
    /// <param name="visible">All that the asker sees.</param>
    /// <param name="actor">Who asks; sites that are not theirs are unknown to them.</param>
    /// <param name="person">The person of <see cref="Staff"/>, where the asker may ask about them.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal IQueryable<Interaction> Among(
        IQueryable<Interaction> visible, Actor actor, StaffMember? person, MasterData master, List<FieldError> errors)
    {
        var query = visible;
        if (Site is { } site)
        {
            var id = actor.IfOwn(master.Sites.Find(site))?.Id ?? Unknown("site", site);
            query = query.Where(i => i.SiteId == id);
        }

        if (Staff is { } staff)
        {
            var id = person?.Id ?? Unknown("staff", staff);
            query = query.Where(i => i.StaffId == id);
        }

        if (Channel is { } channel)
        {
            var id = master.Channels.Find(channel)?.Id ?? Unknown("channel", channel);
            query = query.Where(i => i.ChannelId == id);
        }

        if (From is { } from) query = query.Where(i => i.BusinessDate >= from);
        if (To is { } to) query = query.Where(i => i.BusinessDate <= to);
        if (State is { } text)
        {
            if (SnakeCase<InteractionState>.TryParse(text, out var state)) query = query.Where(i => i.State == state);
            else errors.Add(new("$.state", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<InteractionState>.All)}."));
        }

        if (OfSafety)
            query = query.Where(i => i.State != InteractionState.SameContact && (i.ExcludedAs == ExclusionGround.CustomerConduct
                || (i.State == InteractionState.Counted && (i.Outcome == Outcome.CustomerConduct || i.Outcome == Outcome.Referred))));
        if (Conduct == ConductStatus.Confirmed)
            query = query.Where(i => i.State == InteractionState.Excluded && i.ExcludedAs == ExclusionGround.CustomerConduct);
        else if (Conduct == ConductStatus.Proposed)
            query = query.Where(i => i.State == InteractionState.Counted
                && (i.ExcludedAs == ExclusionGround.CustomerConduct || i.Outcome == Outcome.CustomerConduct));
        if (Role is { } role)
        {
            var id = master.Roles.Find(role)?.Id ?? Unknown("role", role);
            query = query.Where(i => i.RoleId == id);
        }

        if (FromHour is < 0 or > 23) errors.Add(new("$.fromHour", "out_of_range", "0 to 23."));
        if (BeforeHour is < 1 or > 24) errors.Add(new("$.beforeHour", "out_of_range", "1 to 24."));
        if (FromHour is { } fromHour) query = query.Where(i => i.HourOfWeek % 24 >= fromHour);
        if (BeforeHour is { } beforeHour) query = query.Where(i => i.HourOfWeek % 24 < beforeHour);
        return Missed is { } missed ? Missing(query, missed) : query;

        int Unknown(string field, string code)
        {
            errors.Add(new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code}”."));
            return 0;
        }

        IQueryable<Interaction> Missing(IQueryable<Interaction> among, string code)
        {
            if (code == AnyMissed) return among.Where(i => i.MetCount < i.ApplicableCount);
            // The same basic is another bit in each baseline: one condition for each bit it has had.
            var places = master.Baselines.Values.Select(b => (b.Number, b.Find(code)?.Mask)).Where(p => p.Mask is not null).ToList();
            if (places.Count == 0)
                errors.Add(new("$.missed", FieldError.UnknownReference, $"No baseline has an expectation “{code}”."));
            IQueryable<Interaction>? union = null;
            foreach (var group in places.GroupBy(p => p.Mask!.Value))
            {
                var numbers = group.Select(p => p.Number).ToArray();
                var bit = group.Key;
                var part = among.Where(i => numbers.Contains(i.Baseline) && (i.Met & bit) == 0 && (i.Na & bit) == 0);
                union = union is null ? part : union.Concat(part);
            }

            return union ?? among;
        }
    }
}
