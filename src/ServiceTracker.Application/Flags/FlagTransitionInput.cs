using ServiceTracker.Domain.Flags;

namespace ServiceTracker.Application.Flags;

/// <summary>A step of the work on a flag, as it is asked for.</summary>
/// <param name="To">Where it leads.</param>
/// <param name="Finding">What it turned out to be; needed for acting.</param>
/// <param name="Action">What is being done; needed for acting.</param>
/// <param name="Note">Anything else that is to be remembered.</param>
/// <param name="Owner">Whose work it is from now on: the e-mail address of an account. Left out, it stays as it is.</param>
/// <param name="LookAgainOn">When to look again whether it helped, a business date; needed for watching.</param>
/// <param name="Reason">Why nothing more is to be done; needed for closed, unless later data confirm that it is over.</param>
public sealed record FlagTransitionInput(
    [property: OneOf(typeof(FlagStatus))] string? To = null, [property: OneOf(typeof(FlagFinding))] string? Finding = null,
    string? Action = null, string? Note = null, string? Owner = null, DateOnly? LookAgainOn = null, string? Reason = null)
{
    /// <summary>Longest text, in UTF-16 characters.</summary>
    public const int MaxText = 2000;

    /// <summary>Longest e-mail address, in UTF-16 characters.</summary>
    public const int MaxOwner = 256;

    /// <summary>The latest day to look again, in days from the present one.</summary>
    public const int MostDaysAhead = 366;
}
