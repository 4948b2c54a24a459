using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace ServiceTracker.Web.Hosting;

/// <summary>
/// Serilog on the console and, where <c>Logging:File</c> names one, in a file. No personal data: no bodies, query strings, names or addresses.
/// Serilog.AspNetCore's place is taken by Serilog.Extensions.Logging and <see cref="RequestLog"/>.
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
            .ReadFrom.Configuration(configuration);
        var standardError = configuration.GetValue<bool>("Logging:StandardError");
        // Somebody who watches sees each line at once and in colour.
        if (standardError ? Console.IsErrorRedirected : Console.IsOutputRedirected) logger.WriteTo.Sink(new BufferedConsoleSink(new MessageTemplateTextFormatter(Template), standardError));
        else logger.WriteTo.Console(outputTemplate: Template, standardErrorFromLevel: standardError ? LogEventLevel.Verbose : null);
        if (configuration["Logging:File"] is { Length: > 0 } file)
            logger.WriteTo.File(file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 31, outputTemplate: Template);
        var serilog = logger.CreateLogger();
        builder.Services.AddSingleton<Serilog.ILogger>(serilog);
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(serilog, dispose: true);
        // Its activity and scope around each request cost more than our line; what it would say, that line and the handler of failures say.
        // Serilog's provider takes everything by a filter of its own, before which filters for all providers count for nothing.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}

/// <summary>One line for each request: method, route, status and time. The route and not the path, since paths may hold codes of people.</summary>
/// <remarks>Goes to Serilog directly: with the framework's abstraction in between, which is one more form of the same line, it costs half as much again.</remarks>
public sealed class RequestLog(RequestDelegate next, Serilog.ILogger log)
{
    private readonly Serilog.ILogger log = log.ForContext<RequestLog>();

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var failed = true;
        try
        {
            await next(context);
            failed = false;
        }
        finally
        {
            var status = failed ? StatusCodes.Status500InternalServerError : context.Response.StatusCode;
            var endpoint = context.Features.Get<IExceptionHandlerPathFeature>()?.Endpoint ?? context.GetEndpoint();
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
            var level = status >= 500 ? LogEventLevel.Error : route.StartsWith("/health", StringComparison.Ordinal) ? LogEventLevel.Debug : LogEventLevel.Information;
            log.Write(level, "{Method} {Route} {Status} in {Milliseconds:0.0} ms", context.Request.Method, route, status, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
}
