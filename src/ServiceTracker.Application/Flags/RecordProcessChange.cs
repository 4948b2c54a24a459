using ServiceTracker.Application.Access;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Flags.Watching;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Flags;

/// <summary>Records that something is done another way from a day on. It stays as it was recorded.</summary>
public sealed class RecordProcessChange(
    IServiceTrackerDb db, MasterDataReader masterData, BusinessToday today, AuditTrail audit, TimeProvider clock)
{
    private static readonly ProcessChangeInputValidator Rules = new();

    private static readonly Refusal NotTheirs = Refusal.Forbidden("Changes are recorded by a manager.");

    /// <summary>Stores the change, and where it rebases lets the detectors take the days since then again.</summary>
    /// <param name="actor">A manager of the site; for all sites an administrator.</param>
    /// <param name="input">The change.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ProcessChange>> RunAsync(Actor actor, ProcessChangeInput input, CancellationToken cancellation)
    {
        if (!actor.May(Permission.WorksOnFlags)) return NotTheirs;
        var errors = FieldError.From(await Rules.ValidateAsync(input, cancellation));
        var master = await masterData.GetAsync(cancellation);
        var site = Site(actor, input, master, errors);
        var channel = Given(input.Channel) is { } code ? master.Channels.Find(code) : null;
        if (channel is null && Given(input.Channel) is { } unknown)
            errors.Add(new("$.channel", FieldError.UnknownReference, $"There is no channel “{unknown}”."));
        var basic = Given(input.Expectation) is { } asked ? Code.Trim(asked) : null;
        if (basic is not null && !master.Baselines.Values.Any(b => b.Find(basic) is not null))
            errors.Add(new("$.expectation", FieldError.UnknownReference, $"No baseline has an expectation “{basic}”."));
        var latest = today.Of(actor, master, site).AddDays(ProcessChangeInput.MostDaysAhead);
        if (input.Date > latest) errors.Add(new("$.date", "out_of_range", "A day at most a year ahead."));
        if (errors.Count > 0 || input is not { Date: { } date, What: { } what, Why: { } why }) return Refusal.Invalid(errors);

        var now = clock.GetUtcNow().UtcDateTime;
        var change = new ProcessChange
        {
            SiteId = site?.Id ?? 0,
            Id = Guid.CreateVersion7(now),
            ChannelId = channel?.Id,
            Expectation = basic,
            Date = date,
            What = what.Trim(),
            Why = why.Trim(),
            Rebase = input.Rebase ?? false,
            At = now,
            By = actor.Id,
            ByName = actor.Name,
        };
        db.ProcessChanges.Add(change);
        if (change.Rebase) db.DetectionQueue.AddRange(Again(change, master, now));
        audit.Record(
            actor, "process_change.recorded", $"process-change/{change.Id}", null, new
            {
                site = site?.Code,
                channel = channel?.Code,
                change.Expectation,
                change.Date,
                change.What,
                change.Why,
                change.Rebase,
            }, change.SiteId);
        await db.SaveChangesAsync(cancellation);
        return change;
    }

    private static Site? Site(Actor actor, ProcessChangeInput input, MasterData master, List<FieldError> errors)
    {
        if (Given(input.Site) is { } code)
        {
            var site = actor.IfOwn(master.Sites.Find(code));
            if (site is null) errors.Add(new("$.site", FieldError.UnknownReference, $"There is no site “{code}”."));
            return site;
        }

        if (!actor.IsAdmin)
            errors.Add(new("$.site", FieldError.Required, "Say at which site: a change of all sites is recorded by an administrator."));
        return null;
    }

    // A day to come is begun with the change when it has come.
    private static IEnumerable<DetectionQueueEntry> Again(ProcessChange change, MasterData master, DateTime now) =>
        master.Sites.All.Where(s => change.SiteId == 0 || change.SiteId == s.Id)
            .Select(s => (s.Id, Today: s.Calendar.At(now).BusinessDate)).Where(s => change.Date <= s.Today)
            .Select(s => DetectionQueueEntry.OfChange(s.Id, change.Date, s.Today, now));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
