using System.Linq.Expressions;
using System.Reflection;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>One whole number among the sums of a rollup.</summary>
/// <typeparam name="T">The sums.</typeparam>
public sealed class Sum<T>
{
    /// <param name="name">Its column.</param>
    /// <param name="of">The property that holds it.</param>
    public Sum(string name, Expression<Func<T, long>> of)
    {
        (Name, Property) = (name, (PropertyInfo)((MemberExpression)of.Body).Member);
        Of = Property.GetMethod!.CreateDelegate<Func<T, long>>();
        var set = Property.SetMethod!.CreateDelegate<Action<T, long>>();
        var get = Of;
        Add = (sums, number) => set(sums, get(sums) + number);
    }

    /// <summary>Its column.</summary>
    public string Name { get; }

    /// <summary>The property that holds it, for queries.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Reads it.</summary>
    public Func<T, long> Of { get; }

    /// <summary>Adds to it; a negative number takes out.</summary>
    public Action<T, long> Add { get; }
}
