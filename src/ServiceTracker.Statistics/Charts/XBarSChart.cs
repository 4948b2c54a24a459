using ServiceTracker.Statistics.Sums;

namespace ServiceTracker.Statistics.Charts;

/// <summary>
/// X̄ and S charts of subgroups. S̄ is the mean of the standard deviations, or √(Σ(n − 1)S²/Σ(n − 1)) where sizes differ within a part.
/// X̄: centre Σnx̄/Σn, limits ± 3·S̄/(c₄(nᵢ)√nᵢ). S: centre S̄, limits S̄ ± 3·S̄·√(1 − c₄²)/c₄, lower limit at least 0.
/// With a σ known in advance: X̄ ± 3σ/√nᵢ, and for S centre ± 3σ√(1 − c₄²), centre c₄σ unless it is known too.
/// A subgroup of one has a mean but no limits, since c₄(1) does not exist.
/// Source: D. C. Montgomery, Introduction to Statistical Quality Control, ch. 6, "x̄ and s control charts with variable sample size".
/// </summary>
public static class XBarSChart
{
    /// <summary>The chart of means.</summary>
    /// <param name="subgroups">Oldest first; an empty one is a gap.</param>
    /// <param name="options">Baseline, parts, exclusions, known centre and σ.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ControlChart XBar(IReadOnlyList<Subgroup> subgroups, ChartOptions? options = null)
    {
        var draft = new ChartDraft(ChartKind.XBar, [.. subgroups.Select(x => x.Mean)], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var centre = draft.Options.Centre ?? WeightedMean(Baseline(draft, part, subgroups), x => x.Mean);
            var spread = draft.Options.Sigma ?? MeanSpread(draft, part, subgroups);
            for (var i = part.Start; i < part.End; i++)
            {
                var size = subgroups[i].Size;
                var ofOne = draft.Options.Sigma is not null ? spread : size < 2 ? double.NaN : spread / ChartConstants.C4(size);
                draft.Draw(i, centre, ofOne / Math.Sqrt(size == 0 ? double.NaN : size));
            }
        }

        return draft.Finish();
    }

    /// <summary>The chart of standard deviations.</summary>
    /// <param name="subgroups">Oldest first; one below two values is a gap.</param>
    /// <inheritdoc cref="XBar"/>
    public static ControlChart S(IReadOnlyList<Subgroup> subgroups, ChartOptions? options = null)
    {
        var draft = new ChartDraft(ChartKind.S, [.. subgroups.Select(x => x.StandardDeviation)], options ?? ChartOptions.Default);
        foreach (var part in draft.Parts)
        {
            var spread = draft.Options.Sigma is null && draft.Options.Centre is null ? MeanSpread(draft, part, subgroups) : double.NaN;
            for (var i = part.Start; i < part.End; i++)
            {
                var c4 = subgroups[i].Size < 2 ? double.NaN : ChartConstants.C4(subgroups[i].Size);
                var centre = draft.Options.Centre ?? (draft.Options.Sigma is { } known ? c4 * known : spread);
                var ofOne = draft.Options.Sigma ?? centre / c4;
                draft.Draw(i, centre, ofOne * Math.Sqrt(1 - c4 * c4), floor: 0);
            }
        }

        return draft.Finish();
    }

    /// <summary>Σn·x/Σn of a figure of subgroups, those without it left out.</summary>
    public static double WeightedMean(IEnumerable<Subgroup> subgroups, Func<Subgroup, double> figure)
    {
        CompensatedSum above = new(), below = new();
        foreach (var subgroup in subgroups)
        {
            if (double.IsNaN(figure(subgroup))) continue;
            above.Add(subgroup.Size * figure(subgroup));
            below.Add(subgroup.Size);
        }

        return above.Value / below.Value;
    }

    // Whether sizes differ is asked of the whole part, as the reference software does: a new size changes the formula for all of it.
    private static double MeanSpread(ChartDraft draft, (int Start, int End) part, IReadOnlyList<Subgroup> subgroups)
    {
        var baseline = Baseline(draft, part, subgroups);
        for (var i = part.Start + 1; i < part.End; i++)
            if (subgroups[i].Size != subgroups[part.Start].Size) return SubgroupSpread.RootMeanSquare(baseline).Root;
        return CompensatedSum.MeanOf([.. baseline.Select(x => x.StandardDeviation)]);
    }

    private static List<Subgroup> Baseline(ChartDraft draft, (int Start, int End) part, IReadOnlyList<Subgroup> subgroups)
    {
        var chosen = new List<Subgroup>(part.End - part.Start);
        for (var i = part.Start; i < part.End; i++)
            if (draft.IsBaseline(i)) chosen.Add(subgroups[i]);
        return chosen;
    }
}
