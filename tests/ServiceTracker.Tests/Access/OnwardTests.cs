using System.Net;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Access;

public sealed class OnwardOnSqlite(PostgresCluster postgres) : SigningInApp(Store.Sqlite, postgres);

/// <summary>Where signing in leads to.</summary>
public sealed class OnwardTests(OnwardOnSqlite shared) : IClassFixture<OnwardOnSqlite>
{
    [Theory]
    [InlineData("/staff/Zoë", "/staff/Zo%C3%AB")]
    [InlineData("/é", "/%C3%A9")]
    [InlineData("/interactions?site=東京&x=1", "/interactions?site=%E6%9D%B1%E4%BA%AC&x=1")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("//evil.example/é", "/")]
    [InlineData("https://evil.example/é", "/")]
    [InlineData("/\\evil.example", "/")]
    public async Task A_person_who_was_going_somewhere_gets_there_in_any_script_and_never_elsewhere(string goal, string location)
    {
        var email = await shared.PersonAsync();
        using var browser = shared.At($"203.0.113.{goal.Length}");
        var path = "/sign-in?returnUrl=" + Uri.EscapeDataString(goal);
        using (var posted = await browser.SubmitAsync(path, ("Input.Email", email), ("Input.Password", SigningInApp.Password)))
            Assert.Equal((HttpStatusCode.Redirect, location), (posted.StatusCode, posted.Headers.Location!.OriginalString));
        Assert.True(await browser.IsInAsync());
        using var again = await browser.GetAsync(path);
        Assert.Equal((HttpStatusCode.Redirect, location), (again.StatusCode, again.Headers.Location!.OriginalString));
    }
}
