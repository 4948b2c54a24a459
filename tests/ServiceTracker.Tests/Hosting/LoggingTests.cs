using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Tests.Hosting;

/// <summary>What the program writes about itself.</summary>
public sealed partial class LoggingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("servicetracker-logging-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Lines_are_seen_while_the_program_runs_and_none_is_missing_after_its_end()
    {
        const int Requests = 40;
        using var process = Start(out var url);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line
            && !line.Contains("Now listening", StringComparison.Ordinal)) Assert.False(process.HasExited, line);

        using var http = new HttpClient { BaseAddress = url };
        for (var n = 0; n < Requests; n++)
            await http.GetAsync(new Uri("/api/v1/sites/confidential?q=confidential", UriKind.Relative), patience.Token);
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(patience.Token);
        var rest = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(Requests, rest.Split('\n').Count(l => RequestLine().IsMatch(l)));
        Assert.DoesNotContain("confidential", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void The_framework_follows_no_request_of_its_own_accord()
    {
        var builder = WebApplication.CreateBuilder();
        Logging.Add(builder);
        using var services = builder.Services.BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Critical));
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled(LogLevel.Warning));
    }

    private Process Start(out Uri url)
    {
        url = new Uri($"http://127.0.0.1:{BuiltProgram.FreePort().ToString(CultureInfo.InvariantCulture)}");
        return new BuiltProgram(folder, $"Data Source={Path.Combine(folder, "service.db")}").Start("--urls", url.ToString());
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d \[INF\] GET /api/v1/sites/\{code\} 401 in \d+\.\d ms$")]
    private static partial Regex RequestLine();
}
