using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using ServiceTracker.Web.Access;

namespace ServiceTracker.Tests.Access;

public sealed class SetupTests(PostgresCluster postgres)
{
    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.Postgres)]
    public async Task However_many_set_up_at_once_there_is_one_administrator(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var browser = new Browser(app, "192.0.2.1", "http");
        var code = app.Services.GetRequiredService<SetupCode>().Value;
        var form = await browser.FormAsync(
            "/setup", ("Input.Code", code), ("Input.Name", "Ann"), ("Input.Password", SigningInApp.Password),
            ("Input.Again", SigningInApp.Password));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var one = browser.Copy(app, $"192.0.2.{i}");
            using var answer = await one.SendAsync(
                HttpMethod.Post, "/setup", form.Where(f => f.Key != "Input.Email").Append(new("Input.Email", $"ann{i}@shop.test")));
            return (answer.StatusCode, answer.Headers.Location?.OriginalString, In: one.Cookies.ContainsKey("servicetracker"));
        }));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.StatusCode));
        Assert.Equal("/setup/site", Assert.Single(answers, a => a.In).Item2);
        Assert.Equal(1, await app.QueryAsync(db => db.Users.CountAsync()));

        // The code is worth nothing any more, though somebody still has the form open.
        using var late = browser.Copy(app, "192.0.2.9");
        using var closed = await late.SendAsync(
            HttpMethod.Post, "/setup", form.Where(f => f.Key != "Input.Email").Append(new("Input.Email", "late@shop.test")));
        Assert.Equal("/sign-in", closed.Headers.Location?.OriginalString);
        Assert.Equal(1, await app.QueryAsync(db => db.Users.CountAsync()));
    }

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.Postgres)]
    public async Task The_store_itself_takes_one_account_made_by_the_set_up(Store store)
    {
        // What two servers do that both saw nobody before either had stored its administrator.
        await using var app = await TestApp.NewAsync(store, postgres);
        await app.QueryAsync(db => AddAsync(db, "a@shop.test"));
        await Assert.ThrowsAsync<DbUpdateException>(() => app.QueryAsync(db => AddAsync(db, "b@shop.test")));
        Assert.Equal(["a@shop.test"], await app.QueryAsync(db => db.Users.Select(u => u.Email).ToListAsync()));
    }

    private static Task<int> AddAsync(ServiceTrackerDb db, string email)
    {
        db.Users.Add(
            new Account { Id = Guid.CreateVersion7(), UserName = email, NormalizedUserName = email, Email = email, MadeBySetUp = true });
        return db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
