using Microsoft.Playwright;
using ServiceTracker.Browser.Tests.Hosting;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Domain.Access;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace ServiceTracker.Browser.Tests.SigningIn;

public sealed class SignInTests(Chromium chromium, PostgresCluster postgres) : IAsyncLifetime
{
    private const string Email = "amara@shop.test", Wrong = "E-mail and password do not match.";

    private Running? running;

    private Running App => running ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        running = await Running.StartForRestartAsync(Store.Sqlite, postgres);
        await running.AccountAsync(Email, Role.Manager, "Amara Okafor");
    }

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await running.DisposeAsync();
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_read_the_same()
    {
        var form = await FormAsync();
        await form.Page.GotoAsync("/sign-in");
        await form.SubmitAsync(Email, "not the password");
        await Expect(form.Errors).ToContainTextAsync(Wrong);
        var known = await form.Errors.InnerTextAsync();
        await form.SubmitAsync("nobody@shop.test", "not the password");
        await Expect(form.Errors).ToContainTextAsync(Wrong);
        Assert.Equal(known, await form.Errors.InnerTextAsync());

        await form.SubmitAsync(Email, Running.Password);
        await Expect(form.Page).ToHaveURLAsync(App.Address + "overview");
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task After_many_wrong_passwords_the_next_try_has_to_wait_and_nothing_is_locked()
    {
        await App.AccountAsync("other@shop.test", Role.Manager, "Somebody Else");
        var form = await FormAsync();
        await form.Page.GotoAsync("/sign-in");
        for (var i = 0; i < 11; i++)
        {
            await form.Page.RunAndWaitForResponseAsync(() => form.SubmitAsync(Email, $"guess number {i}"), r => r.Request.Method == "POST");
            await Expect(form.Errors).ToContainTextAsync(Wrong);
        }

        await form.SubmitAsync(Email, Running.Password);
        await Expect(form.Errors).ToContainTextAsync("Too many wrong tries. Nothing is locked: try again in 1 seconds.");
        await form.Page.GotoAsync("/consistency");
        Assert.Contains("/sign-in", form.Page.Url, StringComparison.Ordinal);

        await form.SignInAsync("other@shop.test", Running.Password);
        await form.Page.Context.CloseAsync();
        var later = await FormAsync();
        App.App.Clock.Advance(TimeSpan.FromSeconds(1));
        await later.SignInAsync(Email, Running.Password);
        await later.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_one_was_going_to_opens_even_after_a_wrong_password()
    {
        const string wanted = "/interactions?missed=any&from=2026-11-01";
        var form = await FormAsync();
        await form.Page.GotoAsync(wanted);
        await form.SubmitAsync(Email, "not the password");
        await Expect(form.Errors).ToContainTextAsync(Wrong);
        await form.SubmitAsync(Email, Running.Password);
        await Expect(form.Page).ToHaveURLAsync(new Uri(new Uri(App.Address), wanted).AbsoluteUri);
        await form.Page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("/\\example.com/")]
    [InlineData("javascript:alert(1)")]
    public async Task An_address_elsewhere_is_not_followed(string elsewhere)
    {
        var form = await FormAsync();
        await form.SignInAsync(Email, Running.Password, "/sign-in?ReturnUrl=" + Uri.EscapeDataString(elsewhere));
        await Expect(form.Page).ToHaveURLAsync(App.Address + "overview");
        // Somebody who is signed in already is not led away either.
        await form.Page.GotoAsync("/sign-in?ReturnUrl=" + Uri.EscapeDataString(elsewhere));
        await Expect(form.Page).ToHaveURLAsync(App.Address + "overview");
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        var form = await FormAsync();
        await form.SignInAsync(Email, Running.Password);
        await form.SignOutAsync();
        await Expect(form.Page).ToHaveURLAsync(App.Address + "sign-in");
        await form.Page.GotoAsync("/interactions");
        Assert.Contains("/sign-in?ReturnUrl=", form.Page.Url, StringComparison.Ordinal);
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_restart_of_the_program_signs_nobody_out()
    {
        var form = await FormAsync();
        await form.SignInAsync(Email, Running.Password);
        await App.RestartAsync();
        await form.Page.GotoAsync("/interactions");
        await Expect(form.Page).ToHaveURLAsync(App.Address + "interactions");
        // A form from before the restart counts as well.
        await App.RestartAsync();
        await form.SignOutAsync();
        await Expect(form.Page).ToHaveURLAsync(App.Address + "sign-in");
        await form.Page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_chosen_theme_stays()
    {
        var form = await FormAsync();
        await form.SignInAsync(Email, Running.Password);
        var root = form.Page.Locator("html");
        var button = form.Page.GetByRole(AriaRole.Button, new() { Name = "Theme:" });
        await Expect(button).ToHaveAccessibleNameAsync("Theme: as the device");
        await Expect(root).Not.ToHaveAttributeAsync("data-theme", "dark");

        await button.ClickAsync();
        await Expect(button).ToHaveAccessibleNameAsync("Theme: light");
        await button.ClickAsync();
        await Expect(button).ToHaveAccessibleNameAsync("Theme: dark");
        var dark = await BackgroundAsync(form.Page);
        await form.Page.GotoAsync("/interactions");
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal(dark, await BackgroundAsync(form.Page));

        await button.ClickAsync();
        await form.Page.ReloadAsync();
        await Expect(button).ToHaveAccessibleNameAsync("Theme: as the device");
        Assert.NotEqual(dark, await BackgroundAsync(form.Page));
        await form.Page.Context.CloseAsync();
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private async Task<SignInPage> FormAsync() => new(await chromium.NewPageAsync(App.Address));
}
