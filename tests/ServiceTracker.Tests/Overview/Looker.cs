using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Overview;

/// <summary>Somebody who looks at pages, and what they read there.</summary>
internal static partial class Looker
{
    private const string Password = "consistent-basics-first";

    /// <summary>A new account, signed in.</summary>
    /// <param name="organisation">Where.</param>
    /// <param name="role">Its role.</param>
    /// <param name="site">Code of its site; null for all.</param>
    /// <param name="staff">Code of its person, where it has one.</param>
    public static async Task<Visitor> SignedInAsync(this Hosting.Organisation organisation, Role role, string? site, string? staff = null)
    {
        var email = string.Create(CultureInfo.InvariantCulture, $"{organisation.NewCode("looker")}@example.org");
        await organisation.App.InScopeAsync(async services =>
        {
            var id = await organisation.App.QueryAsync(
                db => db.Staff.Where(s => s.Code == staff).Select(s => (int?)s.Id).SingleOrDefaultAsync());
            var sites = await organisation.App.QueryAsync(db => db.Sites.Where(s => s.Code == site).Select(s => s.Id).ToArrayAsync());
            var made = await services.GetRequiredService<Accounts>().CreateAsync(
                Actor.CommandLine, email, Password, null, role, site is null ? null : sites, id, CancellationToken.None);
            Assert.IsType<Application.Result<Account>.Ok>(made);
        });
        var visitor = new Visitor(organisation.App);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }

    /// <summary>A page that is there.</summary>
    public static async Task<IHtmlDocument> PageAsync(this Visitor visitor, string path)
    {
        var (answer, page) = await visitor.GetAsync(path);
        Assert.Equal(200, (int)answer.StatusCode);
        return page;
    }

    /// <summary>What a path answers.</summary>
    public static async Task<int> StatusAsync(this Visitor visitor, string path) => (int)(await visitor.GetAsync(path)).Answer.StatusCode;

    /// <summary>The text of a part of a page, blanks as one reads them.</summary>
    public static string Text(this INode node) => Blanks().Replace(node.TextContent, " ").Trim();

    /// <summary>The text of the only element.</summary>
    public static string Text(this IHtmlDocument page, string selector) => page.QuerySelector(selector)!.Text();

    /// <summary>The page says these words there.</summary>
    public static void AssertSays(INode where, string words) => Assert.Contains(words, where.Text(), StringComparison.Ordinal);

    /// <summary>Nobody of these people is named on the page.</summary>
    public static void AssertNamesNobody(this IHtmlDocument page, IEnumerable<string> people)
    {
        var words = Words().Matches(page.Text("main")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(people, words.Contains);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
