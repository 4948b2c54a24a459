using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using ServiceTracker.Application;
using ServiceTracker.Web.Http;

namespace ServiceTracker.Web.Api;

/// <summary>
/// What a call takes in its path and query, as the parameters of its handler declare it. A name that is none of them, and every value that
/// cannot be read, is refused before the handler is called, all of them at once.
/// </summary>
public sealed class CallShape
{
    private readonly Dictionary<string, Type> query;
    private readonly (string Name, int Segment)[] codes;
    private readonly int segments;

    private CallShape(Dictionary<string, Type> query, (string, int)[] codes, int segments) =>
        (this.query, this.codes, this.segments) = (query, codes, segments);

    /// <summary>Adds its shape to each call that is mapped.</summary>
    public static void Describe(EndpointBuilder call)
    {
        if (call is not RouteEndpointBuilder route || call.Metadata.OfType<MethodInfo>().FirstOrDefault() is not { } handler) return;
        var inPath = route.RoutePattern.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var query = handler.GetParameters().Where(p => !inPath.Contains(p.Name!))
            .Select(p => (p.Name, Type: Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType))
            .Where(p =>
                p.Type == typeof(string) || p.Type == typeof(string[]) || (p.Type.IsValueType && p.Type != typeof(CancellationToken)))
            .ToDictionary(p => p.Name!, p => p.Type, StringComparer.Ordinal);
        var codes = handler.GetParameters().Where(p => p.ParameterType == typeof(PathCode))
            .Select(p =>
                (p.Name!, route.RoutePattern.PathSegments.ToList()
                    .FindIndex(s => s.Parts is [RoutePatternParameterPart part] && part.Name == p.Name))).ToArray();
        call.Metadata.Add(new CallShape(query, codes, route.RoutePattern.PathSegments.Count));
    }

    /// <summary>What is wrong with a query.</summary>
    public List<FieldError> Check(IQueryCollection given)
    {
        var errors = new List<FieldError>();
        foreach (var (name, values) in given)
        {
            var text = values.ToString();
            if (!query.TryGetValue(name, out var type))
                errors.Add(new(
                    "$." + name, "unknown_parameter",
                    query.Count == 0
                        ? "This call takes no parameters."
                        : $"There is no such parameter here; there are {string.Join(", ", query.Keys)}."));
            else if (values.Count > 1 && type != typeof(string[])) errors.Add(new("$." + name, FieldError.Invalid, "Give it once."));
            else if (!StorableText.IsStorable(text)) errors.Add(new("$." + name, FieldError.Invalid, StorableText.Refusal));
            else if (text.Length == 0 || type == typeof(string)) continue;
            else if (type == typeof(DateOnly))
            {
                if (!Dates.TryParse(text, out _)) errors.Add(new("$." + name, FieldError.Invalid, Dates.Needed));
            }
            else if (Wish(type, text) is { } wish) errors.Add(new("$." + name, FieldError.Invalid, wish));
        }

        return errors;
    }

    /// <summary>
    /// Puts the codes of a path in place as they were sent, decoded once. The server decodes a path but for its slashes, after which %2F
    /// and %252F are the same.
    /// </summary>
    /// <returns>False where the path holds what is no UTF-8, or is not the one that was routed: then nobody knows which code is
    /// meant.</returns>
    public bool KeepCodes(HttpContext context)
    {
        if (codes.Length == 0) return true;
        if (SentPaths.Segments(context.SentPath()) is not { } sent || sent.Count != segments) return false;
        foreach (var (name, segment) in codes) context.Request.RouteValues[name] = sent[segment];
        return true;
    }

    private static string? Wish(Type type, string text) =>
        type == typeof(int) && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? "A whole number is needed."
        : type == typeof(bool) && !bool.TryParse(text, out _) ? "true or false."
        : type == typeof(Guid) && !Guid.TryParse(text, out _) ? "An id is needed, such as 01920000-0000-7000-8000-000000000000."
        : null;
}

/// <summary>Holds each call to its <see cref="CallShape"/>.</summary>
public sealed class CallShapes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CallShape>() is not { } shape) return next(context);
        if (context.SentPath().Contains("%00", StringComparison.Ordinal) || !shape.KeepCodes(context))
            return Problems.Of(
                StatusCodes.Status400BadRequest, "malformed", "The path cannot be read.",
                $"Escape codes in it as UTF-8. {StorableText.Refusal}").ExecuteAsync(context);
        if (context.Request.QueryString.HasValue && shape.Check(context.Request.Query) is { Count: > 0 } errors)
            return Problems.Validation(errors).ExecuteAsync(context);
        return next(context);
    }
}
