using System.Globalization;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>Passes rows on as COPY writes them, from the product's own table.</summary>
internal static class CopyFloor
{
    /// <summary>Answers the interactions between two dates as CSV.</summary>
    public static async Task AnswerAsync(HttpContext context, string connection)
    {
        DateOnly Date(string name) =>
            DateOnly.ParseExact(context.Request.Query[name].ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var source = NpgsqlDataSource.Create(connection);
        await using var opened = await source.OpenConnectionAsync();
        using var copy = (StreamReader)await opened.BeginTextExportAsync(
            $"COPY (SELECT * FROM interaction WHERE business_date BETWEEN '{Date("from"):yyyy-MM-dd}' AND '{Date("to"):yyyy-MM-dd}') TO " +
            $"STDOUT (FORMAT csv)");
        context.Response.ContentType = "text/csv; charset=utf-8";
        await copy.BaseStream.CopyToAsync(context.Response.Body, 1 << 16);
    }
}
