using System.Globalization;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.People;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Words;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Charts;
using ServiceTracker.Web.Pages.Consistency;
using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.People;

/// <summary>What the page of a person and the person's own page show alike.</summary>
/// <param name="Figures">The person's figures.</param>
/// <param name="WithPrivateNotes">A manager reads it: private notes are shown.</param>
/// <param name="Owed">Numbers of the channels on which the person's next log is a full check.</param>
/// <param name="Master">Where names are found.</param>
public sealed record PersonView(PersonFigures Figures, bool WithPrivateNotes, IReadOnlySet<int> Owed, MasterData Master)
{
    /// <summary>The view of a person's figures, with what is drawn for them.</summary>
    public static async Task<PersonView> OfAsync(
        PersonFigures figures, bool withPrivateNotes, NextChecks checks, MasterDataReader masterData, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(masterData);
        var owed = await checks.OwedAsync(figures.Site, figures.Person, figures.Logging?.Channels.Keys ?? [], cancellation);
        return new PersonView(figures, withPrivateNotes, owed, await masterData.GetAsync(cancellation));
    }

    /// <summary>What is said of the others, always in the same words: they do not tell what was left out.</summary>
    public const string NotShown =
        "Others are told of only as sums of at least five people on a channel in a whole week, from the Wednesday after.";

    /// <summary>The weeks of the figures, in words.</summary>
    public string Weeks =>
        $"{PersonQuery.Weeks} whole weeks, {Day(Figures.First.Monday)} to {Day(Figures.Last.Sunday)}";

    /// <summary>The foot of the scale that all lines share.</summary>
    public double Foot => IntervalStrip.FootOf(Rows.Select(r => r.Beside).OfType<BesideOthers>());

    /// <summary>All basics together, then each.</summary>
    public IEnumerable<PersonBasic> Rows => [Figures.Whole, .. Figures.Basics];

    /// <summary>Basics in which the person is outside what is usual beside reliable others.</summary>
    public IReadOnlyList<PersonBasic> ApartFromGood =>
        [.. Figures.Basics.Where(b => b.BesideGood is { Signal: not Signal.None })];

    /// <summary>Whether there are enough reliable others for any basic.</summary>
    public bool HasGood => Figures.Basics.Any(b => b.BesideGood is not null);

    /// <summary>A basic as people call it.</summary>
    public static string NameOf(Expectation? basic) => basic is null ? "All basics together" : InteractionWords.Of(basic);

    /// <summary>What a line says; empty where it is as usual.</summary>
    public static string Reading(BesideOthers beside)
    {
        ArgumentNullException.ThrowIfNull(beside);
        var usual = $"usual is {PercentText.Of(beside.Usual.Lower)} to {PercentText.Of(beside.Usual.Upper)}";
        return beside.Signal switch
        {
            Signal.Concern => string.Create(
                CultureInfo.InvariantCulture,
                $"Below: missed {beside.N - beside.Met} where {beside.ExpectedMisses:0} are expected; {usual}"),
            Signal.Improvement => string.Create(
                CultureInfo.InvariantCulture,
                $"Above: missed {beside.N - beside.Met} where {beside.ExpectedMisses:0} are expected; {usual}"),
            _ => "",
        };
    }

    /// <summary>A line of the chart in words.</summary>
    public static string Spoken(PersonBasic row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Beside is not { } b ? "" :
            $"{NameOf(row.Basic)}: {ChartSvg.Percent(b.Rate)} of {b.N}, interval {ChartSvg.Percent(b.Interval.Low)} to "
            + $"{ChartSvg.Percent(b.Interval.High)}, expected {ChartSvg.Percent(b.Expected)}, usual {ChartSvg.Percent(b.Usual.Lower)} to "
            + $"{ChartSvg.Percent(b.Usual.Upper)}";
    }

    /// <summary>The interactions behind a line.</summary>
    public string HrefOf(PersonBasic row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Interactions(Figures.First.Monday, Figures.Last.Sunday, row.Own.Missed == 0 ? null : row.Basic?.Code ?? "any");
    }

    /// <summary>The interactions of a day.</summary>
    public string HrefOf(DateOnly day) => Interactions(day, day, null);

    /// <summary>All interactions with a miss of the weeks shown.</summary>
    public string MissesHref => Interactions(Figures.First.Monday, Figures.Today, "any");

    /// <summary>The weekly chart.</summary>
    public string ChartHref => UnitLine.ChartOf(Figures.Site, Figures.Person, null, IsoWeek.Of(Figures.Today));

    /// <summary>The class in words; a person is steady as usual wherever the target lies.</summary>
    public string? ClassWords => Figures.Standing?.Class switch
    {
        null => null,
        ConsistencyClass.NotEnoughYet => "Not enough yet",
        ConsistencyClass.Reliable or ConsistencyClass.SteadyBelow => "As usual",
        var c => c.ToString(),
    };

    public static string Day(DateOnly date) => date.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private string Interactions(DateOnly from, DateOnly to, string? missed) =>
        UnitLine.Interactions(Figures.Site, Figures.Person, null, from, to, missed);
}
