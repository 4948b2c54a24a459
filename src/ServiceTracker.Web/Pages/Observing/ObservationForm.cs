using ServiceTracker.Web.Pages.Interactions;

namespace ServiceTracker.Web.Pages.Observing;

/// <summary>What the form of an observation sends.</summary>
public sealed class ObservationForm
{
    /// <summary>Made with the form, so that sending it twice stores it once.</summary>
    public Guid Id { get; set; }

    /// <summary>The baseline whose basics the form showed.</summary>
    public int Baseline { get; set; }

    /// <summary>observer or mystery_shop.</summary>
    public string? Source { get; set; }

    /// <summary>When it was, as a key of <see cref="WhenServed.Choices"/>.</summary>
    public string? When { get; set; }

    /// <summary>The day on the calendar, where it was earlier.</summary>
    public string? On { get; set; }

    /// <summary>The local time, where it was earlier.</summary>
    public string? At { get; set; }

    /// <summary>The person's own entry that it is about; the nearest by time where absent.</summary>
    public Guid? Same { get; set; }

    public string? Reason { get; set; }
    public string? Note { get; set; }

    /// <summary>The answers, one by one.</summary>
    public List<EntryInput.Answered> Basics { get; set; } = [];
}
