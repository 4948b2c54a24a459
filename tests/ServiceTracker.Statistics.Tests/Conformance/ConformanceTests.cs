using System.Text.Json;

namespace ServiceTracker.Statistics.Tests.Conformance;

/// <summary>
/// The statistics against golden cases computed by reference software. The cases are every *.json below the folder that the environment
/// variable CONFORMANCE_DIR names, or else the project's own copies.
/// </summary>
public class ConformanceTests
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("CONFORMANCE_DIR") is { Length: > 0 } folder
        ? folder
        : Path.Combine(AppContext.BaseDirectory, "Conformance", "own");

    public static IEnumerable<TheoryDataRow<string>> Cases => Directory
        .EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file))
        .Order(StringComparer.Ordinal)
        .Select(file => new TheoryDataRow<string>(file) { TestDisplayName = $"Golden case {IdOf(file)}" });

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_statistics_agree_with_the_reference(string file)
    {
        var golden = GoldenCase.Parse(File.ReadAllText(Path.Combine(Folder, file)));

        var differences = GoldenComparison.Differences(golden, GoldenKinds.Compute(golden));

        Assert.True(
            differences.Count == 0,
            $"{golden.Id} ({golden.Kind}): {differences.Count} differences\n{string.Join('\n', differences.Take(20))}");
    }

    // A file that is no case must fail as a test, so it has to get a name here.
    private static string IdOf(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
            return document.RootElement.GetProperty("id").GetString() ?? file;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return file;
        }
    }
}
