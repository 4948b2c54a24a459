using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Recovery;

public sealed class RecoveryPagesOnSqliteTests(OnSqlite shared) : RecoveryPagesTests(shared), IClassFixture<OnSqlite>;

public sealed class RecoveryPagesOnPostgresTests(OnPostgres shared) : RecoveryPagesTests(shared), IClassFixture<OnPostgres>;

public abstract class RecoveryPagesTests(SharedApp shared)
{
    private const string Password = "a long enough password";

    private readonly TestApp app = shared.App;
    private readonly Hosting.Organisation organisation = shared.Organisation;

    [Fact]
    public async Task A_case_opened_by_hand_says_what_is_missing_loses_nothing_typed_and_stands_on_the_board()
    {
        var (site, other) = (await organisation.SiteAsync(), await organisation.SiteAsync());
        using var visitor = await VisitorAsync(Role.Manager, site);
        var (_, board) = await visitor.GetAsync("/recoveries");
        Assert.Equal("No case is here", board.QuerySelector(".empty h2")!.TextContent);
        var (opened, page) = await visitor.SubmitAsync(
            board, "form[action='/recoveries']", ("Input.Site", site), ("Input.Channel", "phone"), ("Input.Reason", "renewal"),
            ("Input.Customer", "c-9"));
        var path = opened.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/recoveries/", path, StringComparison.Ordinal);
        Assert.Contains("what the customer was told, the cause, what is being done", page.QuerySelector("#missing")!.TextContent,
            StringComparison.Ordinal);
        (_, page) = await visitor.SubmitAsync(page, ".do form", ("Input.To", "closed"), ("Input.Words", "Sorry, and thanks."));
        Assert.Equal("Sorry, and thanks.", page.QuerySelector("[name='Input.Words']")!.TextContent.Trim());
        Assert.Equal("true", page.QuerySelector("[name='Input.Outcome']")!.GetAttribute("aria-invalid"));
        (_, page) = await visitor.SubmitAsync(page, ".do form", ("Input.To", "owned"), ("Input.Words", "Sorry."));
        Assert.Equal("Saved: owned.", page.QuerySelector("main [role=status] span")!.TextContent);

        (_, board) = await visitor.GetAsync("/recoveries");
        Assert.Equal(["Next 1"], board.QuerySelectorAll(".inbox .sec-head").Select(
            h => $"{h.QuerySelector("h2")!.TextContent} {h.QuerySelector("p")!.TextContent}"));
        Assert.NotNull(board.QuerySelector("#went"));
        (_, board) = await visitor.GetAsync("/recoveries?Filter.Channel=counter");
        Assert.Empty(board.QuerySelectorAll(".inbox section"));
        using var elsewhere = await VisitorAsync(Role.Manager, other);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync(path)).Answer.StatusCode);
        using var ops = await VisitorAsync(Role.Ops, site);
        (_, page) = await ops.GetAsync(path);
        Assert.Null(page.QuerySelector(".do"));
    }

    private async Task<Visitor> VisitorAsync(Role role, string site)
    {
        var siteId = await app.QueryAsync(db => db.Sites.Where(s => s.Code == site).Select(s => s.Id).SingleAsync());
        var email = $"{Guid.CreateVersion7():N}@example.org";
        Assert.IsType<Result<Account>.Ok>(await app.InScopeAsync(s => s.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, "Somebody", role, [siteId], null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, Password);
        return visitor;
    }
}
