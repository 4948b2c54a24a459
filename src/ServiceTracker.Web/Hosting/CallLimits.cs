namespace ServiceTracker.Web.Hosting;

/// <summary>How many calls of the API one caller may make in a minute; the settings under <c>Api:CallsPerMinute</c>.</summary>
public sealed record CallLimits
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Api:CallsPerMinute";

    /// <summary>Of one token: more than a server answers, so that nobody meets it who does not ask without end.</summary>
    public int Token { get; init; } = 1_000_000;

    /// <summary>Of one network address without a token that is known: whoever guesses, or has forgotten theirs.</summary>
    public int Address { get; init; } = 60_000;

    /// <summary>Of tokens that are to have less, or more, by their names.</summary>
    public Dictionary<string, int> Tokens { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The limits of a configuration.</summary>
    /// <exception cref="InvalidOperationException">One is no number above 0.</exception>
    public static CallLimits Of(IConfiguration configuration)
    {
        var limits = configuration.GetSection(Section).Get<CallLimits>() ?? new CallLimits();
        if (limits.Token < 1 || limits.Address < 1 || limits.Tokens.Values.Any(v => v < 1))
            throw new InvalidOperationException($"{Section} needs numbers above 0.");
        return limits;
    }
}
