using FluentValidation;
using FluentValidation.Results;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Interactions;

/// <summary>What can be said about an entry without looking anything up.</summary>
public sealed class InteractionEntryValidator : AbstractValidator<InteractionEntry>
{
    /// <summary>Longest note and comment, in characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Longest external id, customer reference and note on a stand-out.</summary>
    public const int MaxReference = 200;

    /// <summary>Most stand-outs in one interaction.</summary>
    public const int MaxStandOuts = 20;

    /// <summary>The customer's lowest and highest mark.</summary>
    public const int MinCsat = 1, MaxCsat = 5;

    // One rule for all: each of its own would cost every interaction a third of a microsecond, together more than scoring it.
    public InteractionEntryValidator() => RuleFor(e => e).Custom(Check);

    /// <summary>Whether a measured value is possible: finite, 0 to <see cref="Expectation.MaxMeasure"/>.</summary>
    public static bool IsPossible(double value) => value is >= 0 and <= Expectation.MaxMeasure;

    private static void Check(InteractionEntry entry, ValidationContext<InteractionEntry> context)
    {
        Needs(!string.IsNullOrWhiteSpace(entry.Site), nameof(entry.Site), "Say at which site it was.");
        Needs(!string.IsNullOrWhiteSpace(entry.Channel), nameof(entry.Channel), "Say on which channel it was.");
        Needs(
            entry.OccurredAt is not null, nameof(entry.OccurredAt), "Say when it was, with an offset, such as 2026-11-20T16:46:00+00:00.");
        Needs(entry.Observations is not null, nameof(entry.Observations), "Answer the basics, or send \"all_met\".");
        if (entry.Id == Guid.Empty) Invalid(nameof(entry.Id), "An id of zeros is not an id; leave it out or make a new one.");
        if (entry.ExternalId is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxReference))
            Invalid(nameof(entry.ExternalId), $"1 to {MaxReference} characters.");
        IsStorable(entry.ExternalId, nameof(entry.ExternalId));
        IsText(entry.Customer, MaxReference, nameof(entry.Customer));
        IsText(entry.Comment, MaxText, nameof(entry.Comment));
        IsText(entry.Note, MaxText, nameof(entry.Note));
        if (entry.Csat is < MinCsat or > MaxCsat) Invalid(nameof(entry.Csat), $"A whole number from {MinCsat} to {MaxCsat}.");
        if (entry.StandOuts is not { Count: > 0 } standOuts) return;
        if (standOuts.Count > MaxStandOuts) Invalid(nameof(entry.StandOuts), $"At most {MaxStandOuts} stand-outs.");
        for (var i = 0; i < standOuts.Count; i++)
        {
            if (standOuts[i]?.Note is { } note) IsText(note, MaxReference, $"{nameof(entry.StandOuts)}[{i}].{nameof(StandOutEntry.Note)}");
        }

        void Needs(bool there, string member, string message)
        {
            if (!there) context.AddFailure(new ValidationFailure(member, message) { ErrorCode = FieldError.Required });
        }

        void Invalid(string member, string message) =>
            context.AddFailure(new ValidationFailure(member, message) { ErrorCode = FieldError.Invalid });

        void IsText(string? text, int longest, string member)
        {
            if (text?.Length > longest) Invalid(member, $"At most {longest} characters.");
            IsStorable(text, member);
        }

        void IsStorable(string? text, string member)
        {
            if (!StorableText.IsStorable(text)) Invalid(member, StorableText.Refusal);
        }
    }
}
