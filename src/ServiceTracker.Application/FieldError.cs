using FluentValidation.Results;

namespace ServiceTracker.Application;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Path">JSON path of the field, such as <c>$.observations.greeted</c>.</param>
/// <param name="Code">Stable reason, such as <c>required</c> or <c>unknown_reference</c>.</param>
/// <param name="Message">What to do about it, in plain words.</param>
public sealed record FieldError(string Path, string Code, string Message)
{
    /// <summary>A code, number or name that nothing in the organisation has.</summary>
    public const string UnknownReference = "unknown_reference";

    /// <summary>Something that has to be there is not.</summary>
    public const string Required = "required";

    /// <summary>Present, but not a value that is possible here.</summary>
    public const string Invalid = "invalid";

    /// <summary>Where a page of a list is to begin behind something that the list never gave.</summary>
    public static readonly FieldError NotACursor = new("$.after", Invalid, "Not a cursor of this list; use the path given as next.");

    /// <summary>The errors of a validator, with property names turned into JSON paths.</summary>
    public static List<FieldError> From(ValidationResult result) =>
        [.. result.Errors.Select(e => new FieldError(JsonPath(e.PropertyName), CodeOf(e.ErrorCode), e.ErrorMessage))];

    private static string JsonPath(string property) =>
        "$." + string.Join('.', property.Split('.').Select(p => p.Length == 0 ? p : char.ToLowerInvariant(p[0]) + p[1..]));

    private static string CodeOf(string validator) =>
        validator is "NotEmptyValidator" or "NotNullValidator" ? Required
        : validator.EndsWith("Validator", StringComparison.Ordinal) ? Invalid
        : validator;
}
