using System.Collections;

namespace ServiceTracker.Application;

/// <summary>The closed list of words that a text may be: the members of an enumeration as they are written, or a list that stands
/// elsewhere.</summary>
/// <param name="holder">The enumeration, or the class with the list.</param>
/// <param name="list">Name of its static property; absent for an enumeration.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute(Type holder, string? list = null) : Attribute
{
    public Type Holder => holder;
    public string? List => list;

    /// <summary>The words in their order.</summary>
    /// <exception cref="InvalidOperationException">There is no such list.</exception>
    public IReadOnlyList<string> Words
    {
        get
        {
            var words = holder.IsEnum && list is null
                ? typeof(Domain.SnakeCase<>).MakeGenericType(holder).GetProperty(nameof(Domain.SnakeCase<DayOfWeek>.All))!.GetValue(null)
                : holder.GetProperty(list ?? "")?.GetValue(null);
            return words is IEnumerable found
                ? [.. found.Cast<string>()] : throw new InvalidOperationException($"{holder.Name} has no list of words {list}.");
        }
    }
}
