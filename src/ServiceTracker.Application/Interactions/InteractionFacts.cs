using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>What an interaction said at one version, of all that can be changed; kept with each of its changes. People and places are told
/// by code, which leads to them for ever.</summary>
/// <param name="OccurredAt">With the site's offset at that instant.</param>
/// <param name="Met">Bits met, of the interaction's baseline.</param>
/// <param name="Na">Bits not applicable.</param>
/// <param name="Held">Missed bits under dispute.</param>
/// <param name="Excused">Missed bits ruled not the person's doing.</param>
/// <param name="Causes">What got in the way, by the code of the missed basic.</param>
public sealed record InteractionFacts(
    string Site, string? Staff, string? Team, string Channel, DateTimeOffset OccurredAt, string Outcome, string? Note, string State,
    string? ExcludedAs, long Met, long Na, long Held, long Excused, double[]? Measures, IReadOnlyDictionary<string, string> Causes)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What a record says.</summary>
    public static InteractionFacts Of(InteractionRecord record, MasterData master)
    {
        var i = record.Interaction;
        return new InteractionFacts(
            master.Sites[i.SiteId].Code, master.Staff.Find(i.StaffId)?.Code, master.Team(i.SiteId, i.TeamId)?.Code,
            master.Channels[i.ChannelId].Code,
            new DateTimeOffset(i.OccurredAt.AddMinutes(i.UtcOffset).Ticks, TimeSpan.FromMinutes(i.UtcOffset)),
            SnakeCase<Outcome>.Text(i.Outcome), record.Text?.Note, SnakeCase<InteractionState>.Text(i.State),
            i.ExcludedAs is { } ground ? SnakeCase<ExclusionGround>.Text(ground) : null,
            i.Met, i.Na, i.Held, i.Excused, i.Measures,
            record.Causes.ToDictionary(c => master.Baselines[i.Baseline].Expectations[c.Bit].Code, c => SnakeCase<Cause>.Text(c.Cause)));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static InteractionFacts Read(string text) => JsonSerializer.Deserialize<InteractionFacts>(text, Json)!;

    /// <summary>As it is stored.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>An interaction with these answers and no more, by which they are told.</summary>
    public Interaction Answers(int baseline) => new()
    {
        Baseline = baseline,
        Met = Met,
        Na = Na,
        Held = Held,
        Excused = Excused,
        Measures = Measures,
        RecordedBy = "",
        RequestHash = [],
    };

    /// <summary>The basics that were answered otherwise.</summary>
    public IEnumerable<Expectation> AnsweredOtherwise(InteractionFacts other, Baseline baseline)
    {
        var (mine, theirs) = (Answers(baseline.Number), other.Answers(baseline.Number));
        return baseline.Expectations.OrderBy(e => e.Bit).Where(e => mine.ResultOf(e) != theirs.ResultOf(e)
            || (e.Kind == ExpectationKind.Measure && mine.ValueOf(baseline, e) != theirs.ValueOf(baseline, e)));
    }
}
