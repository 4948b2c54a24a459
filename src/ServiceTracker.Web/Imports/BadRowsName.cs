using ServiceTracker.Domain.Imports;

namespace ServiceTracker.Web.Imports;

/// <summary>What a file of refused rows is called and what it is.</summary>
internal static class BadRowsName
{
    /// <summary>Its name and its media type.</summary>
    /// <param name="run">The import, which has a <see cref="ImportRun.Head"/>.</param>
    public static (string Name, string Type) Of(ImportRun run) => (
        $"import-{run.Id}-bad-rows.{run.Format}",
        run.Format == "ndjson" ? "application/x-ndjson" : $"text/csv; charset={run.Head!.Encoding.ToLowerInvariant()}");
}
