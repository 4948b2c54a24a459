namespace ServiceTracker.Web.CommandLine;

/// <summary>An option of a verb. Of one name it takes a value with every verb that has it, or with none.</summary>
/// <param name="Name">With its dashes, such as <c>--site</c>.</param>
/// <param name="Value">Its value as the text of usage has it; empty for a flag, which is there or not.</param>
/// <param name="About">What it says.</param>
public sealed record VerbOption(string Name, string Value, string About)
{
    /// <summary>The verb does nothing without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>It may be given more than once.</summary>
    public bool Repeats { get; init; }

    /// <summary>It has no value but true and false, and is true where neither is written.</summary>
    public bool IsFlag => Value.Length == 0;

    /// <summary>As it is written.</summary>
    public string Written => IsFlag ? Name : $"{Name} {Value}";

    /// <summary>As the text of usage has it.</summary>
    public string Usage => (IsRequired ? Written : $"[{Written}]") + (Repeats ? "…" : "");
}
