using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>What the audit record keeps of an expectation; see <see cref="BaselineFacts"/>.</summary>
internal sealed record ExpectationFacts(
    string? Code, string? Question, string? Promise, string? Guidance, string? Kind, string? Unit, double? Target,
    string? Direction, int? Weight,
    bool? Critical, IReadOnlyList<string>? Channels, string? Evidence, string? Owner, DateOnly? ReviewDate)
{
    public static ExpectationFacts Of(ExpectationInput e) => new(
        e.Code, e.Question, e.Promise, e.Guidance, e.Kind, e.Unit, e.Target, e.Direction, e.Weight, e.Critical, e.Channels, e.Evidence,
        e.Owner, e.ReviewDate);

    /// <summary>The expectation as it was stored then: an absent value and its default are the same.</summary>
    public Expectation AsStored() => new ExpectationInput(
        Code, Question, Promise, Guidance, Kind, Unit, Target, Direction, Weight, Critical, Channels, Evidence, Owner, ReviewDate)
            .ToExpectation(0, 0);
}
