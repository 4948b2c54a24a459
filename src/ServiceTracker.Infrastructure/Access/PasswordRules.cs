using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>
/// Refuses passwords that stand at the top of every guesser's list. What is easy to guess counts as one character: common words, runs of
/// the alphabet, of digits or of neighbouring keys, repetitions, years, and words that belong to this person or this business. What then
/// is left has to be long enough. No kinds of characters are asked for.
/// </summary>
public sealed class PasswordRules(ServiceTrackerDb db) : IPasswordValidator<Account>
{
    /// <summary>Fewest characters of a password.</summary>
    public const int Shortest = 10;

    /// <summary>Most characters of a password: enough for sentences, and no work for the server.</summary>
    public const int Longest = 200;

    /// <summary>Fewest characters that are left when everything easy counts as one.</summary>
    private const int LeastLeft = 7;

    // Parts of this length and more are looked for; shorter ones are in everything.
    private const int ShortestOwn = 3, LongestPeriod = 4, ShortestRun = 3, ShortestWalk = 4;

    private static readonly string[] ProductWords = ["servicetracker", "service", "tracker"];

    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        if (password is null || new StringInfo(password).LengthInTextElements < Shortest)
            return Refuse(
                "PasswordTooShort",
                $"A password has at least {Shortest} characters. A few words that have nothing to do with one another are easy to " +
                "remember.");
        if (password.Length > Longest) return Refuse("PasswordTooLong", $"A password has at most {Longest} characters.");
        var sites = await db.Sites.Select(s => s.Code + " " + s.Name).ToListAsync();
        var own = sites.Append(user.Email ?? "").Append(user.DisplayName).SelectMany(Parts).Concat(ProductWords);
        return Left(password, own) >= LeastLeft ? IdentityResult.Success
            : Refuse(
                "PasswordTooEasy",
                "This is easy to guess: little more than common words, sequences, repetitions, a year, or names of yours or of this " +
                "business. "
                + "Take a few words that have nothing to do with one another.");
    }

    /// <summary>Number of characters that are left of a password when everything easy to guess in it counts as one.</summary>
    /// <param name="password">The password.</param>
    /// <param name="own">Words that belong to the person or the business.</param>
    public static int Left(string password, IEnumerable<string> own)
    {
        var lower = password.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var words = own.Select(w => Folded(w.ToLowerInvariant())).Where(w => w.Length >= ShortestOwn).Concat(CommonPasswords.Words)
            .Distinct().ToLookup(w => w[0]);
        // a1b2c3d4e5: two sequences between one another.
        var (even, odd) = (Every(lower, 0), Every(lower, 1));
        return Math.Min(LeftOf(lower, words), LeftOf(even, words) + LeftOf(odd, words));
    }

    private static int LeftOf(string text, ILookup<char, string> words)
    {
        var folded = Folded(text);
        var left = 0;
        for (var at = 0; at < text.Length; left++)
        {
            var easy = Math.Max(EasyAt(text, at, words), EasyAt(folded, at, words));
            at += Math.Max(1, easy);
            // Signs behind what is easy make it no harder.
            while (easy > 0 && at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
        }

        return left;
    }

    // Length of the longest easy part that begins here.
    private static int EasyAt(string text, int at, ILookup<char, string> words)
    {
        var longest = 0;
        foreach (var word in words[text[at]])
        {
            if (word.Length > longest && string.CompareOrdinal(text, at, word, 0, word.Length) == 0) longest = word.Length;
        }

        longest = Math.Max(longest, Repetition(text, at));
        foreach (var step in new[] { 1, -1, 0 }) longest = Math.Max(longest, Run(text, at, step));
        longest = Math.Max(longest, Walk(text, at));
        if (at + 4 <= text.Length && text.AsSpan(at, 2) is "19" or "20" && char.IsAsciiDigit(text[at + 2])
            && char.IsAsciiDigit(text[at + 3])) longest = Math.Max(longest, 4);
        return longest;
    }

    // abc, 321, aaa.
    private static int Run(string text, int at, int step)
    {
        var end = at + 1;
        while (end < text.Length && char.IsLetterOrDigit(text[end]) == char.IsLetterOrDigit(text[at]) && text[end] - text[end - 1] == step)
            end++;
        return end - at >= ShortestRun ? end - at : 0;
    }

    // abab, 123123, foofoo: whatever comes again at once.
    private static int Repetition(string text, int at)
    {
        var longest = 0;
        for (var period = 1; at + (2 * period) <= text.Length; period++)
        {
            var end = at + period;
            while (end < text.Length && text[end] == text[end - period]) end++;
            // The part itself stays to be judged where it is long; only its repetitions count for nothing.
            if (end - at >= Math.Max(ShortestRun, 2 * period) && period <= LongestPeriod) longest = Math.Max(longest, end - at);
        }

        return longest;
    }

    private static int Walk(string text, int at)
    {
        var longest = 0;
        foreach (var row in CommonPasswords.KeyRows)
        {
            for (var start = row.IndexOf(text[at], StringComparison.Ordinal); start >= 0; start = row.IndexOf(text[at], start + 1))
            {
                var n = 1;
                while (at + n < text.Length && start + n < row.Length && text[at + n] == row[start + n]) n++;
                if (n >= ShortestWalk) longest = Math.Max(longest, n);
            }
        }

        return longest;
    }

    private static string Every(string text, int from) => string.Concat(text.Where((_, i) => i % 2 == from));

    private static IEnumerable<string> Parts(string text)
    {
        foreach (var part in text.Split([' ', '@', '.', '-', '_', '+', '\'', ',', '/'], StringSplitOptions.RemoveEmptyEntries))
            yield return part;
        yield return string.Concat(text.Where(char.IsLetterOrDigit));
    }

    // P@ssw0rd is no better than password.
    private static string Folded(string lower) => string.Create(lower.Length, lower, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[i] switch
            {
                '0' => 'o',
                '1' or '!' or '|' =>
                    'i',
                '3' or '€' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' or '+' => 't',
                '8' => 'b',
                var same => same
            };
        }
    });

    private static IdentityResult Refuse(string code, string description) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = description });
}
