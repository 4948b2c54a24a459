using System.ComponentModel.DataAnnotations;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Application.Interactions;

/// <summary>One interaction as a page, a program or a file hands it in.</summary>
public sealed record InteractionEntry
{
    /// <summary>Longest note and comment, in characters.</summary>
    public const int MaxText = 4000;

    /// <summary>Longest external id, customer reference and note on a stand-out.</summary>
    public const int MaxReference = 200;

    /// <summary>Longest ticket that is looked at.</summary>
    public const int MaxTicket = 400;

    /// <summary>Most stand-outs in one interaction.</summary>
    public const int MaxStandOuts = 20;

    /// <summary>The customer's lowest and highest mark.</summary>
    public const int MinCsat = 1, MaxCsat = 5;

    /// <summary>The client's own id: the same id again is recognised as a retry.</summary>
    public Guid? Id { get; init; }

    /// <summary>The sender's own key, unique per site and source; behaves like the id.</summary>
    [MinLength(1), MaxLength(MaxReference)]
    public string? ExternalId { get; init; }

    /// <summary>Code of the site.</summary>
    [Required, MaxLength(Code.MaxLength)]
    public string? Site { get; init; }

    /// <summary>Code of the team there; the staff member's usual one where absent, none where empty.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Team { get; init; }

    /// <summary>Code of the person who served.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Staff { get; init; }

    /// <summary>Code of the channel.</summary>
    [Required, MaxLength(Code.MaxLength)]
    public string? Channel { get; init; }

    /// <summary>Code of what the customer came about.</summary>
    [MaxLength(Code.MaxLength)]
    public string? Reason { get; init; }

    /// <summary>RFC 3339, with an offset.</summary>
    [Required]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>self, observer, mystery_shop, customer or system.</summary>
    [OneOf(typeof(Source))]
    public string? Source { get; init; }

    /// <summary>quick or full: what the ticket says where absent, else quick.</summary>
    [OneOf(typeof(CheckKind))]
    public string? Check { get; init; }

    /// <summary>The ticket that the draw of full checks gave out for this person and channel, and that this entry answers. A retry is
    /// recognised without it.</summary>
    [MaxLength(MaxTicket)]
    public string? Ticket { get; init; }

    /// <summary>"all_met", or an answer for each applicable expectation.</summary>
    [Required]
    public ObservationAnswers? Observations { get; init; }

    /// <summary>What got in the way of a missed basic, by its code: person, process, customer, outage or unknown.</summary>
    [OneOf(typeof(Cause))]
    public IReadOnlyDictionary<string, string>? Causes { get; init; }

    /// <summary>Moments beyond the basics.</summary>
    [MaxLength(MaxStandOuts)]
    public IReadOnlyList<StandOutEntry>? StandOuts { get; init; }

    /// <summary>served, referred, abandoned or customer_conduct.</summary>
    [OneOf(typeof(Outcome))]
    public string? Outcome { get; init; }

    /// <summary>Optional reference to the customer.</summary>
    [MaxLength(MaxReference)]
    public string? Customer { get; init; }

    /// <summary>The customer's own mark, 1 to 5.</summary>
    [Range(MinCsat, MaxCsat)]
    public int? Csat { get; init; }

    /// <summary>Id of other evidence on the same contact, which need not be there yet. Without it, what is at most five minutes apart goes
    /// together.</summary>
    public Guid? SameContactAs { get; init; }

    /// <summary>What the customer said.</summary>
    [MaxLength(MaxText)]
    public string? Comment { get; init; }

    /// <summary>A note by the one who logs.</summary>
    [MaxLength(MaxText)]
    public string? Note { get; init; }

    /// <summary>Whether a measured value is possible: finite, 0 to <see cref="Expectation.MaxMeasure"/>.</summary>
    public static bool IsPossible(double value) => value is >= 0 and <= Expectation.MaxMeasure;

    /// <summary>What can be said to be wrong without looking anything up.</summary>
    /// <param name="errors">Receives it, in an order that programs may rely on.</param>
    public void FindFaults(List<FieldError> errors)
    {
        Needs(!string.IsNullOrWhiteSpace(Site), nameof(Site), "Say at which site it was.");
        Needs(!string.IsNullOrWhiteSpace(Channel), nameof(Channel), "Say on which channel it was.");
        Needs(
            OccurredAt is not null, nameof(OccurredAt), "Say when it was, with an offset, such as 2026-11-20T16:46:00+00:00.");
        Needs(Observations is not null, nameof(Observations), "Answer the basics, or send \"all_met\".");
        if (Id == Guid.Empty) Invalid(nameof(Id), "An id of zeros is not an id; leave it out or make a new one.");
        if (ExternalId is { } id && (string.IsNullOrWhiteSpace(id) || id.Length > MaxReference))
            Invalid(nameof(ExternalId), $"1 to {MaxReference} characters.");
        IsStorable(ExternalId, nameof(ExternalId));
        IsText(Customer, MaxReference, nameof(Customer));
        IsText(Comment, MaxText, nameof(Comment));
        IsText(Note, MaxText, nameof(Note));
        if (Ticket?.Length > MaxTicket) Invalid(nameof(Ticket), $"At most {MaxTicket} characters.");
        if (Csat is < MinCsat or > MaxCsat) Invalid(nameof(Csat), $"A whole number from {MinCsat} to {MaxCsat}.");
        if (StandOuts is not { Count: > 0 } standOuts) return;
        if (standOuts.Count > MaxStandOuts) Invalid(nameof(StandOuts), $"At most {MaxStandOuts} stand-outs.");
        for (var i = 0; i < standOuts.Count; i++)
        {
            if (standOuts[i]?.Note is { } note) IsText(note, MaxReference, $"{nameof(StandOuts)}[{i}].note");
        }

        void Needs(bool there, string member, string message)
        {
            if (!there) errors.Add(new(PathOf(member), FieldError.Required, message));
        }

        void Invalid(string member, string message) => errors.Add(new(PathOf(member), FieldError.Invalid, message));

        void IsText(string? text, int longest, string member)
        {
            if (text?.Length > longest) Invalid(member, $"At most {longest} characters.");
            IsStorable(text, member);
        }

        void IsStorable(string? text, string member)
        {
            if (!StorableText.IsStorable(text)) Invalid(member, StorableText.Refusal);
        }

        static string PathOf(string member) => $"$.{char.ToLowerInvariant(member[0])}{member[1..]}";
    }

    /// <summary>
    /// A hash of everything but the ids as it would be stored, in 128 bits: the same content in another order of members, with blanks
    /// around a code or a text, or with "na" where another leaves a blank, hashes the same.
    /// </summary>
    public byte[] ContentHash()
    {
        var content = new HashedContent(stackalloc byte[512]);
        content.Add(StoredForm.Of(Site));
        content.Add(StoredForm.Of(Team));
        content.Add(StoredForm.Of(Staff));
        content.Add(StoredForm.Of(Channel));
        content.Add(StoredForm.Of(Reason));
        content.Add(OccurredAt is { } at ? StoredForm.Of(at.UtcDateTime).Ticks : -1);
        content.Add(Source ?? "self");
        content.Add(Check ?? "quick");
        content.Add(Outcome ?? "served");
        content.Add(StoredForm.Of(Customer));
        content.Add(Csat ?? -1);
        content.Add(StoredForm.Of(Comment));
        content.Add(StoredForm.Of(Note));
        content.Add(Observations?.AllMet == true ? "all_met" : null);

        var start = content.Length;
        UInt128 answers = 0, causes = 0;
        if (Observations is not null)
        {
            foreach (var (code, answer) in Observations.Answers)
            {
                // Not answered and not applicable are stored alike.
                if (answer.Kind == AnswerKind.NotApplicable) continue;
                content.Add(code);
                answer.AddTo(ref content);
                answers += content.TakeHash(start);
            }
        }

        if (Causes is not null)
        {
            foreach (var (code, cause) in Causes)
            {
                content.Add(code);
                content.Add(cause);
                causes += content.TakeHash(start);
            }
        }

        content.Add(answers);
        content.Add(causes);
        if (StandOuts is not null)
        {
            foreach (var standOut in StandOuts)
            {
                content.Add(standOut?.Kind);
                content.Add(StoredForm.Of(standOut?.Note));
            }
        }

        if (SameContactAs is { } other) content.Add(other.ToString());
        return content.Hash();
    }
}
