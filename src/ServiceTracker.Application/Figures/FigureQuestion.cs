using ServiceTracker.Application.Access;

namespace ServiceTracker.Application.Figures;

/// <summary>A question about figures. Pages, files and the API ask all of theirs this way.</summary>
/// <param name="Who">Who asks: of their sites alone.</param>
/// <param name="Scope">When, and of which site, person and channel.</param>
/// <param name="By">What the answer is to be broken down by; it may come in finer lines, to be summed.</param>
internal sealed record FigureQuestion(Actor Who, FigureScope Scope, Breakdown By)
{
    /// <summary>Whether it is about others than the asker's own person, of whom it may not be told everything.</summary>
    public bool IsOfOthers => FiguresOfOthers.AreAsked(Who, Scope.Staff);

    /// <summary>Whether the answer is to be broken down by any of these.</summary>
    public bool IsBy(Breakdown any) => (By & any) != 0;
}
