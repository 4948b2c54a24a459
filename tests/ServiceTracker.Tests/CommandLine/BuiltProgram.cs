using System.Diagnostics;
using System.Text;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Tests.CommandLine;

/// <summary>The built program as a process of its own.</summary>
internal static class BuiltProgram
{
    /// <summary>Starts it with its output redirected and nothing to read.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="connection">Connection string of its store.</param>
    /// <param name="arguments">The verb and what follows.</param>
    public static Process Start(string folder, string connection, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[$"ConnectionStrings__{StoreSettings.ConnectionName}"] = connection;
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Status, string Output, string Errors)> RunAsync(string folder, string connection, string? input, params string[] arguments)
    {
        using var process = Start(folder, connection, arguments);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
