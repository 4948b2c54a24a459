using Microsoft.AspNetCore.Mvc;

namespace ServiceTracker.Web.Pages.Reports;

/// <summary>A CSV file that is written while it is sent, in constant memory.</summary>
/// <param name="name">The file's name.</param>
/// <param name="write">Writes it.</param>
public sealed class PushedFile(string name, Func<Stream, Task> write) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        TypedResults.Stream(write, "text/csv; charset=utf-8", name).ExecuteAsync(context.HttpContext);
}
