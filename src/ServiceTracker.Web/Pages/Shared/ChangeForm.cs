using Microsoft.AspNetCore.Mvc.ModelBinding;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Flags;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>A change of the process, as it is typed on the page of what it concerns.</summary>
public sealed class ChangeForm
{
    public string? Date { get; set; }
    public string? What { get; set; }
    public string? Why { get; set; }
    public bool Rebase { get; set; }

    /// <summary>Records it.</summary>
    /// <param name="record">What records changes.</param>
    /// <param name="actor">Who does.</param>
    /// <param name="site">Code of the site; null for all.</param>
    /// <param name="channel">Code of the channel; null for all.</param>
    /// <param name="basic">Code of the basic; null for all.</param>
    /// <param name="state">Receives what is wrong, for a form that a page binds as <c>Input</c>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>False where something is wrong.</returns>
    public async Task<bool> RecordAsync(
        RecordProcessChange record, Actor actor, string? site, string? channel, string? basic, ModelStateDictionary state,
        CancellationToken cancellation)
    {
        DateOnly? date = null;
        if (!string.IsNullOrWhiteSpace(Date))
        {
            if (Dates.TryParse(Date.Trim(), out var typed)) date = typed;
            else state.AddModelError($"Input.{nameof(Date)}", Dates.Needed);
        }

        if (!state.IsValid) return false;
        var done = await record.RunAsync(actor, new ProcessChangeInput(site, channel, basic, date, What, Why, Rebase), cancellation);
        return !state.AddRefusal(done);
    }
}

/// <summary>The form and where the change will hold.</summary>
/// <param name="Input">The form.</param>
/// <param name="Where">Goes on after "on every chart of", such as "Harbour Street, Phone".</param>
public sealed record ChangeHere(ChangeForm Input, string Where);
