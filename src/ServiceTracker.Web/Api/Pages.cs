using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using ServiceTracker.Application;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Pages of lists that are at hand as a whole.</summary>
public static class Pages
{
    /// <summary>Most items on a page, and how many there are without a wish.</summary>
    private const int Most = 1000;

    /// <summary>The page that was asked for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="items">The whole list, in ordinal order of key, or in the opposite one.</param>
    /// <param name="key">What tells an item from all others.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="descending">Whether the greatest key comes first.</param>
    public static Results<Ok<ItemList<T>>, ProblemHttpResult> Of<T>(
        HttpContext context, IEnumerable<T> items, Func<T, string> key, string? after, int? limit, bool descending = false)
    {
        var errors = new List<FieldError>();
        if (limit is < 1 or > Most) errors.Add(new("$.limit", "out_of_range", $"1 to {Most}."));
        var last = ReadCursor(after, errors);
        if (errors.Count > 0) return Problems.Validation(errors);
        if (last is not null)
        {
            items = items.Where(i => string.CompareOrdinal(key(i), last) is var order && (descending ? order < 0 : order > 0));
        }

        List<T> page = [.. items.Take((limit ?? Most) + 1)];
        if (page.Count <= (limit ?? Most)) return TypedResults.Ok(new ItemList<T>(page, null));
        page.RemoveAt(page.Count - 1);
        return TypedResults.Ok(new ItemList<T>(page, Next(context, key(page[^1]))));
    }

    /// <summary>The key behind which a page is to begin; null for the first page, and where it is none, which is told.</summary>
    public static string? ReadCursor(string? after, List<FieldError> errors)
    {
        if (after is null) return null;
        if (Base64Url.IsValid(after)) return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(after));
        errors.Add(FieldError.NotACursor);
        return null;
    }

    /// <summary>The path of the page behind a key.</summary>
    public static string Next(HttpContext context, string lastKey) => QueryHelpers.AddQueryString(
        context.SentPath(),
        context.Request.Query.Where(q => q.Key != "after").Append(new("after", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastKey)))));
}
