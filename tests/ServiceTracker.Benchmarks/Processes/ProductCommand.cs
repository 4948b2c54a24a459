using System.Diagnostics;
using System.Text.RegularExpressions;
using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>Commands of the product, as it was built with this program, on a store.</summary>
internal static partial class ProductCommand
{
    /// <summary>Where the product lies.</summary>
    public static string Path => typeof(ServerHost).Assembly.Location;

    /// <summary>What the product is to be told of a store in its environment.</summary>
    public static Dictionary<string, string> EnvironmentOf(StoreSettings store) => new()
    {
        [$"ConnectionStrings__{StoreSettings.ConnectionName}"] = store.ConnectionString,
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
    };

    /// <summary>Makes the store and a token that may do everything.</summary>
    public static async Task<string> CreateTokenAsync(StoreSettings store) =>
        (await RunAsync(store, null, "token", "create", "--name", "benchmark", "--role", "admin")).Trim();

    /// <summary>Makes an administrator who can sign in.</summary>
    public static Task AddUserAsync(StoreSettings store, string email, string password) =>
        RunAsync(store, password, "user", "add", "--email", email, "--role", "admin", "--password-stdin");

    /// <summary>Counts all interactions again and puts the rollups right.</summary>
    public static Task RecountAsync(StoreSettings store) => RunAsync(store, null, "doctor", "--recount");

    /// <summary>Counts all interactions again and compares the rollups with that.</summary>
    /// <returns>How many lines of the rollups are different.</returns>
    public static async Task<int> DifferentLinesAsync(StoreSettings store)
    {
        var (status, output) = await TryRunAsync(store, null, "doctor", "--recount", "--compare");
        if (Different().Match(output) is { Success: true } different) return int.Parse(different.Groups[1].ValueSpan);
        return status == 0 && output.Contains("all equal", StringComparison.Ordinal)
            ? 0 : throw new InvalidOperationException("The recount says neither: " + output);
    }

    private static async Task<string> RunAsync(StoreSettings store, string? input, params string[] arguments)
    {
        var (status, output) = await TryRunAsync(store, input, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {status}:\n{output}");
    }

    private static async Task<(int Status, string Output)> TryRunAsync(StoreSettings store, string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path, .. arguments])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in EnvironmentOf(store)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex("([0-9]+) are different")]
    private static partial Regex Different();
}
