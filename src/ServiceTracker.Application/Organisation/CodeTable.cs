using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Organisation;

/// <summary>Things found by code or by id, listed in ordinal order of code.</summary>
public sealed class CodeTable<T>
    where T : class
{
    private readonly Dictionary<string, T> byCode;
    private readonly Dictionary<int, T> byId;

    public CodeTable(IReadOnlyList<T> items, Func<T, string> code, Func<T, int> id, IEnumerable<(string Code, int Id)>? formerCodes = null)
    {
        byCode = items.ToDictionary(code, StringComparer.Ordinal);
        byId = items.ToDictionary(id);
        foreach (var former in formerCodes ?? []) byCode.TryAdd(former.Code, byId[former.Id]);
        All = [.. items.OrderBy(code, StringComparer.Ordinal)];
    }

    public IReadOnlyList<T> All { get; }

    /// <summary>The one of this code, outer blanks ignored, or null.</summary>
    public T? Find(string? code) => code is null ? null : byCode.GetValueOrDefault(Code.Trim(code));

    /// <summary>The one of this id, or null.</summary>
    public T? Find(int? id) => id is { } i ? byId.GetValueOrDefault(i) : null;

    /// <summary>The one of this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none; what a stored row names is never deleted.</exception>
    public T this[int id] => byId[id];
}
