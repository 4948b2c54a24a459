using Microsoft.AspNetCore.Mvc;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>A file that is written while it is sent, in constant memory.</summary>
/// <param name="name">The file's name.</param>
/// <param name="write">Writes it.</param>
/// <param name="type">Its media type.</param>
public sealed class PushedFile(string name, Func<Stream, Task> write, string type = "text/csv; charset=utf-8") : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        TypedResults.Stream(write, type, name).ExecuteAsync(context.HttpContext);
}
