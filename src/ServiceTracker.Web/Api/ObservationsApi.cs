using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Application.Figures;
using ServiceTracker.Application.Observing;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Figures.Gaps;
using ServiceTracker.Infrastructure.Checks;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>What observers ask: whom to observe next, and how far they agree.</summary>
public static class ObservationsApi
{
    public static void Map(RouteGroupBuilder read)
    {
        read.MapGet("/observations/next", Next).WithTags("Observations").WithName("GetNextObservation")
            .RequireAuthorization(nameof(Permission.Observes))
            .WithSummary("Ask whom to observe next").WithDescription(
                "Drawn by lot among the people of a site who are active today, more likely who was seen least; the one who asks is not " +
                "among them. The draw stays the same for the day until an observation of that day is entered (POST /interactions with " +
                "source observer or mystery_shop). seen: contacts of the last twelve weeks that were logged by staff and seen by " +
                "somebody else, as GET /consistency/agreement compares them; missing: how many more are needed for a verdict.")
            .ProducesProblem(422);
        read.MapGet("/observations/calibration", Calibration).WithTags("Observations").WithName("GetCalibration")
            .RequireAuthorization(nameof(Permission.SeesEverybody))
            .WithSummary("Compare observers of the same contacts").WithDescription(
                "By basic, of how many contacts that two observers and more saw they all said the same, with its Wilson interval; and " +
                "what that is beyond chance: Gwet's AC1, and Fleiss' κ, which is null where all said the same of everything. All of " +
                "these are null below the minimum of contacts. Of the last twelve weeks where no dates are given.")
            .ProducesProblem(422);
    }

    /// <summary>Somebody who is to be observed.</summary>
    /// <param name="Staff">Code of the person.</param>
    /// <param name="Seen">Contacts of theirs that they logged and somebody else saw.</param>
    /// <param name="Missing">How many more are needed for a verdict on the person.</param>
    public sealed record ObservedPersonView(string Staff, string Name, int Seen, int Missing);

    /// <summary>Whom to observe next.</summary>
    /// <param name="Date">The business date of the draw.</param>
    /// <param name="Missing">How many more are needed for a verdict on the site.</param>
    /// <param name="Observe">Null where nobody is there to be observed.</param>
    /// <param name="Instead">Who is taken where that one is not there, in the order of the draw.</param>
    public sealed record NextObservationView(
        string Site, DateOnly Date, int Seen, int Missing, ObservedPersonView? Observe, IReadOnlyList<ObservedPersonView> Instead);

    /// <summary>How far observers agree on one basic.</summary>
    /// <param name="Contacts">Those of which two observers and more answered the basic.</param>
    /// <param name="Agreed">Those of them of which all said the same.</param>
    public sealed record ObserverAgreementView(
        long Contacts, long Agreed, double? Rate, double? WilsonLow, double? WilsonHigh, double? Ac1, double? Kappa, string Sentence);

    /// <summary>How far observers agree.</summary>
    /// <param name="Contacts">Those that two observers and more saw.</param>
    public sealed record CalibrationView(int Contacts, IReadOnlyDictionary<string, ObserverAgreementView> Expectations);

    private static async Task<Results<Ok<CalibrationView>, ProblemHttpResult>> Calibration(
        HttpContext context, CalibrationQuery query, DateOnly? from, DateOnly? to, string? site, string? staff, string? channel)
    {
        var filter = new FigureFilter { From = from, To = to, Site = site, Staff = staff, Channel = channel };
        var result = await query.RunAsync(context.Actor(), filter, context.RequestAborted);
        return result is Result<CalibrationFigures>.Ok { Value: var found }
            ? TypedResults.Ok(new CalibrationView(found.Contacts, found.Basics.ToDictionary(b => b.Key, b => View(b.Value))))
            : Problems.From(result);
    }

    private static ObserverAgreementView View(ObserverAgreement a) =>
        new(a.Contacts, a.Agreed, a.Rate, a.Interval?.Low, a.Interval?.High, a.Ac1, a.Kappa, a.Sentence);

    private static async Task<Results<Ok<NextObservationView>, ProblemHttpResult>> Next(
        HttpContext context, NextToObserve next, [Description("Code of the site.")] string? site)
    {
        var result = await next.RunAsync(context.Actor(), site, context.RequestAborted);
        if (result is not Result<DrawnPeople>.Ok { Value: { People: var people, Order: var order } }) return Problems.From(result);
        return TypedResults.Ok(new NextObservationView(
            people.Site.Code, people.Date, people.Seen, people.Missing, order.Select(View).FirstOrDefault(),
            [.. order.Skip(1).Select(View)]));
    }

    private static ObservedPersonView View(ObservedPerson person) =>
        new(person.Who.Code, person.Who.Name, person.Seen, person.Missing);
}
