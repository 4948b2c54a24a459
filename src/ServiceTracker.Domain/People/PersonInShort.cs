using System.Globalization;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.Words;

namespace ServiceTracker.Domain.People;

/// <summary>
/// What is to be known of a person, in a sentence that is read in ten seconds: the open flag that weighs most where there is one, and
/// otherwise the person beside the others. It says what was found and how sure that is, and never why.
/// </summary>
/// <param name="Sentence">The sentence, or two.</param>
/// <param name="HowSure">How sure that is; empty where nothing is claimed.</param>
/// <param name="Signal">A concern, an improvement, or neither.</param>
public sealed record PersonInShort(string Sentence, string HowSure, Signal Signal)
{
    // What weighs most first.
    private static readonly FlagKind[] Order =
        [FlagKind.Critical, FlagKind.Basic, FlagKind.Lower, FlagKind.Comparison, FlagKind.Erratic, FlagKind.Better];

    /// <summary>Finds the sentence.</summary>
    /// <param name="name">The person's name.</param>
    /// <param name="met">Of the weeks looked at, scored interactions with all basics met.</param>
    /// <param name="scored">Scored interactions of these weeks.</param>
    /// <param name="whole">All basics together beside the others; null where that cannot be told.</param>
    /// <param name="basics">Basics that can be told beside the others, in their order.</param>
    /// <param name="flags">Open flags about the person that are no part of another one, the newest first.</param>
    /// <param name="agreed">The day on which what was agreed is to be looked at again; null without one.</param>
    public static PersonInShort Of(
        string name, long met, long scored, BesideOthers? whole, IReadOnlyList<BasicBeside> basics, IReadOnlyList<FlagInShort> flags,
        DateOnly? agreed)
    {
        ArgumentNullException.ThrowIfNull(basics);
        ArgumentNullException.ThrowIfNull(flags);
        if (Order.Select(k => flags.FirstOrDefault(f => f.Kind == k)).FirstOrDefault(f => f is not null) is { } flag)
        {
            var more = flags.Count switch
            {
                1 => "",
                2 => " One more flag is open.",
                var n => string.Create(CultureInfo.InvariantCulture, $" {n - 1} more flags are open."),
            };
            var conversation = agreed is { } day ? $"; what was agreed is looked at again on {Day(day)}" : "";
            var late = whole is null || flag.Kind == FlagKind.Critical ? ""
                : $" Of late {PercentText.Of(whole.Rate)} of {whole.N}, where others on the same channels would have met "
                    + $"{PercentText.Of(whole.Expected)}.";
            return new(
                $"{Told(name, flag)}{conversation}.{late}{more}", HowSureOf(flag),
                flag.Kind == FlagKind.Better ? Signal.Improvement : Signal.Concern);
        }

        if (scored < MinimumSample.Default)
            return new($"Not enough yet: {scored} scored interactions, {MinimumSample.Default} are needed.", "", Signal.None);
        if (whole is null)
        {
            return new(
                $"{name} met all basics in {PercentText.Of((double)met / scored)} of {scored} interactions. " +
                "They are compared with nobody's: too few others served on the same channels in the same weeks.", "", Signal.None);
        }

        var outside = basics.Where(b => b.Beside.Signal == Signal.Concern).ToList();
        var verdict = whole.Signal switch
        {
            Signal.Concern => "lower than chance and the usual differences between people explain",
            Signal.Improvement => "more than chance and the usual differences between people explain",
            _ => outside.Count == 0 ? "as usual" : "as usual on the whole",
        };
        var stands = outside switch
        {
            [] => "",
            [var one] => $" One basic is lower: {Of(one)}.",
            _ => $" {outside.Count} basics are lower: {string.Join("; ", outside.Select(Of))}.",
        };
        return new(
            $"On the same channels others would have met all basics in {PercentText.Of(whole.Expected)}; {name} met them in " +
            $"{PercentText.Of(whole.Rate)} of {whole.N}: {verdict}.{stands}",
            "Chance and the usual differences between people and days are allowed for.",
            whole.Signal == Signal.None && outside.Count > 0 ? Signal.Concern : whole.Signal);
    }

    private static string Of(BasicBeside basic) =>
        $"{basic.Name}, missed {Times(basic.Beside.N - basic.Beside.Met)} where {Count(basic.Beside.ExpectedMisses)} expected";

    private static string Told(string name, FlagInShort flag)
    {
        var (on, since) = (flag.Channel is { } channel ? $" on {channel}" : "", $"since {Day(flag.Since)}");
        var (missed, usual) = flag.Misses;
        var rate = $"{PercentText.Of(flag.Observed)} of {flag.N}";
        return flag.Kind switch
        {
            FlagKind.Critical => $"{flag.Basic}, a critical basic, was missed{on} on {Day(flag.Since)}",
            FlagKind.Basic => $"{flag.Basic} was missed {Times((long)Math.Round(missed))}{on} where {Count(usual)} usual, {since}",
            FlagKind.Erratic => $"{name} has had good days and bad days{on} {since}; on the whole all basics were met in {rate}",
            FlagKind.Comparison =>
                $"{name} met all basics in {rate}; others in the same surroundings would have met them in {PercentText.Of(flag.Usual)}",
            _ => $"{name} met all basics{on} in {rate} {since}, where {PercentText.Of(flag.Usual)} are usual",
        };
    }

    private static string HowSureOf(FlagInShort flag) => flag switch
    {
        { Kind: FlagKind.Critical } => "A fact, not a conclusion.",
        { IsSettled: true } => "Settled: the interactions after it say the same.",
        _ => "Provisional: with more interactions it may turn out to be of another kind.",
    };

    private static string Times(long n) => n switch { 1 => "once", 2 => "twice", _ => $"{n} times" };

    private static string Count(double usual) => Math.Round(usual) switch
    {
        0 => "fewer than one is",
        1 => "1 is",
        var n => string.Create(CultureInfo.InvariantCulture, $"{n:0} are"),
    };

    private static string Day(DateOnly date) => date.ToString("d MMM", CultureInfo.InvariantCulture);
}
