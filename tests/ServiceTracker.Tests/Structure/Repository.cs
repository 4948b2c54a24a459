namespace ServiceTracker.Tests.Structure;

/// <summary>The sources from which this was built.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Folder { get; } = Find();

    /// <summary>All C# files below a folder, build output left out.</summary>
    public static IEnumerable<string> Sources(string under, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Path.Combine(Folder, under), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(s => s is "obj" or "bin"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ServiceTracker.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below the solution.");
    }
}
