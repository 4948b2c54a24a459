using Microsoft.AspNetCore.Mvc.ModelBinding;
using ServiceTracker.Application;

namespace ServiceTracker.Web.Pages.Shared;

/// <summary>Puts what a task refused at the fields of the form that asked for it.</summary>
public static class FieldErrors
{
    /// <summary>Adds whatever kept a task from being done.</summary>
    /// <param name="state">The page's model state.</param>
    /// <param name="result">What the task answered.</param>
    /// <param name="prefix">Name of the page's bound input.</param>
    /// <returns>False when the task was done.</returns>
    public static bool AddRefusal<T>(this ModelStateDictionary state, Result<T> result, string prefix = "Input")
    {
        switch (result)
        {
            case Result<T>.Ok:
                return false;
            case Result<T>.Invalid invalid:
                foreach (var error in invalid.Errors) state.AddModelError(KeyOf(error.Path, prefix), error.Message);
                return true;
            case Result<T>.Conflict(var message):
                state.AddModelError("", message);
                return true;
            case Result<T>.Stale(var message):
                state.AddModelError("", message);
                return true;
            case Result<T>.Forbidden(var message):
                state.AddModelError("", message);
                return true;
            case Result<T>.NotFound(var message):
                state.AddModelError("", message);
                return true;
            default:
                throw new InvalidOperationException($"{result.GetType().Name} is no result that a form knows.");
        }
    }

    /// <summary>
    /// Says that somebody else was faster. What was typed stays; the form takes the stored version, so that saving again is a decision.
    /// </summary>
    public static void AddStale(this ModelStateDictionary state, string prefix = "Input")
    {
        state.Remove(prefix + ".Version");
        state.AddModelError(
            "", "Somebody else changed this while you had it open. What is stored now stands below; " +
                "saving again replaces it with your entries.");
    }

    /// <summary>The form's name of a field: <c>$.expectations[2].code</c> is <c>Input.Expectations[2].Code</c>.</summary>
    public static string KeyOf(string path, string prefix)
    {
        var members = path.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('.', members.Select(m => char.ToUpperInvariant(m[0]) + m[1..]).Prepend(prefix));
    }
}
