namespace ServiceTracker.Tests.Requests;

/// <summary>Chooses, the same each time for the same seed, among what is odd.</summary>
public sealed class Dice(Random random)
{
    public static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"];

    /// <summary>As numbers stand in paths, queries and forms.</summary>
    public static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "3", "4.5", "1,5", "1e3", "1e999", "NaN", "2147483647", "2147483648", "-2147483648", "9223372036854775808",
        "999999999999999999999", "0x10", " 1 ", "\u0661", "79228162514264337593543950335", "1e-999",
    ];

    public static readonly string[] Times =
    [
        "0001-01-01", "9999-12-31", "2026-02-29", "2028-02-29", "2026-13-01", "2026-11-31", "01/12/2026", "2026-11", "20261120",
        "2026-W47-5", "2026-11-20T10:00:00", "2026-11-20T10:00Z",
        "2026-11-20T24:00:00Z", "2026-12-31T23:59:60Z", "2026-11-20T10:00:00.123456789Z", "2026-11-20t10:00:00z",
        "2026-11-20T10:00:00+14:00", "2026-11-20T10:00:00-23:59",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-03-29T01:30:00+00:00", "+2026-11-20", "-0001-01-01",
        "2026-11-20 10:00:00Z", "\u0662\u0660\u0662\u0666-11-20",
        "2026-W47", "2026-W00", "2026-W54", "2027-W53", "0001-W01", "9999-W52", "9999-W53", "0000-W01", "24:00", "23:59:59.9999999",
        "2026-11-20", "2026-11-19", "2020-01-01",
    ];

    /// <summary>Bytes and escapes that are no text, or none that is kept.</summary>
    public static readonly byte[][] Bytes =
    [
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82], [0], "\\ud800"u8.ToArray(),
        "\\udc00\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "x\\ud83d\\ude00"u8.ToArray(),
    ];

    /// <summary>What stands in place of a JSON value and may be none.</summary>
    public static readonly string[] Tokens =
    [
        "1e999", "-1e999", "NaN", "Infinity", "01", "0x1", "1e-999", "1.7976931348623157e308", "9223372036854775808", "-0", "tru", "'x'",
        "{", "[", "", "//", "\"\\x\"", "123456789012345678901234567890.5",
    ];

    /// <summary>Percent escapes in which a path, query or form may be wrong.</summary>
    public static readonly string[] Escapes =
    [
        "%00", "%ff", "%ed%a0%80", "%c0%af", "%", "%zz", "%2F", "a%2Fb", "a%252Fb", "a%00b", "%0d%0a", "..", "%2e%2e", "%20", "+", "a/b",
        "a;b", "%E2%80%8B", "%F0%9F%98%80", "%u0041",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "a\0b", "\u001b[31m", "\r\n", "=1+1", "'; DROP TABLE site; --",
        "<script>alert(1)</script>", "../../etc/passwd", "%2F", "a/b", "a%00b", "{{7*7}}", "${x}", "{0}", "%s%n",
        "\u202Eedoc", "\u0639\u0631\u0628\u064A", "e\u0301", "\u00E9", "\U0001F600", "\uFEFFx", "\u200B", "null", "NaN", "-", "0", "-1",
        "1e999", "true", "on", "*", "all_met", "[]", "$.x", "a.b['c']", "x\u0085y",
        "\uFFFD", "\uFFFF", "I\u0307", "\u0130", "\u00DF", "a b", "harbour ", "HARBOUR", "\"", "\\", "a,b", "a;b", "2026-W47",
    ];

    public bool Chance(double share) => random.NextDouble() < share;

    public int Next(int below) => random.Next(below);

    public T Of<T>(IReadOnlyList<T> some) => some[random.Next(some.Count)];

    public string Text() => random.Next(24) switch
    {
        0 => new string('x', 64 << 10),
        1 => new string(Of(['\u4E2D', 'x', '\u00E9']), Of([49, 50, 51, 99, 100, 101, 199, 200, 201, 1000, 2000, 2001, 4000])),
        2 => string.Concat(Enumerable.Repeat("\U0001F600", Of([50, 100, 101, 127, 128]))) + "x",
        3 => "x" + string.Concat(Enumerable.Repeat("\U0001F600", 130)),
        4 => Of(Times),
        5 => Of(Numbers),
        _ => Of(Texts),
    };

    /// <summary>A text without what ends a header, and in characters of one byte.</summary>
    public string HeaderText() => new([.. Text().Where(c => c is >= ' ' and < '\u007F').Take(2000)]);

    /// <summary>Headers that have nothing to do with what is asked.</summary>
    public IEnumerable<(string Name, string Value)> Headers()
    {
        if (Chance(0.15))
            yield return (
                "Accept",
                Of(["text/html", "text/html,application/xhtml+xml,*/*;q=0.8", "text/csv", "application/xml", "*/*;q=0",
                    "application/json;q=0.1", "garbage", "", "application/problem+json"]));
        if (Chance(0.05)) yield return ("If-None-Match", Of(["*", "\"1\"", "W/\"1\"", "x", "", "\"1\", \"2\", W/\"3\""]));
        if (Chance(0.05)) yield return ("If-Match", Of(["*", "\"1\"", "W/\"1\"", "x", "", "\"99999999999\""]));
        if (Chance(0.03))
            yield return (
                Of(["If-Modified-Since", "If-Unmodified-Since", "If-Range", "Date"]),
                Of(["Fri, 20 Nov 2026 12:00:00 GMT", "yesterday", "\"1\"", "0"]));
        if (Chance(0.05))
            yield return (
                "Range", Of(["bytes=0-1", "bytes=-1", "bytes=5-1", "bytes=0-0,2-3", "bytes=99999999999999999999-", "rows=1", ""]));
        if (Chance(0.05)) yield return ("Accept-Encoding", Of(["br", "gzip", "identity;q=0", "nonsense", "*", "gzip;q=2"]));
        if (Chance(0.03)) yield return ("Accept-Language", Of(["ar", "tr-TR", "xx-invalid-language-tag-that-is-long", "*", "en;q=9"]));
        if (Chance(0.03)) yield return ("Content-Encoding", Of(["gzip", "br", "nonsense"]));
        if (Chance(0.03))
            yield return (
                "Cookie",
                Of(["servicetracker=CfDJ8garbage", "servicetracker-form=x; servicetracker-notice=%00; servicetracker=chunks-9999",
                    "servicetracker=chunks-2; servicetrackerC1=a", "=; ;;,", "servicetracker-notice=CfDJ8", new string('c', 3000)]));
        if (Chance(0.02)) yield return ("Host", Of(["evil.example", "localhost:99999", "[::1]", "a b", "x/y", "", "127.0.0.1:"]));
        if (Chance(0.03))
            yield return (
                Of(["X-Forwarded-For", "X-Forwarded-Proto", "X-HTTP-Method-Override", "Origin", "Referer", "Expect", "Upgrade",
                    "X-Requested-With", "traceparent", "baggage"]),
            Of(["1.2.3.4", "https", "DELETE", "null", "100-continue", "h2c", "00-00000000000000000000000000000000-0000000000000000-00",
                HeaderText()]));
        if (Chance(0.01)) yield return ("X-Long", new string('h', 20_000));
    }
}
