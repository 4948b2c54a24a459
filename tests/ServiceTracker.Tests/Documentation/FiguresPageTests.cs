using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServiceTracker.Domain;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Flags.Detection;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Statistics.Analysis;
using ServiceTracker.Statistics.Charts;
using ServiceTracker.Statistics.Comparison;
using ServiceTracker.Statistics.MakingDataCount;
using ServiceTracker.Statistics.Rules;
using ServiceTracker.Tests.Structure;
using ServiceTracker.Web.Api;

namespace ServiceTracker.Tests.Documentation;

/// <summary>docs/figures.md explains what the program has, under the program's own names and with its own numbers and pictures.</summary>
public sealed class FiguresPageTests
{
    private static readonly string Folder = Path.Combine(Repository.Folder, "docs");

    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "figures.md"));

    /// <summary>Everything that has a name in the API or in the files.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names =>
        ChartsApi.KindNames
            .Concat(RunRules.Sets.Select(s => s.Name))
            .Concat(RunRules.Sets.SelectMany(s => s.Rules).Select(r => r.Name))
            .Concat(SnakeCase<ConsistencyClass>.All)
            .Concat(SnakeCase<Variation>.All)
            .Concat(SnakeCase<Assurance>.All)
            .Concat(SnakeCase<DetectionKind>.All)
            .Concat(Explanation.All.Select(e => e.Name))
            .Distinct().Select(n => new TheoryDataRow<string>(n));

    /// <summary>Numbers on which figures hang, as the page writes them.</summary>
    public static IEnumerable<TheoryDataRow<string>> Numbers
    {
        get
        {
            (string, double)[] numbers =
            [
                ("n ≥ {0}", MinimumSample.Default), ("{0} points", PlotTheDots.FewestPoints), ("{0} weeks", UnitChart.DefaultWeeks),
                ("{0} weeks", MinimumSample.Weeks), ("last {0}", ReferencePeriod.Usual.Judged),
                ("above {0}", BinomialDispersion.MoreThanChance), ("{0}", ChartConstants.XmrFactor), ("{0}", ChartConstants.D2OfTwo),
                ("{0}", ChartConstants.D4OfTwo), ("{0} · 60", StaffComparison.NamingChance),
                ("{0} or more", StaffComparison.NamingProbability), ("p < {0}", VarianceShares.ClaimLevel),
                ("and {0} for a name", StaffComparison.FewestToName),
                ("{0}", FalteringCell.FalseShare), ("{0} minutes", Contact.Tolerance.TotalMinutes),
                .. Explanation.All.Where(e => e.Odds > 1).Select(e => ("× {0}", e.Odds)), ("× {0}", Explanation.Collapse.Odds),
                .. Explanation.All.Where(e => e.IsOfDays).Select(e => ("{0}", e.Variation!.Value)),
                .. Explanation.All.Select(e => ("| {0} |", e.Weight)),
                .. Explanation.All.Where(e => !e.IsOfDays).Select(e => ("| {0} |", e.WeightWithoutErratic)),
                ("{0} a week", ExplanationWeights.ErraticFromPerWeek), ("c = {0}", Threshold.FewFactor), ("^{0}", Threshold.PartExponent),
                ("at most {0}", Threshold.PartFactor),
                ("first {0} interactions", ChangeDetector.LearningOfRate), ("{0} of a new basic", ChangeDetector.LearningOfBasic),
                ("{0} weeks", Threshold.VolumeWeeks), ("{0} · q", UsualLevel.SiteWeight),
                ("{0} · m", UsualLevel.SiteBasicWeight), ("({0} where", UsualLevel.SpreadBasicWeight), ("{0} days", UsualLevel.AgeDays),
                ("{0} active weeks", UsualLevel.FirstWeeks), ("{0} interactions", UsualLevel.FewestInteractions),
                ("{0} days", UsualLevel.WindowDays), ("{0}", DayToDayVariation.WhenUnknown), ("{0}", DayToDayVariation.Highest),
                ("{0} 000", DayToDayVariation.FewestInteractions / 1000.0), ("{0} days", UnitFlags.JoiningDays),
                ("{0} · L.", FlagLabel.SettledShare), ("{0} · (L +", FlagLabel.SettledErraticShare), ("{0} · B)", FlagLabel.SettledBasics),
                ("{0} times as much evidence", FlagLabel.OneChannel),
            ];
            return numbers.Select(n => string.Format(CultureInfo.InvariantCulture, n.Item1, n.Item2)).Distinct()
                .Select(n => new TheoryDataRow<string>(n));
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Pictures => FigurePictures.All.Keys.Select(k => new TheoryDataRow<string>(k));

    [Fact]
    public void The_names_cover_every_kind_of_chart() => Assert.Equal(Enum.GetValues<ChartKind>().Length, ChartsApi.KindNames.Count);

    [Theory, MemberData(nameof(Names))]
    public void Every_kind_rule_set_rule_class_and_icon_is_explained(string name) =>
        Assert.Contains($"`{name}`", Page, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Numbers))]
    public void The_page_states_the_number_that_the_program_uses(string number) =>
        Assert.Matches($@"(?<![\d.]){Regex.Escape(number)}(?!\.?\d)", Page);

    [Theory, MemberData(nameof(Pictures))]
    public async Task A_picture_is_the_one_that_the_program_draws(string name)
    {
        var drawn = FigurePictures.All[name]();
        var path = Path.Combine(Folder, "figures", name);
        if (Environment.GetEnvironmentVariable("UPDATE_FIGURES") == "1")
            await File.WriteAllTextAsync(path, drawn, new UTF8Encoding(false), TestContext.Current.CancellationToken);

        Assert.True(File.Exists(path), $"There is no docs/figures/{name}; write it by running the tests with UPDATE_FIGURES=1.");
        var committed = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        Assert.True(
            committed == drawn,
            $"docs/figures/{name} is not what the program draws; look at the change and run the tests with UPDATE_FIGURES=1.");

        var svg = XDocument.Parse(drawn);
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "image" or "foreignObject");
        Assert.DoesNotContain(svg.Descendants().Attributes(), a => a.Name.LocalName is "href" && !a.Value.StartsWith('#'));
        Assert.Matches($@"!\[[^\]]{{20,}}\]\(figures/{Regex.Escape(name)}\)", Page);
    }

    [Fact]
    public void Every_picture_and_page_it_links_is_there()
    {
        var links = Regex.Matches(Page, @"\]\(([^)#]+)\)").Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal)).ToList();
        Assert.All(links, l => Assert.True(File.Exists(Path.Combine(Folder, l)), l));
        Assert.Equal(
            FigurePictures.All.Keys,
            Directory.EnumerateFiles(Path.Combine(Folder, "figures")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Contains("docs/figures.md", File.ReadAllText(Path.Combine(Repository.Folder, "README.md")), StringComparison.Ordinal);
    }
}
