using System.IO.Compression;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using ServiceTracker.Application;
using ServiceTracker.Application.Audit;
using ServiceTracker.Application.Imports;
using ServiceTracker.Application.Interactions.Writing;
using ServiceTracker.Infrastructure;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Infrastructure.Imports;
using ServiceTracker.Infrastructure.Jobs;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Access;
using ServiceTracker.Web.Api;
using ServiceTracker.Web.Api.Document;
using ServiceTracker.Web.FastLane;
using ServiceTracker.Web.Http;
using ServiceTracker.Web.Imports;
using ServiceTracker.Web.Kiosk;

namespace ServiceTracker.Web.Hosting;

/// <summary>Puts the web server together: what it is made of, then what happens to a request.</summary>
public static class ServerHost
{
    private const string DefaultUrl = "http://localhost:5080";

    private const string FailurePage = "/failed";

    private const string Ready = "ready";

    // Seconds.
    private const int DefaultStartPatience = 60;

    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);

    // What a request may ask PostgreSQL for at most; what an entry may wait for is less, and counted where it is written.
    private static readonly TimeSpan PatienceOfRequests = TimeSpan.FromSeconds(4);

    // Forms are small; the endpoints that take files say so themselves.
    private const long MaxFormBytes = 4 << 20;

    /// <summary>Builds the server without starting it.</summary>
    /// <param name="args">Command-line arguments, as configuration.</param>
    /// <param name="store">A store other than the configured one.</param>
    public static WebApplication Build(string[] args, StoreSettings? store = null)
    {
        var builder = CreateBuilder(args, store, PatienceOfRequests);
        AddSigningIn(builder);
        AddPages(builder);
        AddApi(builder);
        builder.Services.AddJobs();
        builder.Services.AddSingleton<WritingHealth>();
        builder.Services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: [Ready]).AddCheck<WritingHealth>("writing", tags: [Ready])
            .AddCheck<ClockHealth>("clock", tags: [Ready]).AddCheck<BackupHealth>("backup", tags: [Ready])
            .AddCheck<RoomHealth>("room", tags: [Ready]).AddCheck<ServersHealth>("servers", tags: [Ready])
            .AddCheck<DeliveryHealth>("deliveries", tags: [Ready]);

        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    /// <summary>Everything but the web: configuration, logging, store and tasks. The command line needs no more.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args, StoreSettings? store = null, TimeSpan? patience = null)
    {
        // Settings and assets stand beside the program, from whichever folder it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        // Assets changed since the build are for whoever changes them; watching for that sends every asset without compression.
        if (!builder.Environment.IsDevelopment()) builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = MaxFormBytes;
        });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"])
            && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()) builder.WebHost.UseUrls(DefaultUrl);
        Logging.Add(builder);
        // Names are checked by KnownHosts, which knows the local ones too.
        builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        builder.Services.AddSingleton(TimeProvider.System);
        store ??= StoreSettings.From(builder.Configuration);
        builder.Services.AddStore(patience is { } most ? store with { Patience = most } : store);
        builder.Services.AddApplication().AddInfrastructure();
        builder.Services.AddSingleton<IInteractionReader, NdjsonInteractionReader>();
        builder.Services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        builder.Services.AddIdentityCore<Account>(o =>
            {
                // Length and what is easy to guess are judged by our own rules.
                o.Password.RequiredLength = 1;
                o.Password.RequireDigit =
                    o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
                o.User.RequireUniqueEmail = true;
                // An e-mail address may hold more characters than Identity's list of them, such as an apostrophe.
                o.User.AllowedUserNameCharacters = "";
                o.ClaimsIdentity.UserIdClaimType = AccountClaims.AccountId;
            })
            .AddPasswordValidator<PasswordRules>()
            .AddEntityFrameworkStores<ServiceTrackerDb>();
        // What OWASP asks of PBKDF2 with SHA-512. Older hashes are made anew when their person signs in.
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(p =>
            new RequestOrigin(p.GetRequiredService<IHttpContextAccessor>().HttpContext?.Connection.RemoteIpAddress?.ToString()));
        return builder;
    }

    /// <summary>Serves until somebody ends it. A start that cannot succeed is one sentence on standard error.</summary>
    /// <param name="build">Builds the server.</param>
    /// <param name="prepare">Prepares its store.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> ServeAsync(Func<WebApplication> build, Func<WebApplication, Task> prepare)
    {
        WebApplication? app = null;
        try
        {
            app = build();
            ListeningPlaces.Try(app);
            await prepare(app);
            await app.StartAsync();
        }
        catch (Exception e) when (StartFailure.Sentence(e) is { } sentence)
        {
            if (app is not null) await app.DisposeAsync();
            await Console.Error.WriteLineAsync("ServiceTracker cannot start. " + sentence);
            return ExitStatus.Failed;
        }

        await using (app) await app.WaitForShutdownAsync();
        return ExitStatus.Done;
    }

    /// <summary>
    /// Takes the embedded database for this server alone, brings the store up to date, and prints the set-up code while nobody can sign in.
    /// A PostgreSQL that is not there yet is waited for: after a power cut both start together.
    /// </summary>
    public static async Task PrepareStoreAsync(this WebApplication app)
    {
        // Settings that are read late are to be found wrong now.
        var spool = app.Services.GetRequiredService<ImportSpool>();
        app.Services.GetRequiredService<WriteBatcherSettings>();
        var serving = app.Services.GetRequiredService<ServingLock>();
        serving.Take();
        // Nothing is written once the writers have ended: whoever waits for that may serve the file.
        app.Lifetime.ApplicationStopped.Register(serving.Dispose);
        spool.Empty();
        var patience = TimeSpan.FromSeconds(app.Configuration.GetValue("StartPatience", DefaultStartPatience));
        for (var waited = TimeSpan.Zero; ; waited += BetweenStarts)
        {
            try
            {
                await using var attempt = app.Services.CreateAsyncScope();
                await attempt.ServiceProvider.GetRequiredService<StoreUpgrade>().RunAsync(CancellationToken.None);
                break;
            }
            catch (Exception e) when (waited < patience && StoreFailure.Of(e) == StoreTrouble.Away)
            {
                if (waited == TimeSpan.Zero)
                    app.Logger.LogWarning(
                        "The database is not there yet; waiting for it for up to {Seconds} s. {Reason}", patience.TotalSeconds,
                        StartFailure.Sentence(e));
                await Task.Delay(BetweenStarts);
            }
        }

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AbandonedImports>().EndAsync(CancellationToken.None);
        if (await scope.ServiceProvider.GetRequiredService<Accounts>().AnyAsync(CancellationToken.None)) return;
        app.Logger.LogWarning(
            "Nobody can sign in yet. Open /setup and enter this one-time code: {SetupCode}",
            app.Services.GetRequiredService<SetupCode>().Value);
    }

    private static void AddSigningIn(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SetupCode>();
        builder.Services.AddAuthentication(o =>
            {
                o.DefaultScheme = "ByPath";
                o.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
            })
            .AddPolicyScheme("ByPath", null, o => o.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments(ApiEndpoints.BasePath)
                    ? BearerTokens.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, BearerTokens>(BearerTokens.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, KioskDevices>(KioskDevices.SchemeName, null)
            .AddIdentityCookies();
        builder.Services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = CookieNames.Prefix;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.LoginPath = "/sign-in";
            o.AccessDeniedPath = "/denied";
            o.Events.OnRedirectToLogin = o.Events.OnRedirectToAccessDenied = RedirectWithin;
            o.ExpireTimeSpan = AccountSessions.Idle;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // The page that says the store is away must not ask the store who is reading.
            o.Events.OnValidatePrincipal = c => c.Request.Path == FailurePage ? Task.CompletedTask : Sessions.ValidateAsync(c);
        });
        builder.Services.AddAuthorization(Policies.Add);
        TrustedProxies.Add(builder);
    }

    // Whatever name the request came under stays out of the answer.
    private static Task RedirectWithin(RedirectContext<CookieAuthenticationOptions> c)
    {
        c.Response.Redirect(new Uri(c.RedirectUri).PathAndQuery);
        return Task.CompletedTask;
    }

    private static void AddPages(WebApplicationBuilder builder)
    {
        // The server checks what is entered; attributes for a validation script would only be bytes.
        builder.Services.AddScoped<Pages.Shared.OpenFlags>();
        builder.Services.AddScoped<Pages.Shared.OpenDisputes>();
        builder.Services.AddRazorPages().AddMvcOptions(o =>
        {
            o.Filters.Add<StorableForms>(StorableForms.Order);
            o.Filters.Add<MethodsOfPages>();
            o.ModelBinderProviders.Insert(0, new TrueOrFalse());
            o.ModelBinderProviders.Insert(1, new ListsWithoutGaps());
        }).AddViewOptions(o => o.HtmlHelperOptions.ClientValidationEnabled = false);
        builder.Services.AddAntiforgery(o =>
        {
            o.Cookie.Name = CookieNames.Prefix + "-form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.Configure<CookieTempDataProviderOptions>(o =>
        {
            o.Cookie.Name = CookieNames.Prefix + "-notice";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddSingleton(new ExportLimits());
        builder.Services.AddSingleton(CallLimits.Of(builder.Configuration));
        builder.Services.AddResponseCompression(o => o.EnableForHttps = true);
        // A page of charts shrinks by another third for a few milliseconds of work.
        builder.Services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        builder.Services.AddSingleton<ImportSpool>();
    }

    private static void AddApi(WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddScoped<WeekAsked>();
        builder.Services.AddScoped<KioskSheets>();
        builder.Services.AddSingleton<KioskWorker>();
        builder.Services.AddExceptionHandler<Failures>();
        builder.Services.AddOpenApi("v1", ApiDocument.Configure);
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRequestLog();
        app.UseMiddleware<RetryAfter>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = FailurePage,
            CreateScopeForErrors = true,
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<KnownHosts>();
        app.UseMiddleware<KnownMethods>();
        app.UseMiddleware<HostCookies>();
        app.UseMiddleware<CallGate>();
        app.UseMiddleware<LoggingShortcut>();
        app.UseResponseCompression();
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages(Problems.NameWhatRoutingRefused));
        app.UseWhen(
            c => !c.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found/{0}").UseMiddleware<StorableQueries>());
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/api"), api => api.UseMiddleware<CallShapes>());
        app.UseWhen(c => !c.Request.Path.StartsWithSegments("/api"), pages => pages.UseMiddleware<AnswersOfPages>());
        app.UseWhen(c => !c.Request.Path.StartsWithSegments("/api"), pages => pages.UseAntiforgery());
        app.UseMiddleware<ExportGate>();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
        app.MapApi();
        app.MapKiosk();
        app.MapOpenApi().AllowAnonymous();
        // Whoever has only a token, or none yet, reads what there is to call.
        app.MapSwaggerUI("docs", o => o.SwaggerEndpoint("/openapi/v1.json", "ServiceTracker API v1")).AllowAnonymous();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains(Ready), ResponseWriter = HealthAnswer.WriteAsync })
            .AllowAnonymous();
    }
}
