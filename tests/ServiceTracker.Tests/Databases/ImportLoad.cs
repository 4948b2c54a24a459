using System.Globalization;
using System.Text;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Databases;

/// <summary>One file on its way in, each row with a key of its own.</summary>
internal sealed class ImportLoad
{
    private const string Header =
        "external_id,occurred_at,site,channel,basic:greeted,basic:identity,measure:wait_seconds,basic:anything_else\n";

    private readonly Api api;
    private readonly string call, text;
    private readonly Task<bool> work;

    public ImportLoad(Api api, int number, int rows)
    {
        this.api = api;
        Keys = [.. Enumerable.Range(0, rows).Select(n => $"import {number}, {n}")];
        call = $"imports?id={Id}";
        var file = new StringBuilder(Header);
        foreach (var (n, key) in Keys.Index())
            file.Append(
                CultureInfo.InvariantCulture,
                $"\"{key}\",2024-04-{1 + n % 28:00}T{n % 24:00}:00:00Z,{(n % 2 == 0 ? "harbour" : "mill")},counter," +
                $"{(n % 5 == 0 ? "missed" : "met")},met,42,met\n");
        text = file.ToString();
        work = Task.Run(SendAsync);
    }

    public Guid Id { get; } = Guid.CreateVersion7();

    public IReadOnlyList<string> Keys { get; }

    /// <summary>Whether it was acknowledged, once it was answered or its connection lost.</summary>
    public Task<bool> EndsAsync() => work.WaitAsync(Eventually.Deadline);

    /// <summary>All of it is stored or nothing, as its run says, and all where it was acknowledged; then it is sent again, and all of it is
    /// there.</summary>
    /// <param name="there">Keys that are stored.</param>
    public async Task IsWholeAsync(IReadOnlySet<string> there)
    {
        var stored = Keys.Count(there.Contains);
        var run = await api.GetAsync($"imports/{Id}");
        var isDone = run.Status == 200 && (string?)run["status"] == "done";
        if (!isDone && run.Status != 404) Assert.Equal("failed", (string?)run.Is(200)["status"]);
        Assert.Equal((isDone ? Keys.Count : 0, isDone), (stored, isDone || await EndsAsync()));
        if (isDone) return;
        Assert.Equal(Keys.Count, (int)(await api.PostTextAsync(call, text, "text/csv")).Is(200)["stored"]!);
    }

    private async Task<bool> SendAsync()
    {
        try
        {
            var answer = await api.PostTextAsync(call, text, "text/csv");
            if (answer.Status == 200) return true;
            answer.IsUnavailable();
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
