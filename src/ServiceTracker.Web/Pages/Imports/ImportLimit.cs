using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ServiceTracker.Infrastructure.Imports;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>
/// Keeps a form that is larger than any file taken in off the disk, where the framework would put it before the page sees it. It is
/// received to its end and thrown away: a browser that is cut off while it sends shows no answer.
/// </summary>
public sealed class ImportLimit(ImportSpool spool) : IAsyncAuthorizationFilter
{
    /// <summary>With the limits of other pages: before anything looks into the form.</summary>
    public const int Order = 900;

    // Bytes of the other fields and of what stands between them.
    private const long OtherFields = 1 << 20;

    private long Most => Math.Min(spool.MaxBytes, long.MaxValue - OtherFields) + OtherFields;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var (request, features) = (context.HttpContext.Request, context.HttpContext.Features);
        if (!request.HasFormContentType) return;
        if (request.ContentLength > Most)
        {
            await request.Body.CopyToAsync(Stream.Null, context.HttpContext.RequestAborted);
            context.Result = new RedirectToPageResult("/Imports/Index", new { tooLarge = true });
            return;
        }

        // A form that does not say how long it is, which no browser sends, is cut off.
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Most;
        features.Set<IFormFeature>(new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = Most }));
    }
}
