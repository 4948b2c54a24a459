using Microsoft.AspNetCore.Diagnostics;
using Serilog;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Display;
using ServiceTracker.Web.FastLane;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Serilog on the console and, where <c>Logging:File</c> names one, in a file. No personal data: no bodies, query strings, names or
/// addresses.
/// </summary>
public static class Logging
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Message:lj}{NewLine}{Exception}";

    /// <summary>Adds the logger. A command that prints a result logs to standard error, so that the result stands alone.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(configuration.GetValue("Logging:MinimumLevel", LogEventLevel.Information))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            // Keys lie unencrypted in the store, as the passwords' hashes do: who can read the store needs no key.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            // Its activity and scope around each request cost more than our line. What it would say, that line and the handler of
            // failures say.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            // Said in one sentence by whoever starts it.
            .Filter.ByExcluding(IsFailedStart)
            // Whoever asked the store says what came of it, once: in a sentence where the store is in trouble, with its stack where the
            // program is.
            .Filter.ByExcluding(l => l.Level == LogEventLevel.Error && Matching.FromSource("Microsoft.EntityFrameworkCore")(l))
            .ReadFrom.Configuration(configuration);
        var standardError = configuration.GetValue<bool>("Logging:StandardError");
        // Somebody who watches sees each line at once and in colour.
        if (standardError ? Console.IsErrorRedirected : Console.IsOutputRedirected)
            logger.WriteTo.Sink(new BufferedConsoleSink(new MessageTemplateTextFormatter(Template), standardError));
        else logger.WriteTo.Console(outputTemplate: Template, standardErrorFromLevel: standardError ? LogEventLevel.Verbose : null);
        if (configuration["Logging:File"] is { Length: > 0 } file)
            logger.WriteTo.File(file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 31, outputTemplate: Template);
        // In the place of the framework's own loggers, whose filters count for nothing then.
        builder.Services.AddSerilog(logger.CreateLogger(), dispose: true);
    }

    /// <summary>One line for each request: method, route, status and time. The route, since paths may hold codes of people.</summary>
    public static void UseRequestLog(this WebApplication app) => app.UseSerilogRequestLogging(line =>
    {
        // Otherwise it goes to a logger for the whole process, which writes nothing here.
        line.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
        line.MessageTemplate = "{Method} {Route} {Status} in {Milliseconds:0.0} ms";
        line.GetLevel = (context, _, failure) => failure is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
            : RouteOf(context).StartsWith("/health", StringComparison.Ordinal) ? LogEventLevel.Debug : LogEventLevel.Information;
        // In the place of the path, which every line would carry.
        line.GetMessageTemplateProperties = (context, _, milliseconds, status) =>
        [
            new("Method", new ScalarValue(context.Request.Method)),
            new("Route", new ScalarValue(RouteOf(context))),
            new("Status", new ScalarValue(status)),
            new("Milliseconds", new ScalarValue(milliseconds)),
        ];
    });

    // The host's own event, which comes with a stack.
    private static bool IsFailedStart(LogEvent line) =>
        line.Properties.TryGetValue("EventId", out var id) && id is StructureValue { Properties: var parts }
        && parts.Any(p => p is { Name: "Name", Value: ScalarValue { Value: "HostedServiceStartupFaulted" } });

    private static string RouteOf(HttpContext context)
    {
        var endpoint = context.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? context.GetEndpoint();
        return (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
    }
}
