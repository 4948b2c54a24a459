using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Application.Audit;

/// <summary>Which lines of the audit record are asked for; what is absent does not matter.</summary>
/// <param name="From">First UTC date.</param>
/// <param name="To">Last UTC date.</param>
/// <param name="By">Name or id of who did it, or a part of the name.</param>
/// <param name="Action">Begins like this, such as <c>account.</c></param>
/// <param name="Subject">The thing it was done to, or how it begins.</param>
public sealed record AuditFilter(DateOnly? From, DateOnly? To, string? By, string? Action, string? Subject);

/// <summary>Reads the audit record, the newest lines first. For administrators.</summary>
public sealed class AuditQuery(IServiceTrackerDb db)
{
    /// <summary>One page of lines.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which lines.</param>
    /// <param name="after">Cursor of an earlier page's <see cref="ListPage{T}.Next"/>.</param>
    /// <param name="limit">1 to <see cref="ListPage.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<Result<ListPage<AuditEntry>>> RunAsync(
        Actor actor, AuditFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        if (!actor.IsAdmin) return Refusal.Forbidden("The audit record is for administrators.");
        var (lines, errors) = (Among(filter), new List<FieldError>());
        if (limit is < 1 or > ListPage.MaxLimit)
            errors.Add(new("$.limit", "out_of_range", $"1 to {ListPage.MaxLimit}."));
        if (after is not null)
        {
            if (TimeCursor.TryRead(after, out var at, out var id))
                lines = lines.Where(a => a.At < at || (a.At == at && a.Id.CompareTo(id) < 0));
            else errors.Add(FieldError.NotACursor);
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        var found = await NewestFirst(lines).Take(limit + 1).ToListAsync(cancellation);
        return new ListPage<AuditEntry>(
            [.. found.Take(limit)], found.Count > limit ? TimeCursor.Of(found[limit - 1].At, found[limit - 1].Id) : null);
    }

    /// <summary>All lines, one after another.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="filter">Which lines.</param>
    /// <exception cref="InvalidOperationException">The actor is no administrator.</exception>
    public IAsyncEnumerable<AuditEntry> All(Actor actor, AuditFilter filter) => actor.IsAdmin
        ? NewestFirst(Among(filter)).AsAsyncEnumerable()
        : throw new InvalidOperationException("The audit record is for administrators.");

    /// <summary>The last day that is closed, or null.</summary>
    public Task<AuditDay?> LastDayAsync(CancellationToken cancellation) =>
        db.AuditDays.AsNoTracking().OrderByDescending(d => d.Day).FirstOrDefaultAsync(cancellation);

    private static IOrderedQueryable<AuditEntry> NewestFirst(IQueryable<AuditEntry> lines) =>
        lines.OrderByDescending(a => a.At).ThenByDescending(a => a.Id);

    private IQueryable<AuditEntry> Among(AuditFilter filter)
    {
        var lines = db.AuditEntries.AsNoTracking();
        if (filter.From is { } from)
        {
            var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            lines = lines.Where(a => a.At >= start);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            lines = lines.Where(a => a.At < end);
        }

        if (Wanted(filter.By) is { } by) lines = lines.Where(a => a.By == by || a.ByName.Contains(by));
        if (Wanted(filter.Action) is { } action) lines = lines.Where(a => a.Action.StartsWith(action));
        if (Wanted(filter.Subject) is { } subject) lines = lines.Where(a => a.Subject.StartsWith(subject));
        return lines;
    }

    private static string? Wanted(string? text) => string.IsNullOrWhiteSpace(text) ? null : StorableText.Of(text.Trim());
}
