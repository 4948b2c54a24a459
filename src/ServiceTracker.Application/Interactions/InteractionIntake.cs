using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Application.Interactions;

/// <summary>
/// Turns an entry into a scored interaction, or into everything that is wrong with it. Pages, API and imports all pass through here,
/// so nothing is scored in two ways. Looks nothing up in the store.
/// </summary>
/// <param name="master">Master data at one moment.</param>
/// <param name="actor">Who hands it in.</param>
/// <param name="utcNow">The present instant, UTC.</param>
/// <param name="importId">The import it comes with.</param>
/// <param name="openTicket">Opens tickets; null where none can be.</param>
public sealed class InteractionIntake(
    MasterData master, Actor actor, DateTime utcNow, Guid? importId = null, OpenTicket? openTicket = null)
{
    /// <summary>How far in the future an interaction may lie, for clocks that differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    // Before this nothing is service any more, but a clock that was never set.
    private static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Validates and scores an entry.</summary>
    /// <param name="entry">What was handed in.</param>
    /// <param name="errors">Receives what is wrong; it stays empty when there is a record.</param>
    /// <param name="idBefore">The id that an entry without one got when it was read before, so that it is never stored under two.</param>
    /// <returns>The record to store, or null.</returns>
    public InteractionRecord? Read(InteractionEntry entry, List<FieldError> errors, Guid? idBefore = null) =>
        Judge(entry, errors) is { } judged ? Assemble(entry, judged, idBefore) : null;

    /// <summary>Only says what is wrong with an entry.</summary>
    /// <param name="entry">What was handed in.</param>
    /// <param name="errors">Receives what is wrong; it stays empty when <see cref="Read"/> would give a record.</param>
    public void Check(InteractionEntry entry, List<FieldError> errors) => Judge(entry, errors);

    private Judged? Judge(InteractionEntry entry, List<FieldError> errors)
    {
        entry.FindFaults(errors);
        var site = Find(master.Sites, entry.Site, "$.site", "site", errors);
        if (site is not null && !actor.Sees(site.Id))
        {
            // The same answer as for a site that does not exist: a stranger learns nothing.
            errors.Add(Unknown("$.site", "site", entry.Site));
            site = null;
        }

        var channel = Find(master.Channels, entry.Channel, "$.channel", "channel", errors);
        var reason = Find(master.Reasons, entry.Reason, "$.reason", "reason", errors);
        var staff = Find(master.Staff, entry.Staff, "$.staff", "staff member", errors);
        if (staff is not null && !actor.MayLogFor(staff.Id))
        {
            // An account that belongs to a person logs for that person only; of others it does not even learn that they are there.
            errors.Add(Unknown("$.staff", "staff member", entry.Staff));
            staff = null;
        }

        // Where nothing is said of it, the team that the person belongs to at this site; a blank says that it was none.
        var team = entry.Team is null && site is not null ? master.Team(site.Id, staff?.HomeTeamId) : null;
        if (!string.IsNullOrWhiteSpace(entry.Team) && site is not null)
        {
            team = master.Team(site.Id, Code.Trim(entry.Team));
            if (team is null) errors.Add(Unknown("$.team", $"team of {site.Code}", entry.Team));
        }

        var source = Choice(entry.Source, Source.Self, "$.source", errors);
        var check = Choice(entry.Check, CheckKind.Quick, "$.check", errors);
        var outcome = Choice(entry.Outcome, Outcome.Served, "$.outcome", errors);
        var ticket = entry.Ticket is { } text && site is not null && staff is not null && channel is not null
            ? TicketOf(text, site, staff, channel, errors) : null;
        if (ticket is not null) check = Drawn(entry, ticket, source, check, errors);
        if (source != Source.Self && !actor.May(Permission.EntersEvidence))
            errors.Add(new("$.source", "forbidden", "Staff log with source “self”; other evidence is entered by a manager."));

        var moment = When(entry, site, errors);
        var baseline = moment is { } m ? master.BaselineOn(m.BusinessDate) : null;
        if (moment is { } date && baseline is null)
            errors.Add(new(
                "$.occurredAt", "no_baseline",
                $"No baseline is in force on {date.BusinessDate:yyyy-MM-dd}; publish one that starts on or before that day."));
        if (moment is { } day && staff is not null && !staff.IsActiveOn(day.BusinessDate))
            errors.Add(new("$.staff", "not_active", $"{staff.Code} was not active on {day.BusinessDate:yyyy-MM-dd}."));

        var standOuts = StandOuts(entry, errors);
        if (baseline is null || channel is null || entry.Observations is not { } answers || site is null || moment is not { } at)
            return null;

        var observed = ObservedBasics.Of(baseline, channel.Code, answers, check, errors);
        var causes = Causes(entry, baseline, observed, errors);
        return errors.Count > 0
            ? null : new Judged(
                baseline, observed, causes, standOuts,
                new Found(site, team, staff, channel, reason, at, source, check, outcome, ticket?.Number));
    }

    private InteractionRecord Assemble(InteractionEntry entry, in Judged judged, Guid? idBefore)
    {
        var (baseline, observed, causes, standOuts, found) = judged;
        var score = Score.Of(baseline, observed.Met, observed.Na);
        var siteId = found.Site.Id;
        var external = entry.ExternalId?.Trim();
        var id = entry.Id ?? idBefore
            ?? (external is null ? Guid.CreateVersion7(utcNow) : InteractionId.FromExternalId(found.Site.Code, found.Source, external));
        var interaction = new Interaction
        {
            SiteId = siteId,
            Id = id,
            StaffId = found.Staff?.Id,
            TeamId = found.Team?.Id,
            RoleId = master.Roles.Find(found.Staff?.RoleTitle)?.Id,
            ChannelId = found.Channel.Id,
            ReasonId = found.Reason?.Id,
            Baseline = baseline.Number,
            OccurredAt = StoredForm.Of(entry.OccurredAt!.Value.UtcDateTime),
            UtcOffset = found.At.UtcOffsetMinutes,
            ZoneNumber = found.Site.ZoneNumber,
            RecordedAt = StoredForm.Of(utcNow),
            RecordedBy = actor.Id,
            ImportId = importId,
            BusinessDate = found.At.BusinessDate,
            HourOfWeek = found.At.HourOfWeek,
            Met = observed.Met,
            Na = observed.Na,
            Measures = observed.Measures,
            MetCount = (short)score.Met,
            ApplicableCount = (short)score.Applicable,
            WeightMet = (short)score.WeightMet,
            WeightApplicable = (short)score.WeightApplicable,
            AllBasicsMet = score.AllBasicsMet,
            CriticalMissed = score.CriticalMissed,
            Source = found.Source,
            Check = found.Check,
            Outcome = found.Outcome,
            StandOuts = (short)standOuts.Length,
            CustomerRef = StoredForm.Of(entry.Customer),
            ExternalId = external,
            Csat = (short?)entry.Csat,
            SameContactAs = entry.SameContactAs,
            RequestHash = entry.ContentHash(),
        };
        var (note, comment) = (StoredForm.Of(entry.Note), StoredForm.Of(entry.Comment));
        var text = note is null && comment is null ? null
            : new InteractionText { SiteId = siteId, InteractionId = id, Note = note, Comment = comment };
        return new InteractionRecord(
            interaction, text, MissCauses(siteId, id, causes), StandOuts(siteId, id, standOuts), HasGivenId: entry.Id is not null,
            Used(found, id));
    }

    private static UsedTicket? Used(in Found found, Guid id) => found.Number is not { } number ? null : new UsedTicket
    {
        SiteId = found.Site.Id,
        StaffId = found.Staff!.Id,
        ChannelId = found.Channel.Id,
        Number = number,
        InteractionId = id,
    };

    private CheckTicket? TicketOf(string text, Site site, StaffMember staff, Channel channel, List<FieldError> errors)
    {
        if (text.Length <= InteractionEntry.MaxTicket && openTicket?.Invoke(text) is { } ticket
            && (ticket.SiteId, ticket.StaffId, ticket.ChannelId) == (site.Id, staff.Id, channel.Id)) return ticket;
        errors.Add(new(
            "$.ticket", FieldError.Invalid,
            "This ticket is not for this person, site and channel; ask for the next one, or leave it out."));
        return null;
    }

    private static CheckKind Drawn(InteractionEntry entry, CheckTicket ticket, Source source, CheckKind check, List<FieldError> errors)
    {
        if (source != Source.Self) errors.Add(new("$.ticket", FieldError.Invalid, "Tickets are for what staff log themselves."));
        if (entry.Check is not null && check != ticket.Check)
            errors.Add(new("$.check", FieldError.Invalid, $"This ticket is for {SnakeCase<CheckKind>.Text(ticket.Check)}."));
        return ticket.Check;
    }

    // Most interactions have neither, and these are then the empty lists there are already.
    private static MissCause[] MissCauses(int siteId, Guid id, (short Bit, Cause Cause)[] causes)
    {
        if (causes.Length == 0) return [];
        var rows = new MissCause[causes.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new MissCause { SiteId = siteId, InteractionId = id, Bit = causes[i].Bit, Cause = causes[i].Cause };
        return rows;
    }

    private static StandOut[] StandOuts(int siteId, Guid id, (StandOutKind Kind, string? Note)[] standOuts)
    {
        if (standOuts.Length == 0) return [];
        var rows = new StandOut[standOuts.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new StandOut
            {
                SiteId = siteId,
                InteractionId = id,
                Position = (short)i,
                Kind = standOuts[i].Kind,
                Note = StoredForm.Of(standOuts[i].Note),
            };
        return rows;
    }

    /// <summary>Why an interaction cannot have occurred at an instant, or null.</summary>
    internal static FieldError? WhyNotAt(DateTime utc, DateTime utcNow) =>
        utc > utcNow + ClockTolerance
            ? new("$.occurredAt", "future", "This time lies in the future; check the clock and the offset.")
            : utc < Earliest
                ? new("$.occurredAt", FieldError.Invalid, $"This time lies before {Earliest:yyyy-MM-dd}; check the clock.") : null;

    private BusinessMoment? When(InteractionEntry entry, Site? site, List<FieldError> errors)
    {
        if (entry.OccurredAt is not { } occurredAt) return null;
        var utc = occurredAt.UtcDateTime;
        if (WhyNotAt(utc, utcNow) is { } wrong)
        {
            errors.Add(wrong);
            return null;
        }

        return site?.Calendar.At(utc);
    }

    private static (short, Cause)[] Causes(InteractionEntry entry, Baseline baseline, ObservedBasics observed, List<FieldError> errors)
    {
        if (entry.Causes is not { Count: > 0 }) return [];
        var causes = new List<(short, Cause)>(entry.Causes.Count);
        foreach (var (code, text) in entry.Causes)
        {
            var path = "$.causes." + code;
            if (baseline.Find(code) is not { } expectation)
                errors.Add(new(path, FieldError.UnknownReference, $"Baseline {baseline.Number} has no expectation “{code}”."));
            else if (!SnakeCase<Cause>.TryParse(text, out var cause))
                errors.Add(new(path, FieldError.Invalid, OneOf(SnakeCase<Cause>.All)));
            else if (((observed.Met | observed.Na) & expectation.Mask) != 0)
                errors.Add(new(path, FieldError.Invalid, $"“{code}” was not missed, so nothing got in its way."));
            else
                causes.Add(((short)expectation.Bit, cause));
        }

        return [.. causes];
    }

    private static (StandOutKind, string?)[] StandOuts(InteractionEntry entry, List<FieldError> errors)
    {
        if (entry.StandOuts is not { Count: > 0 }) return [];
        var standOuts = new List<(StandOutKind, string?)>(entry.StandOuts.Count);
        for (var i = 0; i < entry.StandOuts.Count; i++)
        {
            if (SnakeCase<StandOutKind>.TryParse(entry.StandOuts[i]?.Kind, out var kind)) standOuts.Add((kind, entry.StandOuts[i].Note));
            else errors.Add(new($"$.standOuts[{i}].kind", FieldError.Invalid, OneOf(SnakeCase<StandOutKind>.All)));
        }

        return [.. standOuts];
    }

    private static T? Find<T>(CodeTable<T> table, string? code, string path, string what, List<FieldError> errors)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(code)) return null;
        var found = table.Find(code);
        if (found is null) errors.Add(Unknown(path, what, code));
        return found;
    }

    private static T Choice<T>(string? text, T otherwise, string path, List<FieldError> errors)
        where T : struct, Enum
    {
        if (text is null) return otherwise;
        if (!SnakeCase<T>.TryParse(text, out var value)) errors.Add(new(path, FieldError.Invalid, OneOf(SnakeCase<T>.All)));
        return value;
    }

    private static FieldError Unknown(string path, string what, string? code) =>
        new(path, FieldError.UnknownReference, $"There is no {what} “{code}”.");

    private static string OneOf(IEnumerable<string> names) => $"One of: {string.Join(", ", names)}.";

    private readonly record struct Judged(
        Baseline Baseline, ObservedBasics Observed, (short Bit, Cause Cause)[] Causes,
        (StandOutKind Kind, string? Note)[] StandOuts, Found Found);

    private readonly record struct Found(
        Site Site, Team? Team, StaffMember? Staff, Channel Channel, Reason? Reason, BusinessMoment At, Source Source, CheckKind Check,
        Outcome Outcome, int? Number);
}
