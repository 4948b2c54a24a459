using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

/// <summary>Short ways to send a file and to look at what became of it.</summary>
internal static class ImportCalls
{
    public static Task<Answer> ImportAsync(this SharedApp shared, string file, string query = "") =>
        shared.ImportAsync(Encoding.UTF8.GetBytes(file), query);

    public static Task<Answer> ImportAsync(this SharedApp shared, byte[] file, string query = "") =>
        shared.Organisation.Admin.PostBytesAsync("imports?" + query, file);

    /// <summary>How many interactions a site has.</summary>
    public static Task<int> StoredAsync(this SharedApp shared, string site) =>
        shared.App.QueryAsync(db => db.Interactions.CountAsync(i => db.Sites.Any(s => s.Id == i.SiteId && s.Code == site)));

    /// <summary>Status, rows, stored, duplicates, rejected.</summary>
    public static (string?, int, int, int, int) Counts(this Answer import) =>
        ((string?)import["status"], (int)import["rows"]!, (int)import["stored"]!, (int)import["duplicates"]!, (int)import["rejected"]!);

    /// <summary>Line, column and code of each error.</summary>
    public static string[] Faults(this Answer import) =>
        [.. import["errors"]!.AsArray().Select(e => $"{e!["line"]} {e["column"]} {e["code"]}")];

    /// <summary>What is said of the first error.</summary>
    public static string Sentence(this Answer import) => (string)import["errors"]![0]!["message"]!;
}
