using System.Text.Json;
using ServiceTracker.Application.Interactions;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Infrastructure.Devices;

/// <summary>One interaction as a device kept it while it could not send it.</summary>
public sealed record QueuedEntry
{
    /// <summary>Made when it was confirmed, and the interaction's own.</summary>
    public Guid? Id { get; init; }

    /// <summary>Code of whoever confirmed it by their PIN.</summary>
    public string? Staff { get; init; }

    /// <summary>That the PIN was entered: see <see cref="DeviceKeys"/>.</summary>
    public string? Proof { get; init; }

    /// <summary>By the device's clock.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public string? Channel { get; init; }
    public string? Reason { get; init; }

    /// <summary>met, missed, na or a number by the code of each basic that was shown.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Observations { get; init; }

    public IReadOnlyDictionary<string, string>? Causes { get; init; }

    /// <summary>Kinds of stand-outs.</summary>
    public IReadOnlyList<string>? StandOuts { get; init; }

    public string? Customer { get; init; }
    public string? Comment { get; init; }
    public string? Note { get; init; }

    /// <summary>Of a full check that was drawn ahead.</summary>
    public string? Ticket { get; init; }

    /// <summary>It was refused, and is for a manager to look at.</summary>
    public bool HandOver { get; init; }

    /// <summary>
    /// The entry that is stored. What the device's baseline asked and the one of the day does not ask is left out, a measure without a
    /// number is not applicable; what is asked and was not answered stays unanswered, to be refused by name.
    /// </summary>
    /// <param name="site">Code of the device's site.</param>
    /// <param name="staff">Code of whose it is.</param>
    /// <param name="at">When it occurred, by the server's clock.</param>
    /// <param name="baseline">Of that day, where there is one.</param>
    internal InteractionEntry AsOf(string site, string staff, DateTimeOffset at, Baseline? baseline)
    {
        var asked = baseline?.Expectations.Where(e => e.AppliesTo(Channel ?? "")).ToList() ?? [];
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var basic in asked)
        {
            if (Observations is not null && Observations.TryGetValue(basic.Code, out var given)) answers[basic.Code] = Answered(given);
            else if (basic.Kind == ExpectationKind.Measure) answers[basic.Code] = Answer.NotApplicable;
        }

        return new InteractionEntry
        {
            Id = Id,
            Site = site,
            Staff = staff,
            Channel = Channel,
            Reason = Reason,
            OccurredAt = at,
            Observations = ObservationAnswers.Of(answers),
            Causes = Causes?.Where(c => answers.TryGetValue(c.Key, out var a) && a.Kind == AnswerKind.Missed)
                .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal),
            StandOuts = StandOuts is null ? null : [.. StandOuts.Select(kind => new StandOutEntry(kind, null))],
            Customer = Customer,
            Comment = Comment,
            Note = Note,
        };
    }

    private static Answer Answered(JsonElement given) => given.ValueKind switch
    {
        JsonValueKind.Number when given.TryGetDouble(out var number) => Answer.Of(number),
        JsonValueKind.String => Answer.Parse(given.GetString()!),
        _ => Answer.Unreadable(given.GetRawText()),
    };
}
