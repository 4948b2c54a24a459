namespace ServiceTracker.Web.CommandLine;

/// <summary>A command was called in a way it does not understand.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>
/// The arguments after a verb: words, <c>--name value</c>, <c>--flag</c>. Everything else that looks like <c>--Name=value</c> is configuration.
/// </summary>
public sealed class Arguments
{
    private readonly List<string> rest;

    public Arguments(string[] args)
    {
        Configuration = [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a.Contains('=', StringComparison.Ordinal))];
        rest = [.. args.Except(Configuration)];
    }

    /// <summary>Settings of the program itself.</summary>
    public IReadOnlyList<string> Configuration { get; }

    /// <summary>The value after an option, or null without it.</summary>
    public string? Option(string name)
    {
        var at = rest.IndexOf(name);
        if (at < 0) return null;
        if (at + 1 >= rest.Count) throw new UsageException($"{name} needs a value.");
        var value = rest[at + 1];
        rest.RemoveRange(at, 2);
        return value;
    }

    /// <summary>The value after an option that has to be there.</summary>
    public string Required(string name) => Option(name) ?? throw new UsageException($"{name} is missing.");

    /// <summary>All values of an option that may be given more than once.</summary>
    public List<string> Options(string name)
    {
        var values = new List<string>();
        while (Option(name) is { } value) values.Add(value);
        return values;
    }

    /// <summary>Whether a flag is given.</summary>
    public bool Flag(string name) => rest.Remove(name);

    /// <summary>The next word that is no option. Ask for options first.</summary>
    public string Word(string what)
    {
        var word = rest.Find(a => !a.StartsWith('-')) ?? throw new UsageException($"{what} is missing.");
        rest.Remove(word);
        return word;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    /// <param name="instead">What to say where the words may hold a secret.</param>
    public void NoMore(string? instead = null)
    {
        if (rest.Count > 0) throw new UsageException(instead ?? $"“{rest[0]}” is not understood.");
    }
}
