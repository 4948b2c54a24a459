using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Requests;

/// <summary>
/// Requests made from the pages there are: every route and handler with its parameters, and every field that its form binds, each with what
/// it may hold or with something odd.
/// </summary>
public sealed class PageRequests
{
    private const string Boundary = "st-boundary";

    private readonly IReadOnlyList<Page> pages;
    private readonly int callers;
    private readonly IReadOnlyDictionary<string, string[]> known;

    private PageRequests(IReadOnlyList<Page> pages, int callers, IReadOnlyDictionary<string, string[]> known) =>
        (this.pages, this.callers, this.known) = (pages, callers, known);

    // A field by its name in a form; what it takes decides what is odd for it.
    private sealed record Field(string Name, Type Type);

    private sealed record Handler(string Method, string? Name, IReadOnlyList<Field> Parameters);

    private sealed record Page(string Route, IReadOnlyList<Handler> Handlers, IReadOnlyList<Field> InQuery, IReadOnlyList<Field> InForm);

    /// <summary>Reads the pages of a program.</summary>
    /// <param name="app">The program.</param>
    /// <param name="callers">How many callers there are; the first may do everything.</param>
    /// <param name="known">What a field may hold, by the last part of its name in lower case.</param>
    public static async Task<PageRequests> OfAsync(TestApp app, int callers, IReadOnlyDictionary<string, string[]> known)
    {
        var loader = app.Services.GetRequiredService<PageLoader>();
        var pages = new List<Page>();
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } described) continue;
            var page = await loader.LoadAsync(described, endpoint.Metadata);
            var bound = page.BoundProperties.OfType<PageBoundPropertyDescriptor>().ToList();
            pages.Add(new Page(
                "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                [.. page.HandlerMethods.Where(h => Dice.Methods.Contains(h.HttpMethod.ToUpperInvariant()))
                    .Select(h =>
                        new Handler(
                            h.HttpMethod.ToUpperInvariant(), h.Name,
                            [.. h.Parameters.Where(p => p.ParameterType != typeof(CancellationToken))
                                .Select(p => new Field(p.Name, p.ParameterType))]))],
                [.. bound.Where(b => b.Property.GetCustomAttribute<Microsoft.AspNetCore.Mvc.BindPropertyAttribute>()?.SupportsGet == true)
                    .SelectMany(b => FieldsOf(NameOf(b), b.ParameterType))],
                [.. bound.SelectMany(b => FieldsOf(NameOf(b), b.ParameterType))]));
        }

        return new PageRequests(pages, callers, known);
    }

    /// <summary>The routes there are.</summary>
    public IEnumerable<string> Routes => pages.Select(p => p.Route);

    /// <summary>Makes the next one.</summary>
    public GeneratedRequest Make(Dice dice)
    {
        var page = dice.Of(pages);
        var handler = page.Handlers.Count > 0 ? dice.Of(page.Handlers) : new Handler("GET", null, []);
        var method = dice.Chance(0.06) ? dice.Of(Dice.Methods) : handler.Method;
        var caller = dice.Chance(0.6) ? 0 : dice.Next(callers);
        var query = handler.Parameters.Concat(page.InQuery).Where(_ => dice.Chance(0.5))
            .Select(f => (f.Name, Value: Value(dice, f))).ToList();
        if (handler.Name is not null && !dice.Chance(0.05)) query.Add(("handler", handler.Name));
        if (dice.Chance(0.1))
            query.Add(dice.Of(
                [("handler", "nothing"), ("handler", ""), ("page", "-1"), ("nothing", "1"), ("%ff", "1"), ("a%00b", "1"), ("", ""),
                ("x", new string('y', 3000)), ("after", "%00"), ("Input.Name", "x"), ("culture", "tr")]));
        if (dice.Chance(0.05) && query.Count > 0) query.Add(dice.Of(query));
        var headers = new List<(string, string)>();
        var body = method is "POST" or "PUT" or "PATCH" || dice.Chance(0.02) ? Body(dice, page, handler, headers) : null;
        headers.AddRange(dice.Headers());
        return new GeneratedRequest(
            caller, method, Path(dice, page) + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(q => $"{q.Name}={q.Value}"))),
            headers, body)
        {
            Framing = dice.Chance(0.95) ? Framing.Length : dice.Of(Enum.GetValues<Framing>()),
            HasFormToken = !dice.Chance(0.15),
        };
    }

    private string Path(Dice dice, Page page)
    {
        var path = page.Route;
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = path.IndexOf('}', StringComparison.Ordinal);
            var some = known[path[..start].ToLowerInvariant()];
            var value = dice.Next(5) switch
            {
                0 => dice.Of(Dice.Escapes),
                1 => Uri.EscapeDataString(dice.Of(Dice.Numbers)),
                _ => dice.Of(some),
            };
            path = path[..start] + value + path[(end + 1)..];
        }

        return path;
    }

    private byte[] Body(Dice dice, Page page, Handler handler, List<(string, string)> headers)
    {
        var fields = page.InForm.Concat(handler.Parameters).Where(_ => dice.Chance(0.85)).ToList();
        var files = fields.Exists(f => f.Type == typeof(IFormFile)) ? 0.95 : 0.1;
        if (dice.Chance(0.05))
            fields.Add(new(
                dice.Of(
                    ["Input", "Input.", "Input[0]", "Input.Nothing", "Input.Expectations[999999999].Code", "Input.Expectations.Index",
                    "Input.Expectations[x].Code", "[0]", "", "handler", "Filter.Site", new string('k', 3000)]), typeof(string)));
        if (dice.Chance(0.05) && fields.Count > 0) fields.Add(dice.Of(fields));
        if (dice.Chance(0.01)) fields.AddRange(Enumerable.Repeat(new Field("Input.Kinds", typeof(string)), 1100));
        var isMultipart = dice.Chance(files);
        var type = isMultipart ? $"multipart/form-data; boundary={Boundary}" : "application/x-www-form-urlencoded";
        headers.Add(("Content-Type", dice.Chance(0.06)
            ? dice.Of(
                ["text/plain", "application/json", "", "multipart/form-data", "multipart/form-data; boundary=" + new string('b', 200),
                "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=utf-7",
                "application/x-www-form-urlencoded; charset=nonsense", "nonsense"]) : type));
        var bytes = isMultipart
            ? Multipart(dice, fields)
            : Encoding.ASCII.GetBytes(string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Value(dice, f)}")));
        return dice.Chance(0.04) ? bytes[..dice.Next(bytes.Length + 1)] : bytes;
    }

    private byte[] Multipart(Dice dice, List<Field> fields)
    {
        var body = new List<byte>();
        foreach (var field in fields)
        {
            var named = field.Type == typeof(IFormFile) && !dice.Chance(0.05)
                ? dice.Of([
                    "; filename=\"a.csv\"", "; filename=\"a\0b.csv\"", "; filename=\"..\\\\..\\\\a.csv\"", "; filename=\"../../a.csv\"",
                    "; filename=\"a\\\"b.csv\"", "; filename=\"\"", "; filename*=UTF-8''%00a.csv",
                    "; filename*=UTF-8''%ED%A0%80.csv", "; filename*=nonsense''x", "; filename=\"=?utf-8?B?AGEA?=\"",
                    $"; filename=\"{new string('n', 5000)}\"", "; filename=\"\u202Evsc.exe\"", "; filename=\"CON\"",
                    $"; filename=\"{new string('n', 198)}\U0001F600.csv\"", $"; filename=\"{new string('n', 199)}\U0001F600.csv\"",
                    "; filename=\"\uFFFF\"", "; filename",
                ]) : "";
            body.AddRange(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{field.Name}\"{named}\r\n"));
            if (dice.Chance(0.05))
                body.AddRange(Encoding.UTF8
                    .GetBytes(dice.Of(
                        ["Content-Type: text/plain; charset=utf-16\r\n", "Content-Type: text/plain; charset=utf-7\r\n",
                        "Content-Type: nonsense\r\n", "Content-Transfer-Encoding: base64\r\n", $"X: {new string('x', 20_000)}\r\n"])));
            body.AddRange("\r\n"u8);
            body.AddRange(
                field.Type == typeof(IFormFile) ? File(dice) : dice.Chance(0.05)
                    ? dice.Of(Dice.Bytes) : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Value(dice, field))));
            body.AddRange("\r\n"u8);
        }

        body.AddRange(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return [.. body];
    }

    private static byte[] File(Dice dice)
    {
        const string header =
            "external_id,occurred_at,site,channel,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else,comment\r\n";
        return dice.Next(8) switch
        {
            0 => [],
            1 => dice.Of(Dice.Bytes),
            2 => [.. Encoding.UTF8.GetBytes(header), .. dice.Of(Dice.Bytes)],
            3 => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0],
            4 => Encoding.Unicode.GetBytes(header),
            5 => Encoding.UTF8.GetBytes(header.Replace("comment", dice.Text(), StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(
                $"{header}{dice.Text()},{(dice.Chance(0.5) ? "2026-11-20T10:00:00Z" : dice.Of(Dice.Times))},harbour,counter,met,met," +
                $"{(dice.Chance(0.5) ? "42" : dice.Of(Dice.Numbers))},met,{dice.Text()}\r\n"),
        };
    }

    // As it stands in a query or a form.
    private string Value(Dice dice, Field field)
    {
        if (dice.Chance(0.03)) return dice.Of(Dice.Escapes);
        var last = field.Name[(field.Name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        if (last.IndexOf('[', StringComparison.Ordinal) is > 0 and var index) last = last[..index];
        if (dice.Chance(0.75) && known.TryGetValue(last, out var some)) return Uri.EscapeDataString(dice.Of(some));
        var type = Nullable.GetUnderlyingType(field.Type) ?? field.Type;
        if (dice.Chance(0.1)) return Uri.EscapeDataString(dice.Text());
        return Uri.EscapeDataString(dice.Of(
            type == typeof(bool) ? ["true", "false", "on", "true,false", "1"]
            : type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(DateTime) ? dice.Chance(0.5)
            ? ["2026-11-20", "04:00", "2026-12-01"] : Dice.Times
            : type == typeof(Guid)
            ? ["0193485f-3c00-7a51-9c44-5d1e0a7f2b60", "00000000-0000-0000-0000-000000000000", "x",
                "{0193485f-3c00-7a51-9c44-5d1e0a7f2b60}"]
            : type == typeof(string) ? [dice.Text(), dice.Text(), "Some words"]
            : Dice.Numbers));
    }

    private static string NameOf(PageBoundPropertyDescriptor bound) => bound.BindingInfo?.BinderModelName ?? bound.Name;

    private static IEnumerable<Field> FieldsOf(string name, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain.IsValueType || plain == typeof(IFormFile)) return [new Field(name, type)];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            var item = type.GetGenericArguments()[0];
            return item == typeof(string) ? [new Field(name, item), new Field(name, item)] : FieldsOf($"{name}[0]", item)
                .Concat(FieldsOf($"{name}[1]", item));
        }

        return type.GetProperties().Where(p => p.SetMethod?.IsPublic == true).SelectMany(p => FieldsOf($"{name}.{p.Name}", p.PropertyType));
    }
}
