using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Drives the first start, from the one-time code to a published baseline.</summary>
public sealed class SetupPages(IPage page, string address)
{
    public async Task MakeAdministratorAsync(string code, string name, string email, string password)
    {
        await Expect(page).ToHaveURLAsync(address + "setup");
        await page.GetByLabel("One-time code").FillAsync(code);
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByLabel("The same password again").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" }).ClickAsync();
    }

    public async Task AddSiteAsync(string name, string code, string zone)
    {
        await Expect(page).ToHaveURLAsync(address + "setup/site");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Code").FillAsync(code);
        await page.GetByLabel("Time zone").FillAsync(zone);
        await GoOnAsync();
    }

    public async Task ChooseChannelsAsync(params string[] kinds)
    {
        await Expect(page).ToHaveURLAsync(address + "setup/channels");
        foreach (var kind in kinds) await page.Locator($"[name='Input.Kinds'][value={kind}]").CheckAsync();
        await GoOnAsync();
    }

    public async Task AddPeopleAsync(params string[] lines)
    {
        await Expect(page).ToHaveURLAsync(address + "setup/people");
        await page.GetByLabel("One person a line").FillAsync(string.Join('\n', lines));
        await GoOnAsync();
    }

    public async Task BeginWithAsync(string template)
    {
        await Expect(page).ToHaveURLAsync(address + "setup/basics");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^Begin with this ?: {template}$") }).ClickAsync();
    }

    /// <summary>Changes one basic of the draft that is open.</summary>
    /// <param name="place">Counted from 1.</param>
    public async Task EditBasicAsync(int place, string question, int weight)
    {
        var card = page.Locator($"#e-{place - 1}");
        await card.Locator("summary").ClickAsync();
        await card.GetByLabel("Question").FillAsync(question);
        await card.GetByLabel("Weight").FillAsync($"{weight}");
    }

    public async Task PublishAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and publish…" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish from" }).ClickAsync();
    }

    private Task GoOnAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
}
