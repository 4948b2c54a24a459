using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Web.Pages.Consistency;

/// <summary>Somebody who stands out from colleagues on the same channels in the same weeks.</summary>
/// <param name="Person">Who.</param>
/// <param name="How">In which way, in a few words.</param>
/// <param name="IsBelow">On the low side.</param>
/// <param name="IsConcern">Something to look into: below, or uneven.</param>
/// <param name="Sentence">How far, in words and numbers.</param>
/// <param name="Href">Their page.</param>
public sealed record StandingOut(StaffMember Person, string How, bool IsBelow, bool IsConcern, string Sentence, string Href);

/// <summary>Who of those who served stands out, and what was looked at to say so.</summary>
/// <param name="figures">The comparison of the weeks up to the one shown.</param>
/// <param name="lines">The people of the week, each with their class.</param>
/// <param name="master">Names of people.</param>
/// <param name="site">The site shown, or null for all.</param>
public sealed class PeopleCompared(FunnelFigures figures, IReadOnlyList<UnitLine> lines, MasterData master, Site? site)
{
    /// <summary>There are enough people for one to be told from the others.</summary>
    public bool TellsApart => figures.TellsApart;

    /// <summary>People who have enough interactions where colleagues work, too.</summary>
    public int People { get; } = figures.Lines.Count(l => l.Limits is not null);

    /// <summary>A to Z.</summary>
    public IReadOnlyList<StandingOut> StandOut { get; } =
    [
        .. figures.Lines.Select(l => (Line: l, Person: master.Staff.Find(l.Code)!, Uneven: UnevenOf(lines, l.Code)))
            .Where(l => l.Line.IsOutside || l.Uneven is not null)
            .Select(l => new StandingOut(
                l.Person, HowOf(l.Line, l.Uneven is not null), l.Line.IsNamed, l.Line.IsNamed || l.Uneven is not null,
                SentenceOf(l.Line, l.Uneven), UnitLine.PersonOf(l.Person, site)))
            .OrderBy(s => s.Person.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>What it takes to tell people apart, and what there is.</summary>
    public string NotYet
    {
        get
        {
            const int Enough = MinimumSample.Default;
            var have = figures.Lines.Count(l => l.N >= Enough) switch { 0 => "nobody has", 1 => "1 has", var n => $"{n} have" };
            return $"People cannot be told apart yet: that takes {StaffComparison.FewestToName} people with {Enough} interactions each, "
                + $"and here {have} as many.";
        }
    }

    private static UnitLine? UnevenOf(IReadOnlyList<UnitLine> lines, string code) =>
        lines.FirstOrDefault(l => l.Person?.Code == code && l.Figures.Standing?.Class == ConsistencyClass.Erratic);

    private static string HowOf(FunnelLine line, bool isUneven) => (line.IsOutside, isUneven) switch
    {
        (true, true) => $"{(line.IsNamed ? "below" : "above")} colleagues and uneven from day to day",
        (true, false) => $"{(line.IsNamed ? "below" : "above")} colleagues",
        _ => "as often as others, but uneven from day to day",
    };

    private static string SentenceOf(FunnelLine line, UnitLine? uneven) => (line.IsOutside, uneven) switch
    {
        (_, null) => line.Sentence,
        (true, { } u) => $"{line.Sentence} {u.Figures.Standing!.Sentence}",
        (false, { } u) => $"As often as others, but from day to day unevenly. {u.Figures.Standing!.Sentence}",
    };

    /// <summary>Whether those who work at a place differ there.</summary>
    public string Of(PlaceRow place)
    {
        var ids = place.Place.Staff.ToHashSet(StringComparer.Ordinal);
        var among = StandOut.Where(s => s.IsBelow && ids.Contains($"{s.Person.Id}")).Select(s => s.Person.Name).ToList();
        var people = $"{ids.Count} {(ids.Count == 1 ? "person" : "people")} served {place.Where}";
        return among.Count == 0 ? $"{people}; nobody of them is below colleagues beyond chance."
            : $"{people}; of them {string.Join(", ", among)} {(among.Count == 1 ? "is" : "are")} below colleagues beyond chance.";
    }
}
