using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServiceTracker.Infrastructure.Persistence;

namespace ServiceTracker.Tests.Hosting;

/// <summary>The built program in processes of its own, from another folder.</summary>
/// <param name="folder">The working folder.</param>
/// <param name="connection">The store's connection string.</param>
/// <param name="disks">
/// Commands of a shell that mount disks of its own for the program, which nobody else sees; see <see cref="CanMount"/>.
/// </param>
public sealed class BuiltProgram(string folder, string connection, string? disks = null)
{
    private static readonly string[] Alone = ["--user", "--map-root-user", "--mount", "sh", "-c"];

    /// <summary>Whether this machine lets a program have disks of its own.</summary>
    public static bool CanMount { get; } = TryMounting();

    /// <summary>Runs a verb to its end.</summary>
    /// <param name="input">What it reads from standard input.</param>
    /// <param name="arguments">The verb and its arguments.</param>
    public async Task<(int Status, string Output, string Errors)> RunAsync(string? input, params string[] arguments)
    {
        using var process = Start(arguments);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a verb, with its output redirected and nothing to read yet.</summary>
    public Process Start(params string[] arguments) => Process.Start(Describe(arguments))!;

    /// <summary>Starts a server, which is not yet ready.</summary>
    /// <param name="port">Where it listens on the loopback address.</param>
    public RunningServer Serve(int port) =>
        new(Process.Start(Describe(
            ["--urls", $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", "--Logging:MinimumLevel=Warning"]))!);

    /// <summary>A port that is free just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool TryMounting()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            using var process = Process.Start("unshare", [.. Alone, "mount -t tmpfs -o size=1m tmpfs /mnt"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private ProcessStartInfo Describe(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(disks is null ? "dotnet" : "unshare")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (disks is not null)
        {
            foreach (var argument in Alone) start.ArgumentList.Add(argument);
            foreach (var argument in new[] { disks + " && exec dotnet \"$@\"", "sh" }) start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment[$"ConnectionStrings__{StoreSettings.ConnectionName}"] = connection;
        return start;
    }
}

/// <summary>A server in a process of its own. Disposing kills it if it still runs.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> output, errors;

    internal RunningServer(Process process)
    {
        this.process = process;
        process.StandardInput.Close();
        (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>Where a path is that the server sees, on disks of its own too.</summary>
    public string Seen(string path) => $"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/root{path}";

    /// <summary>Lets a shell do something to its disks, as it sees them.</summary>
    public async Task InItsDisksAsync(string command)
    {
        using var shell = Process.Start(
            "nsenter", [$"--target={process.Id.ToString(CultureInfo.InvariantCulture)}", "--user", "--mount", "sh", "-c", command]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    /// <summary>It has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Ends it without a word, as a power cut does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end, as an operating system does that shuts down.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>All it wrote, once it has ended.</summary>
    public async Task<string> LogAsync() => await output + await errors;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
