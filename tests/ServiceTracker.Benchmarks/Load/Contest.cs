using System.Diagnostics;
using ServiceTracker.Benchmarks.Processes;
using ServiceTracker.Benchmarks.Reporting;

namespace ServiceTracker.Benchmarks.Load;

/// <summary>Servers that take turns under the same load, so that what else happens on the machine meets all of them alike.</summary>
/// <param name="store">Name of the store in the table.</param>
/// <param name="postgresId">Process whose tree is the database, or null.</param>
/// <param name="contestants">The servers.</param>
internal sealed class Contest(string store, int? postgresId, params IReadOnlyList<Contestant> contestants)
{
    private const int MostAttempts = 3;

    // With more than this a turn says as much about the others as about the server.
    private const double MostOfOthers = 0.05;

    /// <summary>The columns of <see cref="RunAsync"/>'s rows.</summary>
    public static readonly Column[] Columns =
    [
        new("store", "store"), new("connections", "connections"), new("server", "server"), new("requests/s", "requestsPerSecond"),
        new("p50 ms", "p50Milliseconds", "0.00"), new("p99 ms", "p99Milliseconds", "0.00"), new("server CPU µs", "serverCpuMicroseconds"),
        new("database CPU µs", "databaseCpuMicroseconds"), new("resident MB", "residentMegabytes"), new("others", "othersShare", "0 %"),
    ];

    /// <summary>What the column of others says, and what follows from it.</summary>
    public static readonly string Others =
        $"“Others” is the share of the processors that went to programs that have nothing to do with this. " +
        $"A turn with more than {MostOfOthers:0 %} is taken up to {MostAttempts} times, and the quietest counts; in a quick run once.";

    /// <summary>Warms the servers up, lets them take turns, and adds a row for each to the table.</summary>
    /// <returns>The figures by name of the contestant and number of connections.</returns>
    public async Task<IReadOnlyDictionary<(string Name, int Connections),
        Figures>> RunAsync(BenchmarkOptions options, IReadOnlyList<int> connections, FigureTable table)
    {
        foreach (var contestant in contestants)
        {
            // Code is compiled anew after so many calls, not after so many seconds.
            for (var left = options.WarmUpTurns; left > 0 && contestant.Answered < options.WarmUpRequests; left--)
            {
                var result = await LoadAsync(contestant, connections.Max(), options.Turn);
                contestant.Answered += result.Requests;
            }

            if (contestant.Settle is { } settle) await settle();
        }

        var rounds = new Dictionary<(string Name, int Connections), List<Figures>>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var count in connections)
            {
                foreach (var contestant in contestants)
                {
                    var key = (contestant.Name, count);
                    if (!rounds.TryGetValue(key, out var figures)) rounds.Add(key, figures = []);
                    figures.Add(await TakeTurnAsync(contestant, count, options));
                }
            }
        }

        var medians = rounds.ToDictionary(r => r.Key, r => Figures.MedianOf(r.Value));
        foreach (var ((name, count), f) in medians)
            table.Add(store, count, name, f.Rate, f.Median, f.P99, f.ServerCpu, f.DatabaseCpu, f.Resident, f.Others);
        return medians;
    }

    private async Task<Figures> TakeTurnAsync(Contestant contestant, int connections, BenchmarkOptions options)
    {
        Figures? quietest = null;
        for (var attempt = 1; ; attempt++)
        {
            var (server, database) = (CpuTime(contestant.Server.Id), CpuTime(postgresId));
            var (busy, own, started) = (ProcessTree.BusyTime(), CpuTime(Environment.ProcessId), Stopwatch.GetTimestamp());
            var result = await LoadAsync(contestant, connections, options.Turn);
            if (contestant.Settle is { } settle) await settle();
            contestant.Answered += result.Requests;
            // The machine stood still, or the processes did: that says nothing about the server.
            if (result.Seconds > 2 * options.Turn.TotalSeconds && attempt < MostAttempts) continue;

            // Whatever was started from here is a part of this process' tree.
            var others = ProcessTree.BusyTime() - busy - (CpuTime(Environment.ProcessId) - own);
            double PerRequest(TimeSpan before, TimeSpan after) => (after - before).TotalMicroseconds / result.Requests;
            var turn = new Figures(
                result.Rate, result.Median, result.P99, PerRequest(server, CpuTime(contestant.Server.Id)),
                postgresId is null ? null : PerRequest(database, CpuTime(postgresId)), ProcessTree.ResidentMegabytes(contestant.Server.Id),
                Math.Clamp(others / Stopwatch.GetElapsedTime(started) / Environment.ProcessorCount, 0, 1));
            if (quietest is null || turn.Others < quietest.Others) quietest = turn;
            // Which of the attempts counts is a matter of who else was there, never of how fast they were.
            if (quietest.Others <= MostOfOthers || options.Quick || attempt >= MostAttempts) return quietest;
        }
    }

    private static async Task<LoadResult> LoadAsync(Contestant contestant, int connections, TimeSpan duration)
    {
        try
        {
            return await LoadGenerator.RunAsync(contestant.Server.Port, connections, duration, contestant.Requests);
        }
        catch (Exception e) when (!contestant.Server.IsAlive)
        {
            throw new InvalidOperationException($"The server “{contestant.Name}” ended:\n{await contestant.Server.EndAsync()}", e);
        }
    }

    private static TimeSpan CpuTime(int? root) => root is { } id ? ProcessTree.CpuTime(id) : default;
}
