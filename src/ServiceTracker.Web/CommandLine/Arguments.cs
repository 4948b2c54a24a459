namespace ServiceTracker.Web.CommandLine;

/// <summary>A command was called in a way it does not understand.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>
/// The arguments of a verb, in any order: words; its options, <c>--name value</c> or <c>--name=value</c>; its flags, <c>--flag</c> or
/// <c>--flag=false</c>; and settings of the program, in both spellings too.
/// </summary>
public sealed class Arguments
{
    private readonly List<string> words = [];
    private readonly List<string> configuration = [];
    private readonly Dictionary<string, List<string>> given = [];

    /// <exception cref="UsageException">One is neither a setting nor an option of the verb, lacks its value, or is there twice.</exception>
    public Arguments(IReadOnlyList<string> args, IReadOnlyCollection<VerbOption> options)
    {
        ArgumentNullException.ThrowIfNull(args);
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsOption(args[i]))
            {
                words.Add(args[i]);
                continue;
            }

            var (name, value) = Split(args[i]);
            var option = options.FirstOrDefault(o => o.Name == name);
            // The value may be a secret, and is not repeated.
            if (option is null && !Settings.Has(name)) throw new UsageException($"“{name}” is not understood.");
            if (value is null && option is not { IsFlag: true })
                value = i + 1 < args.Count && !IsOption(args[i + 1]) ? args[++i] : throw NoValue(name);
            if (option is null) configuration.Add($"{name}={value}");
            else Give(option, value);
        }
    }

    /// <summary>Settings of the program itself, as <c>--Name=value</c>.</summary>
    public IReadOnlyList<string> Configuration => configuration;

    /// <summary>Which arguments are words, neither options nor their values, as far as can be told before the verb is known.</summary>
    /// <param name="args">All arguments.</param>
    /// <param name="options">The options of all verbs.</param>
    public static List<int> PlacesOfWords(IReadOnlyList<string> args, IReadOnlyCollection<VerbOption> options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var places = new List<int>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsOption(args[i])) places.Add(i);
            else if (Split(args[i]) is (var name, null) && (Settings.Has(name) || options.Any(o => o.Name == name && !o.IsFlag))) i++;
        }

        return places;
    }

    /// <summary>The value of an option, or null without it.</summary>
    public string? Option(string name) => given.Remove(name, out var values) ? values[0] : null;

    /// <summary>The value of an option that has to be there.</summary>
    public string Required(string name) => Option(name) ?? throw new UsageException($"{name} is missing.");

    /// <summary>All values of an option that may be given more than once.</summary>
    public List<string> Options(string name) => given.Remove(name, out var values) ? values : [];

    /// <summary>Whether a flag is given.</summary>
    public bool Flag(string name) => Option(name) is { } value && bool.Parse(value);

    /// <summary>The next word.</summary>
    /// <param name="what">What it stands for, for whoever left it out.</param>
    public string Word(string what)
    {
        if (words.Count == 0) throw new UsageException($"{what} is missing.");
        var word = words[0];
        words.RemoveAt(0);
        return word;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    /// <param name="instead">What to say where the words may hold a secret.</param>
    public void NoMore(string? instead = null)
    {
        if ((given.Keys.FirstOrDefault() ?? words.FirstOrDefault()) is { } left)
            throw new UsageException(instead ?? $"“{left}” is not understood.");
    }

    private void Give(VerbOption option, string? value)
    {
        if (option.IsFlag)
        {
            if (!bool.TryParse(value ?? bool.TrueString, out var isGiven))
                throw new UsageException($"{option.Name} is true or false, or stands alone.");
            value = isGiven.ToString();
        }

        if (string.IsNullOrEmpty(value)) throw NoValue(option.Name);
        if (!given.TryGetValue(option.Name, out var values)) given[option.Name] = [value];
        else if (option.Repeats) values.Add(value);
        else throw new UsageException($"{option.Name} is given twice.");
    }

    private static UsageException NoValue(string name) => new($"{name} needs a value; one that begins with a dash is written {name}=…");

    private static bool IsOption(string argument) => argument.Length > 1 && argument[0] == '-';

    private static (string Name, string? Value) Split(string option)
    {
        var at = option.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (option, null) : (option[..at], option[(at + 1)..]);
    }
}
