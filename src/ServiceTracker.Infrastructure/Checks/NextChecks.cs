using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Checks;

/// <summary>
/// Says whether the next of a person's own logs is a full check. Nothing is kept of what was said: it is the draw of the first number that
/// no entry has answered, so it stays the same over reload, device, undo and restart until an entry answers it.
/// </summary>
public sealed class NextChecks(ServiceTrackerDb db, MasterDataReader masterData, DrawSecret secret, TicketSeal seal)
{
    /// <summary>What is drawn for a person's next log on a channel.</summary>
    /// <param name="actor">Who is to log.</param>
    /// <param name="site">Code of the site.</param>
    /// <param name="staff">Code of who serves.</param>
    /// <param name="channel">Code of the channel.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<HandedTicket>> NextAsync(
        Actor actor, string? site, string? staff, string? channel, CancellationToken cancellation)
    {
        if (!actor.MayLog) return Refusal.Forbidden(LogInteraction.NotOfThisRole);
        var master = await masterData.GetAsync(cancellation);
        var errors = new List<FieldError>();
        // What is not theirs is answered as what is not there.
        var at = Find(actor.IfOwn(master.Sites.Find(site)), "$.site", "site", site, errors);
        var who = Find(
            master.Staff.Find(staff) is { } person && actor.MayLogFor(person.Id) ? person : null, "$.staff", "staff member", staff, errors);
        var on = Find(master.Channels.Find(channel), "$.channel", "channel", channel, errors);
        if (at is null || who is null || on is null) return Refusal.Invalid(errors);
        return (await TicketsAheadAsync(at, who, on, 1, cancellation))[0];
    }

    /// <summary>
    /// Tickets for a person's next logs on a channel, for a device that is to go on without a line. Entries by them may arrive in any
    /// order. They are reserved for nobody: where another entry answers a number first, the ticket of that number is refused as used, and
    /// the entry is to be sent without it.
    /// </summary>
    /// <param name="site">Where.</param>
    /// <param name="staff">Who serves.</param>
    /// <param name="channel">On which channel.</param>
    /// <param name="count">1 to <see cref="CheckTicket.MostAhead"/>; fewer are given where others were handed out before and answered out
    /// of turn.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>At least one, by number.</returns>
    public async Task<IReadOnlyList<HandedTicket>> TicketsAheadAsync(
        Site site, StaffMember staff, Channel channel, int count, CancellationToken cancellation)
    {
        var used = await db.UsedTickets.AsNoTracking()
            .Where(t => t.SiteId == site.Id && t.StaffId == staff.Id && t.ChannelId == channel.Id)
            .OrderByDescending(t => t.Number).Take(CheckTicket.Window).Select(t => t.Number).ToListAsync(cancellation);
        var bytes = await secret.GetAsync(cancellation);
        return
        [
            .. CheckTicket.Unused(used, count).Select(number =>
            {
                var check = FullCheckDraw.Of(bytes, site.Id, staff.Id, channel.Id, number, site.FullCheckOneIn);
                return new HandedTicket(number, check, seal.Seal(new CheckTicket(site.Id, staff.Id, channel.Id, number, check)));
            }),
        ];
    }

    /// <summary>The channels on which a person's next log is a full check.</summary>
    /// <param name="site">Where.</param>
    /// <param name="staff">Who serves.</param>
    /// <param name="channels">Numbers of the channels that are asked about.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<IReadOnlySet<int>> OwedAsync(
        Site site, StaffMember staff, IEnumerable<int> channels, CancellationToken cancellation)
    {
        var (master, owed) = (await masterData.GetAsync(cancellation), new HashSet<int>());
        foreach (var id in channels)
        {
            var next = await TicketsAheadAsync(site, staff, master.Channels[id], 1, cancellation);
            if (next[0].Check == CheckKind.Full) owed.Add(id);
        }

        return owed;
    }

    /// <summary>Tickets in one text, for a form that brings them back.</summary>
    public string Together(IEnumerable<HandedTicket> tickets) => seal.Seal([.. tickets.Select(t => seal.Open(t.Ticket)!)]);

    /// <summary>The ticket that is for a person and channel, of those that a form brought back.</summary>
    /// <param name="together">As <see cref="Together"/> gave them, each for a channel; null for none.</param>
    /// <param name="site">Where it is logged.</param>
    /// <param name="staff">Who serves.</param>
    /// <param name="channel">On which channel.</param>
    public HandedTicket? Among(string? together, Site site, StaffMember staff, Channel channel) =>
        seal.OpenAll(together ?? "").Where(t => (t.SiteId, t.StaffId, t.ChannelId) == (site.Id, staff.Id, channel.Id))
            .Select(t => new HandedTicket(t.Number, t.Check, seal.Seal(t))).FirstOrDefault();

    private static T? Find<T>(T? found, string path, string what, string? code, List<FieldError> errors)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(code)) errors.Add(new(path, FieldError.Required, $"Say which {what}."));
        else if (found is null) errors.Add(new(path, FieldError.UnknownReference, $"There is no {what} “{code}”."));
        else return found;
        return null;
    }
}
