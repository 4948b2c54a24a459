using System.Globalization;

namespace ServiceTracker.Benchmarks.Processes;

/// <summary>What processes use, read from Linux' <c>/proc</c>.</summary>
internal static class ProcessTree
{
    // USER_HZ: Linux shows times to programs in hundredths of a second on every common architecture.
    private const double TicksPerSecond = 100;

    // Places of fields in /proc/PID/stat after the name in parentheses, which may hold blanks (proc_pid_stat(5)).
    private const int Parent = 1, UserTime = 11, SystemTime = 12, ChildrensUserTime = 13, ChildrensSystemTime = 14;

    /// <summary>Processor time of a process, of its living children and theirs, and of those that have ended; in steps of 10 ms.</summary>
    public static TimeSpan CpuTime(int root)
    {
        var all = Stats();
        var children = all.ToLookup(p => p.Value[Parent], p => p.Key);
        long ticks = 0;
        var open = new Stack<int>([root]);
        while (open.TryPop(out var id))
        {
            if (!all.TryGetValue(id, out var stat)) continue;
            ticks += stat[UserTime] + stat[SystemTime] + stat[ChildrensUserTime] + stat[ChildrensSystemTime];
            foreach (var child in children[id]) open.Push(child);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Time for which the processors of the machine were busy since it was started, whoever kept them so.</summary>
    public static TimeSpan BusyTime()
    {
        // user, nice, system, idle, iowait, irq, softirq, steal (proc_stat(5))
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(long.Parse).ToArray();
        return TimeSpan.FromSeconds((fields[..3].Sum() + fields[5..8].Sum()) / TicksPerSecond);
    }

    /// <summary>The process that started a process.</summary>
    public static int ParentOf(int id) => (int)Stats()[id][Parent];

    /// <summary>Memory that a process holds in RAM, in megabytes (10⁶ bytes).</summary>
    public static double ResidentMegabytes(int id) => Status(id, "VmRSS:");

    /// <summary>The most memory it held in RAM since it began, or since <see cref="ForgetPeak"/>, in megabytes.</summary>
    public static double PeakMegabytes(int id) => Status(id, "VmHWM:");

    /// <summary>Lets <see cref="PeakMegabytes"/> begin anew.</summary>
    public static void ForgetPeak(int id) => File.WriteAllText($"/proc/{id}/clear_refs", "5");

    private static Dictionary<int, long[]> Stats()
    {
        var all = new Dictionary<int, long[]>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                // The first field is a letter, the state.
                all[id] = [0, .. text[(text.LastIndexOf(')') + 2)..].Split(' ').Skip(1).Take(ChildrensSystemTime).Select(long.Parse)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while the list was read.
            }
        }

        return all;
    }

    private static double Status(int id, string field)
    {
        var line = File.ReadLines($"/proc/{id}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
