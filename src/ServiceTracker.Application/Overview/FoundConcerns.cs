using System.Globalization;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Overview;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Application.Overview;

/// <summary>What the weeks show without any flag, with the names of things.</summary>
internal sealed class FoundConcerns(MasterData master, BasicsFigures basics, Site? site)
{
    /// <summary>Basics that are met less often than before.</summary>
    /// <param name="shifts">What changed, by basic.</param>
    /// <param name="isOfThis">What fell at the site shown is told as its fall, also where that site is lower than the others.</param>
    public IEnumerable<Concern> Fallen(
        IReadOnlyDictionary<string, BasicShift> shifts, bool isOfThis = false) => basics.Lines.SelectMany(line =>
        shifts.GetValueOrDefault(line.Basic.Code) is not { } shift ? [] : shift.Fell
            // Where one site explains it, it is told of that site.
            .Where(channel => channel is not null || isOfThis || !LowSites(line).Any())
            .Select(channel => OfShift(line, shift.Of(channel), channel)));

    /// <summary>Basics that are met more often than before, in a line.</summary>
    public IEnumerable<(DateOnly Since, string Text)> Risen(IReadOnlyDictionary<string, BasicShift> shifts)
    {
        foreach (var line in basics.Lines)
        {
            if (shifts.GetValueOrDefault(line.Basic.Code) is not { } shift) continue;
            foreach (var told in shift.Rose.Select(channel => OfShift(line, shift.Of(channel), channel)))
                yield return (told.Since!.Value, $"{told.Name} rose: {PercentText.FromTo(told.Usual!.Value, told.Now!.Value)}");
        }
    }

    /// <summary>Basics that are met less often at one place than at the others.</summary>
    /// <param name="shifts">What changed, by basic: where it began.</param>
    public IEnumerable<Concern> Lower(IReadOnlyDictionary<string, BasicShift> shifts) => basics.Lines.SelectMany(line =>
        (line.Places?.Lower ?? [])
            .Where(place => place.Kind == PlaceKind.Channel || !IsToldOtherwise(line, place, shifts.GetValueOrDefault(line.Basic.Code)))
            .Select(place => OfPlace(line, place, shifts.GetValueOrDefault(line.Basic.Code))));

    /// <summary>Hours in which a basic is met less often or, where interactions were not read for it, all of them together.</summary>
    public IEnumerable<Concern> InHours(HourFigures hours) => basics.Lines.SelectMany(l => l.Hours.Select(h => OfHours(h, l)))
        .Concat(hours.Low.Where(low => basics.Lines.All(l => l.Hours.All(h => h.Site != low.Site))).Select(low => OfHours(low, null)));

    /// <summary>People below colleagues in the same surroundings.</summary>
    public IEnumerable<Concern> BelowColleagues(FunnelFigures? people) =>
        (people?.Lines ?? []).Where(l => l.IsNamed).Select(BelowColleagues);

    private Concern OfHours(HoursOfSite low, BasicLine? line) => new()
    {
        Kind = ConcernKind.Hours,
        Seat = Seat.System,
        Basic = line?.Basic.Code,
        Question = line?.Basic.Question,
        Hours = $"{low.Hours.From}–{low.Hours.Before} h",
        Site = site is null ? low.Site.Name : null,
        SiteId = low.Site.Id,
        Now = low.Hours.Rate,
        Usual = low.Hours.Expected,
        N = low.Hours.Applicable,
        IsSettled = true,
    };

    private Concern BelowColleagues(FunnelLine l) => new()
    {
        Kind = ConcernKind.BelowColleagues,
        Seat = Seat.Person,
        Person = master.Staff.Find(l.Code)?.Name,
        StaffId = master.Staff.Find(l.Code)?.Id,
        Now = l.Rate,
        Usual = l.Expected,
        N = l.N,
        IsSettled = true,
    };

    private Concern OfPlace(BasicLine line, LowPlace place, BasicShift? shift)
    {
        var id = int.Parse(place.Code, CultureInfo.InvariantCulture);
        var channel = place.Kind == PlaceKind.Channel ? master.Channels.Find(id) : null;
        var at = place.Kind == PlaceKind.Site ? master.Sites.Find(id) : null;
        return new Concern
        {
            Kind = ConcernKind.Lower,
            Seat = channel is null ? Seat.Site : Seat.Channel,
            Basic = line.Basic.Code,
            Question = line.Basic.Question,
            Channel = channel?.Name,
            ChannelId = channel?.Id,
            Site = at?.Name,
            SiteId = at?.Id,
            // That all sites together fell is the site's fall; since when a channel is lower is not known.
            Since = at is not null && shift is { Fell: [null], Whole: { } whole } ? whole.Since.Monday : null,
            Now = place.Rate,
            Usual = place.Rate - place.Difference,
            N = place.N,
            IsSettled = true,
        };
    }

    private Concern OfShift(BasicLine line, RateShift shift, int? channel) => new()
    {
        Kind = ConcernKind.Fell,
        Seat = channel is null ? Seat.System : Seat.Channel,
        Basic = line.Basic.Code,
        Question = line.Basic.Question,
        Channel = master.Channels.Find(channel)?.Name,
        ChannelId = channel,
        Since = shift.Since.Monday,
        Now = shift.Now,
        Usual = shift.Before,
        N = shift.NowN,
        IsSettled = !shift.IsProvisional,
    };

    // A site that is lower in some hours, or on a channel where the basic fell, is lower on the whole.
    private static bool IsToldOtherwise(BasicLine line, LowPlace site, BasicShift? shift) =>
        shift is { Fell: [not null, ..] } || line.Hours.Any(h => h.Site.Id.ToString(CultureInfo.InvariantCulture) == site.Code);

    private static IEnumerable<LowPlace> LowSites(BasicLine line) => (line.Places?.Lower ?? []).Where(p => p.Kind == PlaceKind.Site);
}
