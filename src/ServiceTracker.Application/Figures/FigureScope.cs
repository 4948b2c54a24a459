using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures;

/// <summary>What figures are asked about, as it was asked; everything absent means "any".</summary>
public sealed record FigureFilter
{
    /// <summary>First business date; the default depends on the question.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last business date, included; the default depends on the question.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Code of the site.</summary>
    public string? Site { get; init; }

    /// <summary>Code of the staff member.</summary>
    public string? Staff { get; init; }

    /// <summary>Code of the channel.</summary>
    public string? Channel { get; init; }
}

/// <summary>A filter with its codes found and its dates filled in.</summary>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date, included.</param>
/// <param name="Site">Only this site.</param>
/// <param name="Staff">Only this person.</param>
/// <param name="Channel">Only this channel.</param>
public sealed record FigureScope(DateOnly From, DateOnly To, Site? Site, StaffMember? Staff, Channel? Channel)
{
    /// <summary>The longest time that one question may be about.</summary>
    public const int MostDays = 5 * 366;

    /// <summary>The dates that can be asked about: far enough from the ends of the calendar for the weeks around them.</summary>
    public static readonly DateOnly FirstDate = new(1900, 1, 1), LastDate = new(2999, 12, 31);

    /// <summary>The unit whose figures these are.</summary>
    public Unit Unit => new(Site?.Id, null, Staff?.Id, Channel?.Id);

    /// <summary>Whole weeks, the last one included.</summary>
    public static FigureScope OfWeeks(IsoWeek first, IsoWeek last, Site? site, StaffMember? staff = null, Channel? channel = null) =>
        new(first.Monday, last.Sunday, site, staff, channel);

    /// <summary>Said where the first date lies after the last one.</summary>
    public static readonly FieldError FirstAfterLast = new("$.from", "out_of_range", "The first date lies after the last one.");

    /// <summary>Reads a filter.</summary>
    /// <param name="people">Whom they may ask about.</param>
    /// <param name="actor">Who asks; sites and people that are not theirs are unknown to them.</param>
    /// <param name="filter">As it was asked.</param>
    /// <param name="master">Where codes are found.</param>
    /// <param name="last">The last date by default, of one site or of all.</param>
    /// <param name="defaultDays">Length of the time by default.</param>
    /// <param name="errors">Receives what is wrong.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static async Task<FigureScope?> OfAsync(
        PeopleInSight people, Actor actor, FigureFilter filter, MasterData master,
        Func<Site?, DateOnly> last, int defaultDays, List<FieldError> errors,
        CancellationToken cancellation)
    {
        var before = errors.Count;
        var site = Find(filter.Site, "$.site", "site", c => actor.IfOwn(master.Sites.Find(c)), errors);
        var inSight = filter.Staff is null ? null : await people.FindAsync(actor, master, filter.Staff, cancellation);
        // That it has logged somebody's interactions gives a staff account no figures of theirs.
        if (inSight is not null && !actor.SeesPerson(inSight.Id)) inSight = null;
        var staff = Find(filter.Staff, "$.staff", "staff member", _ => inSight, errors);
        var channel = Find(filter.Channel, "$.channel", "channel", c => master.Channels.Find(c), errors);
        var (from, to) = Days(filter.From, filter.To, () => last(site), defaultDays, errors);
        return errors.Count > before ? null : new FigureScope(from, to, site, staff, channel);
    }

    /// <summary>The days that are asked for.</summary>
    /// <param name="first">First business date, or null.</param>
    /// <param name="until">Last business date, or null.</param>
    /// <param name="last">The last one where none is said.</param>
    /// <param name="defaultDays">How many where no first one is said.</param>
    /// <param name="errors">Receives what is wrong with them; the days are not to be used then.</param>
    public static (DateOnly From, DateOnly To) Days(
        DateOnly? first, DateOnly? until, Func<DateOnly> last, int defaultDays, List<FieldError> errors)
    {
        var to = InRange(until, "$.to", errors) ?? last();
        var from = InRange(first, "$.from", errors) ?? to.AddDays(1 - defaultDays);
        if (from > to) errors.Add(FirstAfterLast);
        else if (to.DayNumber - from.DayNumber >= MostDays) errors.Add(new("$.from", "out_of_range", $"At most {MostDays} days at once."));
        return (from, to);
    }

    private static DateOnly? InRange(DateOnly? date, string path, List<FieldError> errors)
    {
        if (date is null || (date >= FirstDate && date <= LastDate)) return date;
        errors.Add(new(path, "out_of_range", $"A date from {FirstDate:yyyy-MM-dd} to {LastDate:yyyy-MM-dd}."));
        return null;
    }

    private static T? Find<T>(string? code, string path, string what, Func<string, T?> find, List<FieldError> errors)
        where T : class
    {
        if (code is null) return null;
        var found = find(code);
        if (found is null) errors.Add(new(path, FieldError.UnknownReference, $"There is no {what} “{code}”."));
        return found;
    }
}
