using Microsoft.Playwright;
using ServiceTracker.Application.Demonstration;
using ServiceTracker.Browser.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.Recovery;

/// <summary>A case on the smallest screen, from opening to its close.</summary>
public sealed class RecoveryWalkTests(Chromium chromium, DemoApp demo)
{
    private static readonly DemoSignIn Manager = DemoOrganisation.SignIns.Single(s => s.Name == "Amara Okafor");

    [Fact]
    public async Task A_case_is_opened_owned_explained_followed_up_and_closed_at_360_pixels()
    {
        var page = await demo.PageOfAsync(chromium, Manager, width: 360);
        await page.GotoAsync("/recoveries");
        await page.Locator("details.card summary").ClickAsync();
        await page.GetByLabel("What it is about").SelectOptionAsync("complaint");
        await page.GetByLabel("Customer’s reference").FillAsync("walk-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the case" }).ClickAsync();
        await page.WaitForURLAsync("**/recoveries/*-*");
        await Assertions.Expect(page.Locator("#missing")).ToContainTextAsync("what the customer was told");

        await StepAsync("owned", async () => await page.GetByLabel("What the customer was told").FillAsync("We are sorry."));
        await StepAsync("explained", async () => await page.GetByLabel("What got in the way").SelectOptionAsync("process"));
        await StepAsync("steps_told", async () => await page.GetByLabel("What is being done").FillAsync("A new card by courier."));
        await Assertions.Expect(page.Locator("#missing")).ToContainTextAsync("it can close");
        await StepAsync("closed", async () => await page.GetByLabel("How it ended").SelectOptionAsync("recovered"));
        await Assertions.Expect(page.Locator(".history li")).ToHaveCountAsync(5);
        await Assertions.Expect(page.Locator("main .tag").First).ToHaveTextAsync("Closed");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360"));
        await page.Context.CloseAsync();

        async Task StepAsync(string to, Func<Task> fill)
        {
            await page.GetByLabel("Step", new() { Exact = true }).SelectOptionAsync(to);
            await fill();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save the step" }).ClickAsync();
            await Assertions.Expect(page.Locator("main [role=status]").First).ToContainTextAsync("Saved");
        }
    }
}
