using System.Diagnostics;

namespace ServiceTracker.Tests.Hosting;

/// <summary>Waits for what another thread, process or server is about to do.</summary>
public static class Eventually
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds; fails after the deadline.</summary>
    /// <param name="what">What is waited for, in the words of a failure.</param>
    /// <param name="condition">Whether it has happened.</param>
    public static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));

    /// <inheritdoc cref="HoldsAsync(string, Func{bool})" />
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Deadline) Assert.Fail($"Not within {Deadline.TotalSeconds:0} s: {what}.");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
