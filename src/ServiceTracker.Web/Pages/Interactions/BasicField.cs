using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>One basic in a form that asks them one by one.</summary>
/// <param name="Number">Of the field among those of the form, from 0.</param>
/// <param name="Channel">Code of the channel on which it is asked.</param>
/// <param name="Basic">What is asked.</param>
/// <param name="Given">What was answered; nothing is answered beforehand.</param>
public sealed record BasicField(int Number, string Channel, Expectation Basic, EntryInput.Answered? Given);
