using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags;

/// <summary>Which flags are asked for, and what that means for a query; everything absent means "any", but for the status.</summary>
public sealed record FlagFilter
{
    private const string Open = "open", All = "all";

    /// <summary>The words of <see cref="Status"/>.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [Open, All, .. SnakeCase<FlagStatus>.All];

    /// <summary>
    /// <c>open</c> (without a wish), a status, or <c>all</c>, which alone has those that are part of another one and those that running the
    /// detectors again no longer gives.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>A kind, of flags or of notes.</summary>
    public string? Kind { get; init; }

    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the staff member it is about.</summary>
    public string? Staff { get; init; }

    /// <summary>Code of the channel that shows it.</summary>
    public string? Channel { get; init; }

    /// <summary>Code of the basic that it names.</summary>
    public string? Expectation { get; init; }

    /// <summary>First business date of the interaction that completed it.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Those about which somebody still has to do something: <see cref="Flag.IsOpen"/> as a condition inside the query.</summary>
    internal static IQueryable<Flag> OpenOnes(IQueryable<Flag> flags) =>
        Whole(flags).Where(f => f.Status != FlagStatus.Closed);

    /// <summary>Those that are no part of another one, and that running the detectors again still gives.</summary>
    internal static IQueryable<Flag> Whole(IQueryable<Flag> flags) => flags.Where(f => f.PartOf == null && f.Supported);

    /// <summary>Flags, or notes on the data, as a condition inside the query.</summary>
    internal static IQueryable<Flag> OfSort(IQueryable<Flag> flags, bool notes)
    {
        FlagKind[] kinds = [.. notes ? FlagKinds.Notes : FlagKinds.Flags];
        return flags.Where(f => kinds.Contains(f.Kind));
    }

    /// <summary>Those of some flags that are asked for.</summary>
    /// <param name="visible">All that the asker sees.</param>
    /// <param name="notes">Whether they are notes, which have kinds of their own.</param>
    /// <param name="actor">Who asks; sites that are not theirs are unknown to them.</param>
    /// <param name="person">The person of <see cref="Staff"/>, where the asker may ask about them.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="errors">Receives what is wrong.</param>
    internal IQueryable<Flag> Among(
        IQueryable<Flag> visible, bool notes, Actor actor, StaffMember? person, MasterData master, List<FieldError> errors)
    {
        var query = OfStatus(OfSort(visible, notes), errors);
        if (Kind is { } word)
        {
            var words = notes ? FlagKinds.NoteWords : FlagKinds.FlagWords;
            if (words.Contains(word) && FlagKinds.TryParse(word, out var kind)) query = query.Where(f => f.Kind == kind);
            else errors.Add(new("$.kind", FieldError.Invalid, $"One of: {string.Join(", ", words)}."));
        }

        if (Site is { } site)
        {
            var id = actor.IfOwn(master.Sites.Find(site))?.Id ?? Unknown("site", site);
            query = query.Where(f => f.SiteId == id);
        }

        if (Staff is { } staff)
        {
            var id = person?.Id ?? Unknown("staff", staff);
            query = query.Where(f => f.StaffId == id);
        }

        if (Channel is { } channel)
        {
            var id = master.Channels.Find(channel)?.Id ?? Unknown("channel", channel);
            query = query.Where(f => f.ChannelId == id);
        }

        if (Expectation is { } basic)
        {
            var code = Code.Trim(basic);
            if (!master.Baselines.Values.Any(b => b.Find(code) is not null))
                errors.Add(new("$.expectation", FieldError.UnknownReference, $"No baseline has an expectation “{basic}”."));
            query = query.Where(f => f.Expectation == code);
        }

        return Since is { } since ? query.Where(f => f.DetectedOn >= since) : query;

        int Unknown(string field, string code)
        {
            errors.Add(new("$." + field, FieldError.UnknownReference, $"There is no {field} “{code}”."));
            return 0;
        }
    }

    private IQueryable<Flag> OfStatus(IQueryable<Flag> flags, List<FieldError> errors)
    {
        if (Status is null or Open) return OpenOnes(flags);
        if (Status == All) return flags;
        if (SnakeCase<FlagStatus>.TryParse(Status, out var status)) return Whole(flags).Where(f => f.Status == status);
        errors.Add(new("$.status", FieldError.Invalid, $"One of: {string.Join(", ", Statuses)}."));
        return flags;
    }
}
