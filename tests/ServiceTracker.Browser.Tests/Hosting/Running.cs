using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Application.Tokens;
using ServiceTracker.Browser.Tests.Pages;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Browser.Tests.Hosting;

/// <summary>The real program on a port of its own, where a browser reaches it.</summary>
public sealed class Running : IAsyncDisposable
{
    /// <summary>The password of every account made here.</summary>
    public const string Password = "basics-come-first";

    private readonly Dictionary<string, string> cookies = [];

    private Running(TestApp app, WebApplicationFactory<Program> server)
    {
        (App, Server) = (app, server);
        Address = server.ClientOptions.BaseAddress.AbsoluteUri;
    }

    public TestApp App { get; }

    /// <summary>What serves at the moment: another one after a restart.</summary>
    public WebApplicationFactory<Program> Server { get; private set; }

    /// <summary>Where it listens; the same after a restart.</summary>
    public string Address { get; }

    /// <summary>Starts the program on a new, empty store.</summary>
    /// <param name="store">Which kind of store.</param>
    /// <param name="postgres">Makes the database.</param>
    /// <param name="watches">Whether the program's detectors run; else there are those flags alone that the test makes.</param>
    public static async Task<Running> StartAsync(Store store, PostgresCluster postgres, bool watches = true)
    {
        var app = await TestApp.NewAsync(store, postgres);
        if (!watches) app.WithoutWatchJob();
        return new Running(app, Listen(app));
    }

    /// <summary>Starts the program on a new store so that it can be started again on the same one.</summary>
    public static async Task<Running> StartForRestartAsync(Store store, PostgresCluster postgres)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var app = await TestApp.NewAsync(store, postgres, ("urls", $"http://127.0.0.1:{port}"));
        return new Running(app, Listen(app.WithWebHostBuilder(_ => { })));
    }

    /// <summary>Ends the program and starts another one on the same store and port.</summary>
    public async Task RestartAsync()
    {
        if (ReferenceEquals(Server, App)) throw new InvalidOperationException("Started without a restart in mind.");
        await Server.DisposeAsync();
        Server = Listen(App.WithWebHostBuilder(_ => { }));
    }

    /// <summary>Uses the program's own services, as one request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        await using var scope = Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider);
    }

    /// <summary>A program that may do everything through the API.</summary>
    public async Task<Api> AdminAsync()
    {
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await App.TokenAsync(Role.Admin, TokenScopes.All));
        return new Api(http);
    }

    /// <summary>Makes somebody who can sign in.</summary>
    public Task AccountAsync(string email, Role role, string name, string? site = null, string? staff = null) =>
        InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<IServiceTrackerDb>();
        var master = await services.GetRequiredService<MasterDataCache>().GetAsync(db, CancellationToken.None);
        var made = await services.GetRequiredService<Accounts>().CreateAsync(
            Actor.CommandLine, email, Password, name, role, site is null ? null : [master.Sites.Find(site)!.Id],
            master.Staff.Find(staff)?.Id, CancellationToken.None);
        return Assert.IsType<Result<Account>.Ok>(made).Value;
    });

    /// <summary>A page of somebody who is signed in, in a profile of its own. The sign-in form is filled in once an account.</summary>
    public async Task<IPage> PageOfAsync(
        Chromium chromium, string email, int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light, bool script = true)
    {
        ArgumentNullException.ThrowIfNull(chromium);
        if (!cookies.TryGetValue(email, out var state))
        {
            var page = await chromium.NewPageAsync(Address);
            await new SignInPage(page).SignInAsync(email, Password);
            state = cookies[email] = await page.Context.StorageStateAsync();
            await page.Context.CloseAsync();
        }

        return await (await chromium.NewContextAsync(Address, width, height, colours, script, state)).NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!ReferenceEquals(Server, App)) await Server.DisposeAsync();
        await App.DisposeAsync();
    }

    private static WebApplicationFactory<Program> Listen(WebApplicationFactory<Program> server)
    {
        server.UseKestrel(0);
        server.StartServer();
        return server;
    }
}
