using System.Text.RegularExpressions;

namespace ServiceTracker.Tests.Structure;

/// <summary>What CONTRIBUTING says of where things stand is so.</summary>
public sealed partial class ContributingTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Folder, "CONTRIBUTING.md"));

    [Fact]
    public void Every_file_and_folder_that_it_names_is_there()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Folder, "src"))
            .Concat(Directory.GetDirectories(Path.Combine(Repository.Folder, "tests")))
            .Select(f => (Name: Path.GetFileName(f).Replace("ServiceTracker.", "", StringComparison.Ordinal), Folder: f))
            .ToDictionary(p => p.Name, p => p.Folder);
        var inProject = Backticks().Matches(Text).Select(m => m.Groups[1].Value)
            .Where(n => n.Contains('/', StringComparison.Ordinal) && projects.ContainsKey(n.Split('/')[0])).ToList();
        var linked = Links().Matches(Text).Select(m => m.Groups[1].Value).ToList();

        Assert.True(inProject.Count > 20, $"{inProject.Count} places are named.");
        Assert.All(inProject, n => Assert.True(
            Exists(Path.Combine(projects[n.Split('/')[0]], n[(n.IndexOf('/', StringComparison.Ordinal) + 1)..])), n));
        Assert.All(linked, l => Assert.True(Exists(Path.Combine(Repository.Folder, l)), l));

        static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
    }

    [Fact]
    public void A_file_that_it_names_without_its_folder_is_there_once()
    {
        var files = Repository.Sources("src", "*.cs*").Select(f => Path.GetFileName(f)!).ToList();
        var named = Backticks().Matches(Text).Select(m => m.Groups[1].Value)
            .Where(n => n.EndsWith(".cs", StringComparison.Ordinal) && !n.Contains('/', StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, n => Assert.True(files.Count(f => f == n) == 1, n));
    }

    [GeneratedRegex("`([^`\\n]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Links();
}
