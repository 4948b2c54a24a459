using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Disputes;

/// <summary>Lists disputes: the oldest open one first, among all the latest one first. A person sees those about interactions that they
/// see.</summary>
public sealed class DisputeListQuery(IServiceTrackerDb db, MasterDataReader masterData)
{
    /// <summary>The words of a status that is asked for; open without a wish.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [OpenOnes, AllOfThem];

    private const string OpenOnes = "open", AllOfThem = "all";

    /// <summary>One page of disputes.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="status">open or all.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<DisputeDetails>>> RunAsync(
        Actor actor, string? status, string? after, int limit, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        var all = status == AllOfThem;
        if (status is not null && !Statuses.Contains(status))
            errors.Add(new("$.status", FieldError.Invalid, $"One of: {string.Join(", ", Statuses)}."));
        if (limit is < 1 or > ListPage.MaxLimit) errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        var found = Seen(actor);
        if (!all) found = found.Where(f => f.Dispute.Status == DisputeStatus.Open);
        if (after is not null)
        {
            if (!TimeCursor.TryRead(after, out var at, out var id)) errors.Add(FieldError.NotACursor);
            else if (all) found = found.Where(f => f.Dispute.At < at || (f.Dispute.At == at && f.Dispute.Id > id));
            else found = found.Where(f => f.Dispute.At > at || (f.Dispute.At == at && f.Dispute.Id > id));
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var ordered = all ? found.OrderByDescending(f => f.Dispute.At).ThenBy(f => f.Dispute.Id)
            : found.OrderBy(f => f.Dispute.At).ThenBy(f => f.Dispute.Id);
        var rows = await ordered.Take(limit + 1).ToListAsync(cancellation);
        return new ListPage<DisputeDetails>(
            await WithAboutAsync(actor, [.. rows.Take(limit)], cancellation),
            rows.Count > limit ? TimeCursor.Of(rows[limit - 1].Dispute.At, rows[limit - 1].Dispute.Id) : null);
    }

    /// <summary>The disputes about one interaction that the actor sees, the first one first.</summary>
    public async Task<IReadOnlyList<DisputeDetails>> OfAsync(Actor actor, int siteId, Guid interaction, CancellationToken cancellation) =>
        await WithAboutAsync(
            actor,
            await Seen(actor).Where(f => f.Dispute.SiteId == siteId && f.Dispute.InteractionId == interaction)
                .OrderBy(f => f.Dispute.At).ToListAsync(cancellation),
            cancellation);

    /// <summary>How many open disputes wait for those who rule on them at the actor's sites; 0 for whoever does not.</summary>
    public async Task<int> CountOpenAsync(Actor actor, CancellationToken cancellation) => !actor.May(Permission.Reviews) ? 0
        : await actor.OfOwnSites(db.Disputes.AsNoTracking(), d => d.SiteId).CountAsync(d => d.Status == DisputeStatus.Open, cancellation);

    private IQueryable<Found> Seen(Actor actor) =>
        actor.OfOwnSites(db.Disputes.AsNoTracking(), d => d.SiteId).Join(
            actor.Visible(db.Interactions.AsNoTracking()), d => new { d.SiteId, Id = d.InteractionId }, i => new { i.SiteId, i.Id },
            (d, i) => new Found { Dispute = d, Interaction = i });

    private async Task<IReadOnlyList<DisputeDetails>> WithAboutAsync(Actor actor, List<Found> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return [];
        int[] sites = [.. rows.Select(r => r.Dispute.SiteId).Distinct()];
        Guid[] ids = [.. rows.Select(r => r.Dispute.InteractionId).Distinct()];
        var causes = (await db.MissCauses.AsNoTracking().Where(c => sites.Contains(c.SiteId) && ids.Contains(c.InteractionId))
            .ToListAsync(cancellation)).ToDictionary(c => (c.SiteId, c.InteractionId, c.Bit), c => c.Cause);
        // Asked for after the rows, so that every site, channel and baseline they name is there.
        var master = await masterData.GetAsync(cancellation);
        return
        [
            .. rows.Select(r =>
            {
                var (d, i) = (r.Dispute, r.Interaction);
                var baseline = master.Baselines[i.Baseline];
                return new DisputeDetails(
                    d, i, baseline, master.Sites[i.SiteId], master.Staff.Find(i.StaffId), master.Channels[i.ChannelId],
                    baseline.Find(d.Expectation) is { } basic && causes.TryGetValue((i.SiteId, i.Id, (short)basic.Bit), out var said)
                        ? said : null,
                    d.Status == DisputeStatus.Open && RuleOnDispute.IsOpenTo(actor, i));
            }),
        ];
    }

    private sealed class Found
    {
        public required Dispute Dispute { get; init; }
        public required Interaction Interaction { get; init; }
    }
}
