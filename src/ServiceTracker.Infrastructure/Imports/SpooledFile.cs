namespace ServiceTracker.Infrastructure.Imports;

/// <summary>
/// A file that arrived and is deleted when it is disposed. It is held open meanwhile, which tells it from what a killed program left.
/// </summary>
public sealed class SpooledFile(string path) : IDisposable
{
    private FileStream? held;

    public string Path => path;

    /// <summary>Holds the file, which has arrived.</summary>
    public void Hold() => held = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    public void Dispose()
    {
        held?.Dispose();
        File.Delete(path);
    }
}
