namespace ServiceTracker.Application.Interactions;

/// <summary>What an answer is.</summary>
public enum AnswerKind
{
    NotApplicable,
    Met,
    Missed,
    Number,
    Unreadable,
}
