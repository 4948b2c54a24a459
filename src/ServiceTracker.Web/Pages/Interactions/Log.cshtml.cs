using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceTracker.Application;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Checks;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>The log of those who are signed in. The device remembers site, person and channel.</summary>
[Authorize(Policy = nameof(Permission.Logs))]
public sealed class LogModel(
    LogSheetQuery sheets, LogInteraction log, UndoInteraction undo, InteractionDetailsQuery details, NextChecks checks, TimeProvider clock)
    : LogFormModel(log, undo, details, checks, clock)
{
    private DeskMemory desk = new(null, null, null);

    [BindProperty(SupportsGet = true)]
    public string? Site { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    protected override string? UsualChannel => desk.Channel;

    protected override async Task<IActionResult?> LoadSheetAsync(CancellationToken cancellation)
    {
        Actor = User.ToActor();
        desk = DeskMemory.Of(Request);
        var isAsked = HttpMethods.IsGet(Request.Method);
        // What was chosen here before is a wish: where it is gone, or somebody else's, nothing is said of it.
        var (site, person) = (isAsked ? Site ?? desk.Site : Site, isAsked ? Person ?? desk.Person : Person);
        Sheet = await sheets.RunAsync(Actor, site, person, cancellation);
        if (isAsked && Sheet.Errors.Any(e => Asked(e) is null))
            Sheet = await sheets.RunAsync(
                Actor, Sheet.Errors.Any(e => e.Path == SitePath) ? Site : site,
                Sheet.Errors.Any(e => e.Path == PersonPath) ? Person : person, cancellation);
        return null;
    }

    protected override object Where(Guid? saved = null, bool? takenBack = null) =>
        new { site = Site, person = Person, channel = Channel, reason = Preset, saved, takenBack };

    public override void OnPageHandlerExecuted(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutedContext context)
    {
        if (context.Exception is null && Sheet is { Site: { } site } && Mistakes.Count == 0)
        {
            var person = Sheet.OwnOnly ? desk.Person : Sheet.Person?.Code ?? desk.Person;
            new DeskMemory(site.Code, person, Channel ?? desk.Channel).Keep(HttpContext);
        }

        base.OnPageHandlerExecuted(context);
    }

    private const string SitePath = "$.site", PersonPath = "$.staff";

    // What the address itself said, where an error is about it.
    private string? Asked(FieldError error) => error.Path switch
    {
        SitePath => Site,
        PersonPath => Person,
        _ => null,
    };
}
