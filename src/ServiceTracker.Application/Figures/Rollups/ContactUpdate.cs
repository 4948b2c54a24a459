using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Figures.Rollups;

/// <summary>
/// Makes several pieces of evidence on one contact count once. Whoever logs pays nothing for it: it is done where changes are taken into
/// the rollups, by the only one who does so, for days of people of whom there is more than their own log.
/// </summary>
public sealed class ContactUpdate(IServiceTrackerDb db)
{
    // Days of people looked at together: bounds the memory.
    private const int DaysAtOnce = 300;

    // Names of names of names: further than this nobody is followed.
    private const int MostRounds = 4;

    /// <summary>Whether among the days of these sums there are some on which evidence may have to be brought together.</summary>
    internal async Task<bool> ConcernsAsync(RollupSums sums, CancellationToken cancellation) =>
        (await DaysAsync(sums, [], cancellation)).Count > 0;

    /// <summary>Brings evidence together, or apart again, inside an open transaction that has the place of the only one to change
    /// rollups.</summary>
    /// <param name="sums">What changed. Receives what follows from it.</param>
    /// <param name="also">Further days to look at.</param>
    /// <param name="master">Master data.</param>
    /// <param name="cancellation">Ends it early.</param>
    internal async Task SettleAsync(RollupSums sums, IReadOnlyCollection<StaffDay> also, MasterData master, CancellationToken cancellation)
    {
        foreach (var (site, days) in InPortions(await DaysAsync(sums, also, cancellation)))
            await ApplyAsync(await PlanAsync(site, days, master, mayBeDamaged: false, cancellation), sums, master, cancellation);
    }

    private static (int, DateOnly, int, int) UnitWeek(StaffDay day, int apart) =>
        (day.SiteId, IsoWeek.Of(day.Date.AddDays(apart)).Monday, day.StaffId ?? 0, day.ChannelId);

    // Days with evidence beside a person's own log, and those of rows that name another one which is there.
    private async Task<HashSet<StaffDay>> DaysAsync(RollupSums sums, IReadOnlyCollection<StaffDay> also, CancellationToken cancellation)
    {
        var days = new HashSet<StaffDay>(also);
        if (sums.Days.Count == 0 && days.Count == 0) return days;
        var sites = sums.Days.Concat(also).Select(d => d.SiteId).Distinct().ToArray();
        var weeks = sums.Days.Select(d => d.Date).Distinct().SelectMany(d => new[] { d.AddDays(-1), d.AddDays(1) })
            .Select(d => IsoWeek.Of(d).Monday).Distinct().ToArray();
        var stored = await db.StaffWeeks.AsNoTracking()
            .Where(w => w.Source != Source.Self && EF.Parameter(sites).Contains(w.SiteId) && EF.Parameter(weeks).Contains(w.WeekStart))
            .Select(w => new { w.SiteId, w.WeekStart, w.StaffId, w.ChannelId }).Distinct().ToListAsync(cancellation);
        var others = stored.Select(w => (w.SiteId, w.WeekStart, w.StaffId, w.ChannelId)).ToHashSet();
        others.UnionWith(
            sums.StaffWeeks.Keys.Where(k => k.Source != Source.Self).Select(k => (k.SiteId, k.WeekStart, k.StaffId, k.ChannelId)));
        days.UnionWith(sums.Days.Where(d =>
            d.StaffId is not null && (others.Contains(UnitWeek(d, -1)) || others.Contains(UnitWeek(d, 1)))));

        var naming = await db.Interactions.AsNoTracking()
            .Where(i => EF.Parameter(sites).Contains(i.SiteId) && i.SameContactAs != null && i.ContactId == null)
            .Where(i => db.Interactions.Any(o => o.SiteId == i.SiteId && o.Id == i.SameContactAs))
            .Select(i => new StaffDay(i.SiteId, i.StaffId, i.ChannelId, i.BusinessDate)).Distinct().ToListAsync(cancellation);
        days.UnionWith(naming);
        return days;
    }

    /// <summary>
    /// Compares how all evidence of a week stands with how it should, inside the transaction of a recount. Days that changes still wait for
    /// are passed over: taking those in settles them.
    /// </summary>
    /// <param name="week">The week.</param>
    /// <param name="sums">What all rows of the week add. Receives what follows from a repair, of other weeks too.</param>
    /// <param name="waiting">Days of which something still waits.</param>
    /// <param name="repair">Brings together, or apart, what does not stand as it should.</param>
    /// <param name="master">Master data.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>How many pieces of evidence of this week did not stand as they should.</returns>
    internal async Task<long> RecountAsync(
        IsoWeek week, RollupSums sums, IReadOnlySet<StaffDay> waiting, bool repair, MasterData master, CancellationToken cancellation)
    {
        var (monday, sunday) = (week.Monday, week.Sunday);
        // Those that stand together although nothing but their own log is left would be found by no other evidence.
        var together = await db.Interactions.AsNoTracking()
            .Where(i =>
                i.BusinessDate >= monday && i.BusinessDate <= sunday && (i.ContactId != null || i.State == InteractionState.SameContact))
            .Select(i => new StaffDay(i.SiteId, i.StaffId, i.ChannelId, i.BusinessDate)).Distinct().ToListAsync(cancellation);
        var days = (await DaysAsync(sums, together, cancellation)).Where(d => d.Date >= monday && d.Date <= sunday);
        var different = 0L;
        foreach (var (site, some) in InPortions(days))
        {
            var plan = await PlanAsync(site, some, master, mayBeDamaged: true, cancellation);
            var wrong = Settled(plan, waiting).Where(p => !p.IsAsStored).ToList();
            // What is put right here is not found again in the week next to this one.
            different += wrong.Count(p => repair || (p.Row.BusinessDate >= monday && p.Row.BusinessDate <= sunday));
            if (repair) await ApplyAsync(wrong, sums, master, cancellation);
        }

        return different;
    }

    private static IEnumerable<(int SiteId, StaffDay[] Days)> InPortions(IEnumerable<StaffDay> days) => days.GroupBy(d => d.SiteId)
        .SelectMany(site =>
            site.OrderBy(d => d.StaffId).ThenBy(d => d.ChannelId).ThenBy(d => d.Date).Chunk(DaysAtOnce).Select(some => (site.Key, some)));

    // Without what stands, or is to stand, together with a row that waits, over any number of steps.
    private static IEnumerable<Standing> Settled(IReadOnlyList<Standing> plan, IReadOnlySet<StaffDay> waiting)
    {
        var (stored, planned) = (plan.ToLookup(p => p.Row.ContactId), plan.ToLookup(p => p.ContactId));
        var unsettled = new HashSet<Guid>();
        var open =
            new Queue<Standing>(plan.Where(p =>
                waiting.Contains(new StaffDay(p.Row.SiteId, p.Row.StaffId, p.Row.ChannelId, p.Row.BusinessDate))));
        while (open.TryDequeue(out var next))
        {
            if (!unsettled.Add(next.Row.Id)) continue;
            if (next.Row.ContactId is not null) foreach (var other in stored[next.Row.ContactId]) open.Enqueue(other);
            if (next.ContactId is not null) foreach (var other in planned[next.ContactId]) open.Enqueue(other);
        }

        return plan.Where(p => !unsettled.Contains(p.Row.Id));
    }

    private async Task<List<Standing>> PlanAsync(
        int siteId, IReadOnlyList<StaffDay> days, MasterData master, bool mayBeDamaged, CancellationToken cancellation)
    {
        var (rows, sure) = await RowsAsync(siteId, days, master.Sites[siteId].Calendar, cancellation);
        var contacts = Contact.Among(rows.Values, cancellation);
        var contactOf = contacts.SelectMany(c => c.Evidence.Select(e => (e.Id, Contact: c))).ToDictionary(e => e.Id, e => e.Contact);

        // Of days at the edge only what belongs, or belonged, to a contact with the days in question: the rest of their evidence is not
        // here.
        var together = rows.Values.Where(r => r.ContactId is not null).ToLookup(r => r.ContactId!.Value, r => r.Id);
        var concerned = new HashSet<Guid>();
        var open = new Queue<Guid>(sure);
        while (open.TryDequeue(out var id))
        {
            if (!concerned.Add(id)) continue;
            foreach (var other in contactOf.GetValueOrDefault(id)?.Evidence ?? []) open.Enqueue(other.Id);
            if (rows[id].ContactId is not { } contact) continue;
            foreach (var other in together[contact]) open.Enqueue(other);
        }

        Guid[] bearing = [.. rows.Values.Where(r => r.ContactId == r.Id || mayBeDamaged).Select(r => r.Id)];
        var kept = bearing.Length == 0 ? [] : await db.OwnAnswers.AsNoTracking()
            .Where(o => o.SiteId == siteId && EF.Parameter(bearing).Contains(o.InteractionId))
            .ToDictionaryAsync(o => o.InteractionId, cancellation);
        var own = rows.Values.Where(r => concerned.Contains(r.Id))
            .ToDictionary(r => r.Id, r => kept.GetValueOrDefault(r.Id) ?? Contact.AnswersOf(r));
        var plan = new List<Standing>();
        foreach (var row in rows.Values.Where(r => concerned.Contains(r.Id) && r.State != InteractionState.Excluded).OrderBy(r => r.Id))
        {
            var contact = contactOf.GetValueOrDefault(row.Id);
            var counts = contact is null || contact.Bearer.Id == row.Id;
            var answers = contact is null || !counts
                ? own[row.Id] : contact.Together([.. contact.Evidence.Select(e => own[e.Id])], master.Baselines);
            plan.Add(new Standing(
                row, contact?.Bearer.Id, counts ? InteractionState.Counted : InteractionState.SameContact, answers, own[row.Id],
                kept.GetValueOrDefault(row.Id)));
        }

        return plan;
    }

    private async Task ApplyAsync(IReadOnlyList<Standing> plan, RollupSums sums, MasterData master, CancellationToken cancellation)
    {
        foreach (var standing in plan) Apply(standing, sums, master);
        var changes = db.ChangeTracker;
        await db.SaveChangesAsync(cancellation);
        foreach (var entry in changes.Entries().Where(e => e.Entity is Interaction or OwnAnswers).ToList())
            entry.State = EntityState.Detached;
    }

    private void Apply(Standing standing, RollupSums sums, MasterData master)
    {
        if (standing.Keeps && standing.Kept is null) db.OwnAnswers.Add(standing.Own);
        else if (!standing.Keeps && standing.Kept is not null) db.OwnAnswers.Remove(standing.Kept);
        var row = standing.Row;
        if (!standing.CountsOtherwise && row.ContactId == standing.ContactId) return;
        db.Interactions.Attach(row);
        var change = InteractionChange.Of(row);
        (row.ContactId, row.State) = (standing.ContactId, standing.State);
        Contact.Answer(row, standing.Answers, master.Baselines[row.Baseline]);
        foreach (var delta in change.To(row)) sums.Add(delta);
    }

    // How a piece of evidence is to stand: for which contact, whether it counts, and what it says then beside what it says itself.
    private sealed record Standing(
        Interaction Row, Guid? ContactId, InteractionState State, OwnAnswers Answers, OwnAnswers Own, OwnAnswers? Kept)
    {
        // Its own words are kept apart only where others are said.
        public bool Keeps => !Contact.AreSame(Answers, Own);

        public bool CountsOtherwise => Row.State != State || !Contact.AreSame(Contact.AnswersOf(Row), Answers);

        public bool IsAsStored => !CountsOtherwise && Row.ContactId == ContactId && Keeps == Kept is not null;
    }

    // The rows of these days, and whatever may belong together with them; those of which all of the surroundings are here are sure.
    private async Task<(Dictionary<Guid, Interaction> Rows, HashSet<Guid> Sure)> RowsAsync(
        int siteId, IReadOnlyList<StaffDay> days, BusinessCalendar calendar, CancellationToken cancellation)
    {
        var (rows, sure, seen) = (new Dictionary<Guid, Interaction>(), new HashSet<Guid>(), new HashSet<StaffDay>());
        var next = days.ToHashSet();
        var edges = new HashSet<StaffDay>();
        for (var round = 0; next.Count > 0 && round < MostRounds; round++)
        {
            var found = await OfDaysAsync(siteId, next, cancellation);
            seen.UnionWith(next);
            var others = await NamedAsync(siteId, found.Where(r => !rows.ContainsKey(r.Id)).ToList(), cancellation);
            foreach (var row in found.Concat(others))
            {
                rows.TryAdd(row.Id, row);
                sure.Add(row.Id);
            }

            foreach (var row in found.Where(r => r.StaffId is not null))
            {
                foreach (var at in new[] { row.OccurredAt - Contact.Tolerance, row.OccurredAt + Contact.Tolerance })
                {
                    if (calendar.At(at).BusinessDate is var date && date != row.BusinessDate)
                        edges.Add(new StaffDay(siteId, row.StaffId, row.ChannelId, date));
                }
            }

            next = [.. others.Select(r => new StaffDay(siteId, r.StaffId, r.ChannelId, r.BusinessDate)).Where(d => !seen.Contains(d))];
        }

        edges.ExceptWith(seen);
        if (edges.Count == 0) return (rows, sure);
        var atEdge = await OfDaysAsync(siteId, edges, cancellation);
        foreach (var row in atEdge.Concat(await NamedAsync(siteId, atEdge, cancellation))) rows.TryAdd(row.Id, row);
        return (rows, sure);
    }

    private async Task<List<Interaction>> OfDaysAsync(int siteId, IReadOnlyCollection<StaffDay> days, CancellationToken cancellation)
    {
        var found = new List<Interaction>();
        var ofPeople = days.Where(d => d.StaffId is not null).ToList();
        if (ofPeople.Count > 0)
        {
            var people = ofPeople.Select(d => d.StaffId).Distinct().ToArray();
            var dates = ofPeople.Select(d => d.Date).Distinct().ToArray();
            found.AddRange((await db.Interactions.AsNoTracking()
                .Where(i => i.SiteId == siteId && EF.Parameter(people).Contains(i.StaffId) && EF.Parameter(dates).Contains(i.BusinessDate))
                .ToListAsync(cancellation))
                .Where(i => days.Contains(new StaffDay(siteId, i.StaffId, i.ChannelId, i.BusinessDate))));
        }

        // Without a person only what names another one, or was named, belongs to anything.
        var ofNobody = days.Where(d => d.StaffId is null).Select(d => d.Date).Distinct().ToArray();
        if (ofNobody.Length > 0)
        {
            found.AddRange(await db.Interactions.AsNoTracking()
                .Where(i =>
                    i.SiteId == siteId && i.StaffId == null && EF.Parameter(ofNobody).Contains(i.BusinessDate)
                        && (i.SameContactAs != null || i.ContactId != null))
                .ToListAsync(cancellation));
        }

        return found;
    }

    // What these rows name, what names them, and what shared a contact with them so far.
    private async Task<List<Interaction>> NamedAsync(int siteId, List<Interaction> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return [];
        var ids = rows.Select(r => r.Id).ToArray();
        var named = rows.Where(r => r.SameContactAs is not null).Select(r => r.SameContactAs!.Value).Distinct().ToArray();
        var shared = rows.Where(r => r.ContactId is not null).Select(r => r.ContactId!.Value).Distinct().ToArray();
        var others = new List<Interaction>();
        if (named.Length > 0)
            others.AddRange(
                await db.Interactions.AsNoTracking().Where(i => i.SiteId == siteId && EF.Parameter(named).Contains(i.Id))
                    .ToListAsync(cancellation));
        if (shared.Length > 0)
            others.AddRange(
                await db.Interactions.AsNoTracking()
                    .Where(i => i.SiteId == siteId && i.ContactId != null && EF.Parameter(shared).Contains(i.ContactId!.Value))
                    .ToListAsync(cancellation));
        others.AddRange(await db.Interactions.AsNoTracking()
            .Where(i =>
                i.SiteId == siteId && i.SameContactAs != null && i.ContactId == null && EF.Parameter(ids).Contains(i.SameContactAs!.Value))
                    .ToListAsync(cancellation));
        return [.. others.DistinctBy(r => r.Id)];
    }
}
