using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Infrastructure.Imports;

namespace ServiceTracker.Web.Pages.Imports;

/// <summary>What columns and words of another program can be.</summary>
/// <param name="master">What there is.</param>
/// <param name="actor">Whose sites are offered.</param>
public sealed class MapChoices(MasterData master, Actor actor)
{
    /// <summary>A choice: what is kept, and what is read.</summary>
    public sealed record Choice(string Value, string Words);

    private static readonly Choice[] Answers = [new("met", "met"), new("missed", "missed"), new("na", "not applicable")];

    /// <summary>Columns of an interaction.</summary>
    public IReadOnlyList<Choice> Fields { get; } =
        [.. CsvSurvey.Fields.Select(f => new Choice(f, f.Replace('_', ' ')))];

    /// <summary>Columns of basics, as each is asked.</summary>
    public IReadOnlyList<Choice> Basics { get; } =
        [.. master.Baselines.Values.OrderByDescending(b => b.EffectiveFrom).SelectMany(b => b.Expectations)
            .DistinctBy(e => (e.Code, e.Kind))
            .Select(e => new Choice((e.Kind == ExpectationKind.Check ? CsvSurvey.Basic : CsvSurvey.Measure) + e.Code, e.Question))];

    /// <summary>Sites that rows may be of.</summary>
    public IReadOnlyList<Choice> Sites { get; } =
        [.. actor.OfOwnSites(master.Sites.All).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new Choice(s.Code, s.Name))];

    /// <summary>What words of a column can be; none where they are numbers, times or names that stay as they are.</summary>
    /// <param name="ours">The column of ours.</param>
    public IReadOnlyList<Choice> WordsOf(string? ours) => ours switch
    {
        null => [],
        "site" => Sites,
        "channel" => [.. master.Channels.All.Select(c => new Choice(c.Code, c.Name)).OrderBy(c => c.Words, StringComparer.Ordinal)],
        "reason" => [.. master.Reasons.All.Select(r => new Choice(r.Code, r.Name)).OrderBy(r => r.Words, StringComparer.Ordinal)],
        "outcome" => Of(SnakeCase<Outcome>.All),
        "source" => Of(SnakeCase<Source>.All),
        "check" => Of(SnakeCase<CheckKind>.All),
        _ => ours.StartsWith(CsvSurvey.Basic, StringComparison.Ordinal) ? Answers : [],
    };

    /// <summary>The column of ours that one of theirs is called like, but for case, blanks and dashes; or null.</summary>
    public string? CalledLike(string theirs)
    {
        var plain = theirs.Trim().Replace(' ', '_').Replace('-', '_');
        return Fields.Concat(Basics).FirstOrDefault(c => c.Value.Equals(plain, StringComparison.OrdinalIgnoreCase))?.Value;
    }

    private static Choice[] Of(IEnumerable<string> words) => [.. words.Select(w => new Choice(w, w.Replace('_', ' ')))];
}
