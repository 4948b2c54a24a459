using AngleSharp.Dom;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static ServiceTracker.Tests.Deliveries.Courier;
using static ServiceTracker.Tests.Hosting.Organisation;
using static ServiceTracker.Tests.Overview.Looker;

namespace ServiceTracker.Tests.Deliveries;

/// <summary>Deliveries on their pages.</summary>
public sealed class DeliveryPageTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_delivery_is_added_tried_read_changed_sent_again_and_removed(Store store)
    {
        using var receiver = new HookReceiver { Answer = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" };
        var organisation = await NewAsync(store, postgres, null, ("Deliveries:AllowedHosts", "localhost"));
        await using var app = organisation.App;
        using var admin = await organisation.SignedInAsync(Role.Admin, null);
        var page = await admin.PageAsync("/deliveries");
        AssertSays(page.Body!, "No delivery yet");
        (_, page) = await admin.SubmitAsync(page, "form.form", ("Input.Name", "till"), ("Input.Kind", "folder"), ("Input.Target", "../x"));
        AssertSays(page.QuerySelector(".error-summary")!, "A folder below the one for deliveries");
        (_, page) = await admin.SubmitAsync(
            page, "form.form", ("Input.Kind", "webhook"), ("Input.Target", receiver.Address), ("Input.Files", "sites.csv"),
            ("Input.Revisions", "first"));
        Assert.StartsWith("whsec_", page.Text("[data-secret]"), StringComparison.Ordinal);
        page = await admin.PageAsync("/deliveries");
        AssertSays(page.QuerySelector("tbody")!, "Webhook: " + receiver.Address);
        AssertSays(page.QuerySelector("tbody")!, "all sites, sites.csv");
        AssertSays(page.QuerySelector("tbody")!, "nothing sealed since it was added");

        await organisation.SealAsync();
        await app.SendAsync();
        page = await admin.PageAsync("/deliveries");
        AssertSays(page.QuerySelector("tbody")!, "look 1 failed");
        page = await admin.PageAsync("/deliveries/one?name=till");
        AssertSays(page.QuerySelector("tbody")!, "failed");
        AssertSays(page.QuerySelector("tbody")!, "410");
        var (_, failed) = await admin.SubmitAsync(page, "form[action*=Test]");
        AssertSays(failed.QuerySelector(".error-summary")!, "It was not taken: 410");
        receiver.Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        (_, page) = await admin.SubmitAsync(page, "form[action*=Test]");
        AssertSays(page.Body!, "It works: 200");

        // Whoever exports sees it without its whole address, and has it sent again.
        using var ops = await organisation.SignedInAsync(Role.Ops, Site);
        var seen = await ops.PageAsync("/deliveries/one?name=till");
        Assert.DoesNotContain("/hook", seen.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Null(seen.QuerySelector("form[data-edit]"));
        (_, seen) = await ops.SubmitAsync(seen, "form[action*=Resend]");
        AssertSays(seen.Body!, "It is sent again within seconds.");
        await app.SendAsync();
        AssertSays((await ops.PageAsync("/deliveries/one?name=till")).QuerySelector("tbody")!, "arrived");
        using var stranger = await organisation.SignedInAsync(Role.Ops, await organisation.SiteAsync());
        Assert.Empty((await stranger.PageAsync("/deliveries/one?name=till")).QuerySelectorAll("tbody tr"));
        Assert.Equal(404, await stranger.StatusAsync("/deliveries/one?name=none"));

        (_, page) = await admin.SubmitAsync(
            page, "form[data-edit]", ("Input.Kind", "folder"), ("Input.Target", "till"), ("Input.Revisions", "all"));
        AssertSays(page.Body!, "Saved.");
        AssertSays(page.Body!, "Folder: till");
        (_, page) = await admin.SubmitAsync(page, "form[action*=Remove]");
        AssertSays(page.Body!, "till is removed.");
        AssertSays(page.Body!, "No delivery yet");
    }
}
