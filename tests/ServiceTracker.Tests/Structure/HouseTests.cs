using System.Text.RegularExpressions;

namespace ServiceTracker.Tests.Structure;

/// <summary>The order of the house: what is looked for stands where its name says, and no two folders lean on each other.</summary>
public sealed partial class HouseTests
{
    private const int MostLines = 300;

    // One in so many may stand beside its only user, such as an enum or a small record.
    private const int OneIn = 12;

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        Assert.DoesNotContain(Sources().Select(f => (f.Name, Lines: f.Text.Count(c => c == '\n'))), f => f.Lines > MostLines);

    [Fact]
    public void Eleven_types_of_twelve_or_more_stand_in_the_file_of_their_name()
    {
        var types = Sources().SelectMany(f => TypesOf(f.Text).Select(t => (f.Name, Type: t))).ToList();
        Assert.NotEmpty(types);
        var elsewhere = types.Where(t => !IsNamedAfter(Path.GetFileName(t.Name), t.Type)).Select(t => $"{t.Name}: {t.Type}").ToList();
        Assert.True(
            elsewhere.Count * OneIn <= types.Count,
            $"{elsewhere.Count} of {types.Count} types stand in a file of another name:\n{string.Join('\n', elsewhere)}");
    }

    [Theory, InlineData("Statistics"), InlineData("Domain"), InlineData("Application"), InlineData("Infrastructure"), InlineData("Web")]
    public void No_folder_of_a_project_leans_on_one_that_leans_on_it(string project)
    {
        var leans = Leanings(project);
        Assert.Empty(leans.Where(l => Reached(l.To, leans).Contains(l.From)).Select(l => $"{l.From} uses {l.Type} of {l.To} in {l.File}"));
    }

    [Fact]
    public void What_stands_in_the_yard_for_speed_is_in_its_decision_with_a_benchmark_that_there_is()
    {
        string[] rooms = ["Web/FastLane/", "Application/Interactions/Writing/", "Infrastructure/Persistence/Bulk/"];
        var benchmarks = BenchmarkNames()
            .Matches(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "ServiceTracker.Benchmarks", "Program.cs")))
            .Select(m => m.Groups[1].Value).ToList();
        var told = File.ReadLines(Path.Combine(Repository.Folder, "docs", "decisions", "0024-a-yard-for-speed.md"))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Where(c => c.Length == 6 && c[1].StartsWith('`'))
            .Select(c => (Files: InBackticks(c[1]), Benchmarks: InBackticks(c[3]))).ToList();
        Assert.All(told, t => Assert.NotEmpty(t.Benchmarks));
        Assert.Empty(told.SelectMany(t => t.Benchmarks).Except(benchmarks));
        var standing = Sources().Where(f => rooms.Any(r => f.Name.StartsWith("src/ServiceTracker." + r, StringComparison.Ordinal)))
            .Select(f => Path.GetFileNameWithoutExtension(f.Name));
        Assert.Equal(standing.Order(), told.SelectMany(t => t.Files).Order());

        static List<string> InBackticks(string cell) => [.. Backticks().Matches(cell).Select(m => m.Groups[1].Value)];
    }

    // What a file of one folder uses of another one: both its namespace and the type are named.
    private static List<(string From, string To, string Type, string File)> Leanings(string project)
    {
        var root = $"src/ServiceTracker.{project}/";
        var files = Sources().Where(f => f.Name.StartsWith(root, StringComparison.Ordinal))
            .Select(f => (f.Name, Folder: FolderOf(f.Name[root.Length..]), Text: Comments().Replace(f.Text, ""))).ToList();
        var homes = files.SelectMany(f => TypesOf(f.Text).Select(t => (Type: t, f.Folder))).Distinct()
            .GroupBy(t => t.Type).Where(t => t.Count() == 1).ToDictionary(t => t.Key, t => t.Single().Folder);
        var leans = new List<(string, string, string, string)>();
        foreach (var (name, folder, text) in files.Where(f => f.Folder.Length > 0))
        {
            var used = Regex.Matches(text, $@"^using ServiceTracker\.{project}\.(\w+)", RegexOptions.Multiline)
                .Select(m => m.Groups[1].Value).ToHashSet();
            foreach (var type in Names().Matches(text).Select(m => m.Value).Distinct())
            {
                if (homes.TryGetValue(type, out var home) && home != folder && used.Contains(home)) leans.Add((folder, home, type, name));
            }
        }

        return leans;
    }

    private static HashSet<string> Reached(string from, List<(string From, string To, string Type, string File)> leans)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>([from]);
        while (next.TryPop(out var folder))
        {
            if (!reached.Add(folder)) continue;
            foreach (var lean in leans.Where(l => l.From == folder)) next.Push(lean.To);
        }

        return reached;
    }

    private static IEnumerable<(string Name, string Text)> Sources() =>
        Repository.Sources("src")
            .Select(f => (Name: Path.GetRelativePath(Repository.Folder, f).Replace('\\', '/'), File: f))
            .Where(f => !f.Name.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (f.Name, File.ReadAllText(f.File)));

    private static string FolderOf(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end and > 0 ? path[..end] : "";

    private static IEnumerable<string> TypesOf(string text) => Types().Matches(text).Select(m => m.Groups[1].Value);

    // ChangeDetector.State.cs is a part of ChangeDetector, List.cshtml.cs holds the ListModel of the page List.
    private static bool IsNamedAfter(string file, string type) =>
        file.StartsWith(type + ".", StringComparison.Ordinal) || file.Replace(".cshtml.cs", "Model", StringComparison.Ordinal) == type;

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial) )*" +
        @"(?:record struct|record|class|struct|enum|interface) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex("new\\(\"(\\w+)\",")]
    private static partial Regex BenchmarkNames();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();

    // Neither a member of something nor the name of a property that is being declared.
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*\b(?! =>)")]
    private static partial Regex Names();
}
