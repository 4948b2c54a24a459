using System.Numerics;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What was observed of a baseline's expectations, as it is stored.</summary>
/// <param name="Met">Bits of those that were met.</param>
/// <param name="Na">Bits of those that were not applicable, or do not apply on the channel.</param>
/// <param name="Measures">A value for each measure of the baseline, 0 where it was not applicable; null where there is none.</param>
internal readonly record struct ObservedBasics(long Met, long Na, double[]? Measures)
{
    /// <summary>Reads answers against the baseline in force.</summary>
    /// <param name="baseline">The baseline in force.</param>
    /// <param name="channel">Code of the channel, which tells what applies.</param>
    /// <param name="answers">What was handed in.</param>
    /// <param name="check">A full check has no quick form.</param>
    /// <param name="errors">Receives what is wrong; what is returned is worth nothing then.</param>
    public static ObservedBasics Of(
        Baseline baseline, string channel, ObservationAnswers answers, CheckKind check, List<FieldError> errors)
    {
        var applicable = baseline.ApplicableOn(channel);
        var values = baseline.Measures == 0 ? null : new double[BitOperations.PopCount((ulong)baseline.Measures)];
        long met = 0, na = baseline.AllBits & ~applicable;
        if (answers.AllMet && check != CheckKind.Full)
        {
            met = applicable & ~baseline.Measures;
            return new ObservedBasics(met, baseline.AllBits & ~met, values);
        }

        long answered = 0;
        foreach (var (code, answer) in answers.Answers)
        {
            if (baseline.Find(code) is not { } expectation)
            {
                errors.Add(new(Path(code), FieldError.UnknownReference, $"Baseline {baseline.Number} has no expectation “{code}”."));
                continue;
            }

            answered |= expectation.Mask;
            if (answer.Kind == AnswerKind.NotApplicable)
            {
                na |= expectation.Mask;
                continue;
            }

            if ((applicable & expectation.Mask) == 0)
                errors.Add(new(
                    Path(code), "not_applicable", $"“{code}” does not apply on channel “{channel}”; leave it out or answer na."));
            else if (expectation.Kind == ExpectationKind.Measure && answer.Kind == AnswerKind.Number)
            {
                if (!InteractionEntry.IsPossible(answer.Number))
                    errors.Add(new(Path(code), "out_of_range", $"A measure lies between 0 and {Expectation.MaxMeasure:0}."));
                values![baseline.PlaceOfMeasure(expectation)] = answer.Number;
                if (expectation.IsMetBy(answer.Number)) met |= expectation.Mask;
            }
            else if (expectation.Kind == ExpectationKind.Measure)
                errors.Add(new(
                    Path(code), FieldError.Invalid,
                    $"“{code}” is a measure: send a number{(expectation.Unit is { } u ? $" of {u}" : "")}, or na."));
            else if (answer.Kind == AnswerKind.Met)
                met |= expectation.Mask;
            else if (answer.Kind != AnswerKind.Missed)
                errors.Add(new(Path(code), FieldError.Invalid, $"Answer met, missed or na; “{answer}” is none of these."));
        }

        if (answers.RestNotApplicable) return new ObservedBasics(met, na | (baseline.AllBits & ~answered), values);
        for (var rest = applicable & ~answered; rest != 0; rest &= rest - 1)
        {
            var unanswered = baseline.Expectations[BitOperations.TrailingZeroCount(rest)];
            errors.Add(new(
                Path(unanswered.Code), FieldError.Required,
                $"“{unanswered.Question}” is not answered; answer every applicable basic" +
                    (check == CheckKind.Full ? ", met, missed or na: this is a full check." : ", or send \"all_met\".")));
        }

        return new ObservedBasics(met, na, values);

        static string Path(string code) => "$.observations." + code;
    }
}
