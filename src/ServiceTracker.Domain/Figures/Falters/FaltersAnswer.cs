namespace ServiceTracker.Domain.Figures.Falters;

/// <summary>Where service falters, in sentences.</summary>
/// <param name="Tested">Cells of a role, an hour and a basic that had enough to be tested.</param>
/// <param name="Found">What falters, with the name of its site.</param>
/// <param name="Untold">Cells found in roles that are not told.</param>
public sealed record FaltersAnswer(int Tested, IReadOnlyList<(string Site, FalteringHours Hours, string Question)> Found, int Untold)
{
    /// <summary>
    /// One sentence for each stretch of hours at a site, A to Z and then by hour: stretches that overlap are one. Where nothing is
    /// found, what was looked at.
    /// </summary>
    public IReadOnlyList<string> Sentences => Found.Count > 0 ? [.. Stretches()] : [Calm];

    /// <summary>Nothing is told to falter.</summary>
    public bool IsCalm => Found.Count == 0;

    private string Calm => (Tested, Untold) switch
    {
        (0, _) => $"Nothing could be compared yet: it takes {MinimumSample.Default} interactions in one role, hour and basic.",
        (_, 0) => $"Looked at {Tested} cells: none is lower than everything else beyond chance.",
        _ => $"Looked at {Tested} cells: none that can be told is lower than everything else beyond chance.",
    };

    private IEnumerable<string> Stretches()
    {
        foreach (var site in Found.GroupBy(f => f.Site).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase))
        {
            var rest = site.OrderBy(f => f.Hours.From).ToList();
            while (rest is [var first, ..])
            {
                var before = first.Hours.Before;
                var together = rest.TakeWhile(f =>
                {
                    if (f.Hours.From >= before && f != first) return false;
                    before = Math.Max(before, f.Hours.Before);
                    return true;
                }).ToList();
                rest.RemoveRange(0, together.Count);
                var basics = together.Select(f => f.Question.TrimEnd('?', ' ')).Distinct().Order(StringComparer.OrdinalIgnoreCase).ToList();
                var subject = basics is [.. var some, var last] && some.Count > 0 ? $"{string.Join(", ", some)} and {last}" : basics[0];
                yield return $"{subject} {(basics.Count == 1 ? "falters" : "falter")} from {first.Hours.From} to {before} h at {site.Key}";
            }
        }
    }
}
