namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>Makes columns as one store fills them. The type of the values is known here, so that none is boxed on its way.</summary>
/// <typeparam name="TRow">The row's type.</typeparam>
/// <typeparam name="TColumn">A column of that store.</typeparam>
internal interface IBulkColumnForm<TRow, out TColumn>
{
    TColumn Of<TValue>(string name, Func<TRow, TValue> value);
}
