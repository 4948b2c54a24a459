namespace ServiceTracker.Web.CommandLine;

/// <summary>A bar on standard error while a terminal is attached; nothing otherwise.</summary>
/// <param name="what">The work, such as "Importing".</param>
internal sealed class ProgressBar(string what) : IProgress<double>, IDisposable
{
    private const int Width = 30;

    private readonly bool visible = !Console.IsErrorRedirected;
    private int shown = -1;

    /// <summary>Shows how much is done, 0 to 1.</summary>
    public void Show(double share)
    {
        var percent = (int)(100 * Math.Clamp(share, 0, 1));
        if (!visible || percent == shown) return;
        shown = percent;
        var full = percent * Width / 100;
        Console.Error.Write($"\r{what} [{new string('#', full)}{new string('.', Width - full)}] {percent,3}%");
    }

    void IProgress<double>.Report(double value) => Show(value);

    public void Dispose()
    {
        if (visible && shown >= 0) Console.Error.Write("\r" + new string(' ', what.Length + Width + 8) + "\r");
    }
}
