namespace ServiceTracker.Infrastructure.Imports;

/// <summary>Where each column stands, looked up once for all rows; −1 where there is none.</summary>
/// <param name="header">Names of the columns of the import layout; empty for one that is none.</param>
/// <param name="theirs">The names as the file has them.</param>
internal sealed class CsvLayout(string[] header, string[] theirs)
{
    private readonly NamedColumn[] columns = [.. header.Select(NamedColumn.Of)];

    /// <summary>The names as the file has them.</summary>
    public string[] Theirs => theirs;

    /// <summary>Which column of the import layout one is; null for one that is passed over.</summary>
    public string? NameOf(int index) => header[index].Length == 0 ? null : header[index];

    /// <summary>Columns without a name, in which nothing may stand.</summary>
    public int[] Nameless { get; } = [.. Enumerable.Range(0, theirs.Length).Where(i => theirs[i].Length == 0)];

    public NamedColumn[] Answers => field ??= Array.FindAll(columns, c => c.Kind is CsvColumns.Basic or CsvColumns.Measure);
    public NamedColumn[] Causes => field ??= Array.FindAll(columns, c => c.Kind == CsvColumns.Cause);
    public int ExternalId { get; } = Array.IndexOf(header, "external_id");
    public int OccurredAt { get; } = Array.IndexOf(header, "occurred_at");
    public int Site { get; } = Array.IndexOf(header, "site");
    public int Team { get; } = Array.IndexOf(header, "team");
    public int Staff { get; } = Array.IndexOf(header, "staff");
    public int Channel { get; } = Array.IndexOf(header, "channel");
    public int Reason { get; } = Array.IndexOf(header, "reason");
    public int Customer { get; } = Array.IndexOf(header, "customer_ref");
    public int Source { get; } = Array.IndexOf(header, "source");
    public int Check { get; } = Array.IndexOf(header, "check");
    public int Outcome { get; } = Array.IndexOf(header, "outcome");
    public int Csat { get; } = Array.IndexOf(header, "csat");
    public int Comment { get; } = Array.IndexOf(header, "comment");
    public int StandOuts { get; } = Array.IndexOf(header, "stand_outs");
    public int SameContactAs { get; } = Array.IndexOf(header, "same_contact_as");
}
