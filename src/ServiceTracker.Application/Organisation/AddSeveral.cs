using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>Adds several channels or people at once: all of them, or none.</summary>
public sealed class AddSeveral(IServiceTrackerDb db, SaveOrganisation save)
{
    /// <summary>Adds or renames channels.</summary>
    public Task<Result<int>> ChannelsAsync(
        Actor actor, IReadOnlyList<(string Code, ChannelInput Input)> channels, CancellationToken cancellation) =>
        AllAsync(channels, c => save.ChannelAsync(actor, c.Code, c.Input, null, cancellation), c => c.Code, cancellation);

    /// <summary>Adds people; a code that somebody has already is refused.</summary>
    public Task<Result<int>> PeopleAsync(
        Actor actor, IReadOnlyList<(string Code, StaffInput Input)> people, CancellationToken cancellation) =>
        AllAsync(people, p => save.StaffAsync(actor, p.Code, p.Input, SaveOrganisation.NotThere, cancellation), p => p.Code, cancellation);

    private async Task<Result<int>> AllAsync<TItem, T>(
        IReadOnlyList<TItem> items, Func<TItem, Task<Result<T>>> add, Func<TItem, string> code, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        for (var i = 0; i < items.Count; i++)
        {
            switch (await add(items[i]))
            {
                case Result<T>.Forbidden(var message):
                    return Refusal.Forbidden(message);
                case Result<T>.Invalid invalid:
                    errors.AddRange(invalid.Errors.Select(e => new FieldError($"$.lines[{i}]{e.Path[1..]}", e.Code, e.Message)));
                    break;
                case Result<T>.Stale:
                    errors.Add(new($"$.lines[{i}].code", FieldError.Invalid, $"The code “{Code.Trim(code(items[i]))}” is used already."));
                    break;
                case Result<T>.Conflict(var message):
                    errors.Add(new($"$.lines[{i}].code", FieldError.Invalid, message));
                    break;
            }
        }

        if (errors.Count > 0) return Refusal.Invalid(errors);
        await transaction.CommitAsync(cancellation);
        return items.Count;
    }
}
