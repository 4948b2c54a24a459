using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceTracker.Application;
using ServiceTracker.Domain;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>Analyses any series a caller sends; nothing is stored.</summary>
public static class ChartsApi
{
    /// <summary>Most points, and most values in all subgroups together.</summary>
    public const int MostPoints = 100_000;

    private const long MaxBytes = 16 << 20;

    // The chart kinds under the names the field gives them.
    private static readonly Dictionary<string, ChartKind> Kinds = new(StringComparer.Ordinal)
    {
        ["run"] = ChartKind.Run,
        ["xmr"] = ChartKind.XmR,
        ["i"] = ChartKind.Individuals,
        ["mr"] = ChartKind.MovingRange,
        ["xbar"] = ChartKind.XBar,
        ["s"] = ChartKind.S,
        ["t"] = ChartKind.T,
        ["p"] = ChartKind.P,
        ["pp"] = ChartKind.PPrime,
        ["c"] = ChartKind.C,
        ["u"] = ChartKind.U,
        ["up"] = ChartKind.UPrime,
        ["g"] = ChartKind.G,
        ["ip"] = ChartKind.IPrime,
    };

    /// <summary>The names of the kinds of chart.</summary>
    public static IReadOnlyCollection<string> KindNames => Kinds.Keys;

    /// <summary>The names of the sets of run rules.</summary>
    public static IReadOnlyCollection<string> RuleNames { get; } = [.. RunRules.Sets.Select(s => s.Name)];

    public static void Map(RouteGroupBuilder read) =>
        read.MapPost("/charts", Analyse).WithTags("Charts").WithName("AnalyseSeries")
            .WithSummary("Analyse a series").WithDescription(
                "A control chart of the values sent: limits, signals, runs, and what they say. Nothing is stored.")
            .Accepts<SeriesInput>("application/json")
            .WithMetadata(new BodyLimit(MaxBytes)).ProducesProblem(400).ProducesProblem(413).ProducesProblem(422);

    /// <summary>A series and how it is to be charted.</summary>
    /// <param name="Kind">run, xmr, i, mr, xbar, s, t, p, pp, c, u, up, g or ip.</param>
    /// <param name="Y">Values, counts or numerators, oldest first; null is a gap. Not for xbar and s.</param>
    /// <param name="N">Denominators for p, pp, u, up and ip; 0 or null is a gap.</param>
    /// <param name="Subgroups">The values of each subgroup, for xbar and s.</param>
    /// <param name="Labels">A label per point.</param>
    /// <param name="Rules">nhs7 (default), nhs6, western-electric or nelson.</param>
    /// <param name="FreezeN">Only the first so many points of each part make its limits.</param>
    /// <param name="PartStarts">0-based indices at which limits start afresh.</param>
    /// <param name="ExcludeIndices">Points that are drawn but make neither limits nor runs.</param>
    /// <param name="ScreenMr">Leaves outliers among moving ranges out of the limits; true by default.</param>
    /// <param name="ImprovementDirection">increase (default), decrease or neutral.</param>
    /// <param name="Target">The value aimed at, in units of the chart.</param>
    /// <param name="Center">A centre known in advance.</param>
    /// <param name="Sigma">A standard deviation of one observation known in advance.</param>
    public sealed record SeriesInput(
        [property: Required, OneOf(typeof(ChartsApi), nameof(KindNames))] string? Kind,
        [property: MaxLength(MostPoints)] IReadOnlyList<double?>? Y, [property: MaxLength(MostPoints)] IReadOnlyList<double?>? N,
        [property: MaxLength(MostPoints)] IReadOnlyList<IReadOnlyList<double>>? Subgroups,
        [property: MaxLength(MostPoints)] IReadOnlyList<string>? Labels,
        [property: OneOf(typeof(ChartsApi), nameof(RuleNames))] string? Rules,
        int? FreezeN, IReadOnlyList<int>? PartStarts, IReadOnlyList<int>? ExcludeIndices, bool? ScreenMr,
        [property: OneOf(typeof(ImprovementDirection))] string? ImprovementDirection, double? Target, double? Center, double? Sigma);

    /// <summary>One point. What does not exist is null; each point carries at most one signal.</summary>
    public sealed record PointView(
        string? Label, double? Value, double? N, double? Cl, double? Lcl, double? Ucl, double? Lcl2s, double? Ucl2s, double? Z, int Part,
        bool Excluded,
        string? Signal, string? Finding, [property: OneOf(typeof(Variation))] string Variation);

    /// <summary>A part with limits of its own and Anhøj's runs.</summary>
    public sealed record PartView(
        int Start, int End, int BaselinePoints, int? LongestRun, int? LongestRunMax, int? Crossings, int? CrossingsMin, bool RunsSignal);

    /// <summary>What an icon says, or why there is none.</summary>
    public sealed record IconView(string? Value, string? Unavailable);

    /// <summary>What a reader has to know.</summary>
    public sealed record NoteView(string Code, string Sentence, int? Part);

    /// <summary>An analysed chart.</summary>
    public sealed record ChartView(
        string Kind, string Rules,
        IReadOnlyList<PointView> Points, IReadOnlyList<PartView> Parts, IconView Variation, IconView Assurance,
        IReadOnlyList<NoteView> Notes);

    /// <summary>A chart as it is given out.</summary>
    public static ChartView View(ChartAnalysis chart) => new(
        Kinds.First(k => k.Value == chart.Kind).Key, chart.Rules,
        [.. chart.Points.Select(p => new PointView(
            p.Label, p.Value, p.Size, p.Centre, p.Lower, p.Upper, p.LowerTwoSigma, p.UpperTwoSigma, p.Z, p.Part, p.Excluded, p.Rule,
            p.Finding, SnakeCase<Variation>.Text(p.Variation)))],
        [.. chart.Parts.Select(p => new PartView(
            p.Start, p.End, p.BaselineCount, p.Runs.LongestRun, p.Runs.LongestRunMax, p.Runs.Crossings, p.Runs.CrossingsMin,
            p.Runs.Signal))],
        new IconView(chart.Variation.Value is { } v ? SnakeCase<Variation>.Text(v) : null, chart.Variation.Unavailable),
        new IconView(chart.Assurance.Value is { } a ? SnakeCase<Assurance>.Text(a) : null, chart.Assurance.Unavailable),
        [.. chart.Notes.Select(n => new NoteView(n.Code, n.Sentence, n.Part))]);

    private static Results<Ok<ChartView>, ProblemHttpResult> Analyse(JsonBody<SeriesInput> body)
    {
        var series = body.Value;
        var errors = new List<FieldError>();
        if (series.Kind is null || !Kinds.TryGetValue(series.Kind, out var kind))
        {
            kind = default;
            errors.Add(new(
                "$.kind", series.Kind is null ? FieldError.Required : FieldError.Invalid, $"One of: {string.Join(", ", Kinds.Keys)}."));
        }

        if (!SnakeCase<ImprovementDirection>.TryParse(series.ImprovementDirection ?? "increase", out var better))
            errors.Add(new(
                "$.improvementDirection", FieldError.Invalid, $"One of: {string.Join(", ", SnakeCase<ImprovementDirection>.All)}."));
        if (series.Rules is { } rules && RunRules.Named(rules) is null)
            errors.Add(new("$.rules", FieldError.Invalid, $"One of: {string.Join(", ", RunRules.Sets.Select(s => s.Name))}."));
        var points = Math.Max(series.Y?.Count ?? 0, series.Subgroups?.Sum(s => (s?.Count ?? 0) + 1) ?? 0);
        if (points > MostPoints) errors.Add(new(series.Y is null ? "$.subgroups" : "$.y", "out_of_range", $"At most {MostPoints} values."));
        if (errors.Count > 0) return Problems.Validation(errors);
        try
        {
            return TypedResults.Ok(View(ChartAnalysis.Of(new ChartRequest
            {
                Kind = kind,
                Values = series.Y ?? [],
                Sizes = series.N,
                Subgroups = series.Subgroups,
                Labels = series.Labels,
                Rules = series.Rules ?? RunRules.Nhs7.Name,
                BaselinePoints = series.FreezeN,
                PartStarts = series.PartStarts ?? [],
                Excluded = series.ExcludeIndices ?? [],
                ScreenMovingRanges = series.ScreenMr ?? true,
                Better = better,
                Target = series.Target,
                Centre = series.Center,
                Sigma = series.Sigma,
            })));
        }
        catch (ArgumentException refused) when (refused.ParamName is { } field && FieldOf.TryGetValue(field, out var path))
        {
            return Problems.Validation([new(path, FieldError.Invalid, Sentence(refused))]);
        }
    }

    // The library's names of what this body calls otherwise.
    private static readonly Dictionary<string, string> FieldOf = new(StringComparer.Ordinal)
    {
        [nameof(ChartRequest.Kind)] = "$.kind",
        [nameof(ChartRequest.Values)] = "$.y",
        [nameof(ChartRequest.Sizes)] = "$.n",
        [nameof(ChartRequest.Subgroups)] = "$.subgroups",
        [nameof(ChartRequest.Labels)] = "$.labels",
        [nameof(ChartRequest.Rules)] = "$.rules",
        [nameof(ChartRequest.BaselinePoints)] = "$.freezeN",
        [nameof(ChartRequest.PartStarts)] = "$.partStarts",
        [nameof(ChartRequest.Excluded)] = "$.excludeIndices",
        [nameof(ChartRequest.ScreenMovingRanges)] = "$.screenMr",
        [nameof(ChartRequest.Better)] = "$.improvementDirection",
        [nameof(ChartRequest.Target)] = "$.target",
        [nameof(ChartRequest.Centre)] = "$.center",
        [nameof(ChartRequest.Sigma)] = "$.sigma",
    };

    // The framework adds the parameter's name to the message.
    private static string Sentence(ArgumentException e) => e.Message.Split(" (Parameter", 2)[0];
}
