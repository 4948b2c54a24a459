using Microsoft.Playwright;

namespace ServiceTracker.Browser.Tests.Pages;

/// <summary>Drives /sign-in, and the buttons that every page has.</summary>
public sealed class SignInPage(IPage page)
{
    public IPage Page => page;

    public ILocator Errors => page.GetByRole(AriaRole.Alert);

    /// <summary>Opens the form and signs in.</summary>
    /// <param name="email">The account.</param>
    /// <param name="password">Its password.</param>
    /// <param name="path">The page that leads to the form.</param>
    public async Task SignInAsync(string email, string password, string path = "/sign-in")
    {
        await page.GotoAsync(path);
        await SubmitAsync(email, password);
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Fills in the form that is open and sends it.</summary>
    public async Task SubmitAsync(string email, string password, bool remember = false)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        if (remember) await page.GetByLabel("Stay signed in").CheckAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public Task SignOutAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
}
