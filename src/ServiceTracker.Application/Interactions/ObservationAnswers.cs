using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Interactions;

/// <summary>The answers to a baseline's expectations.</summary>
/// <param name="AllMet">The quick form: every applicable check was met, measures are not applicable.</param>
/// <param name="Answers">Otherwise an answer by the code of each expectation.</param>
/// <param name="RestNotApplicable">What is not answered is not applicable, as in a file whose blank cells say so; otherwise it is an
/// error.</param>
public sealed record ObservationAnswers(bool AllMet, IReadOnlyDictionary<string, Answer> Answers, bool RestNotApplicable = false)
{
    /// <summary>The quick form.</summary>
    public static ObservationAnswers EveryCheckMet { get; } = new(true, new Dictionary<string, Answer>());

    /// <summary>Answers from what was missed and what was measured: every other check of the channel was met, a measure without a value is
    /// not applicable.</summary>
    /// <param name="baseline">The baseline in force.</param>
    /// <param name="channel">Code of the channel.</param>
    /// <param name="missed">Codes of what was missed; one that does not apply there is kept, to be refused with its place named.</param>
    /// <param name="measured">Values by code.</param>
    public static ObservationAnswers From(
        Baseline baseline, string channel, IEnumerable<string> missed, IReadOnlyDictionary<string, double> measured)
    {
        var answers = baseline.Expectations.Where(e => e.AppliesTo(channel))
            .ToDictionary(e => e.Code, e => e.Kind == ExpectationKind.Check ? Answer.Met : Answer.NotApplicable, StringComparer.Ordinal);
        foreach (var code in missed) answers[code] = Answer.Missed;
        foreach (var (code, value) in measured) answers[code] = Answer.Of(value);
        return Of(answers);
    }

    /// <summary>Answers one by one.</summary>
    public static ObservationAnswers Of(IReadOnlyDictionary<string, Answer> answers) => new(false, answers);
}
