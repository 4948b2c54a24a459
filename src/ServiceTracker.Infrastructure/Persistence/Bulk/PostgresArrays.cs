namespace ServiceTracker.Infrastructure.Persistence.Bulk;

/// <summary>Arrays that travel as parameters, one a column, as rows of a statement.</summary>
internal static class PostgresArrays
{
    /// <summary>
    /// What to put behind FROM: rows named <c>r</c>, whose columns are <c>$1</c>, <c>$2</c> and so on. Unnested in the list of columns, all
    /// arrays go forward a row at a time; unnested in FROM, each would be laid down whole and read again, which took 1.4 to 1.7 times as
    /// long to insert one to forty rows of 36 columns. Shown by the benchmarks <c>batch</c> and <c>rollup</c>.
    /// </summary>
    /// <param name="columns">Names of the columns, at least one.</param>
    public static string Rows(IEnumerable<string> columns) =>
        $"(SELECT {string.Join(", ", columns.Select((c, i) => $"unnest(${i + 1}) AS \"{c}\""))}) AS r";
}
