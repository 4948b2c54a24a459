using ServiceTracker.Application;

namespace ServiceTracker.Web.Pages.Interactions;

/// <summary>What a form says where the store could not keep what was entered.</summary>
public static class SaveTrouble
{
    /// <summary>The status of the answer.</summary>
    public static int StatusOf(StoreTrouble why) =>
        why == StoreTrouble.DiskFull ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;

    /// <summary>What is the matter, what is not lost by it, and what to do.</summary>
    /// <param name="why">What is the matter.</param>
    /// <param name="stays">What stays as it is, such as "Your answers are still here".</param>
    /// <param name="again">What to do when it is over, such as "save again".</param>
    public static string Say(StoreTrouble why, string stays, string again) => why.MayPass()
        ? $"The store is busy or away for a moment. {stays}: {again} in a few seconds."
        : $"{why.Sentence()} {stays}: tell whoever looks after the server, and {again} when it is mended.";
}
