using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>
/// Puts files into a folder of the server. Each is written under a name that nobody takes for a file of a week, flushed, and renamed:
/// whoever looks sees a whole one or none. One that is there already with the same bytes is left as it is.
/// </summary>
internal sealed class FolderChannel(DeliverySettings settings, TimeProvider clock) : IDeliveryChannel
{
    private const string TrialName = "servicetracker-trial.txt";

    public DeliveryKind Kind => DeliveryKind.Folder;

    public string? FaultOf(string target) => DeliveryTarget.FaultOfFolder(target);

    public Task<DeliveryAnswer> SendAsync(Parcel parcel, CancellationToken cancellation) => InFolderAsync(parcel.Delivery, async folder =>
    {
        foreach (var file in parcel.Files)
        {
            await PutAsync(
                folder, parcel.NameOf(file), $"{parcel.Receipt.Id:N}", parcel.Attempt, s => parcel.WriteAsync(file, s, cancellation),
                cancellation);
        }

        return DeliveryAnswer.Taken($"{parcel.Files.Count} files in {parcel.Delivery.Target}");
    });

    public Task<DeliveryAnswer> TryAsync(Delivery delivery, CancellationToken cancellation) => InFolderAsync(delivery, async folder =>
    {
        var words = Encoding.UTF8.GetBytes($"ServiceTracker can write here: {clock.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.\r\n");
        var id = $"{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        await PutAsync(folder, TrialName, id, 1, s => s.WriteAsync(words, cancellation).AsTask(), cancellation);
        return DeliveryAnswer.Taken($"{TrialName} in {delivery.Target}");
    });

    private async Task<DeliveryAnswer> InFolderAsync(Delivery delivery, Func<string, Task<DeliveryAnswer>> put)
    {
        if (FaultOf(delivery.Target) is { } fault) return DeliveryAnswer.Refused(fault);
        try
        {
            var folder = settings.Root;
            Directory.CreateDirectory(folder);
            foreach (var name in delivery.Target.Split('/').Where(n => n != "."))
            {
                folder = Path.Combine(folder, name);
                // A link may lead anywhere, today or tomorrow.
                if (IsLink(folder)) return DeliveryAnswer.Refused($"{name} is a link, which is not followed.");
                Directory.CreateDirectory(folder);
            }

            return await put(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where on the machine is for its log, and for nobody who only exports files.
            return DeliveryAnswer.Later(e.Message.Replace(settings.Root, "…", StringComparison.Ordinal));
        }
    }

    private static async Task PutAsync(
        string folder, string name, string id, int attempt, Func<Stream, Task> write, CancellationToken cancellation)
    {
        var (file, part) = (Path.Combine(folder, name), Path.Combine(folder, $".{name}.{id}.{attempt}.part"));
        // What attempts left that were killed, or a link that somebody put there: neither is written into. An attempt that outlived its
        // time and still writes finds its part gone, and renames none of this one's.
        foreach (var left in Directory.EnumerateFiles(folder, $".{name}.{id}.*.part")) File.Delete(left);
        await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await write(stream);
            await stream.FlushAsync(cancellation);
            stream.Flush(flushToDisk: true);
        }

        if (!IsLink(file) && File.Exists(file) && await AreEqualAsync(file, part, cancellation)) File.Delete(part);
        else File.Move(part, file, overwrite: true);
    }

    private static bool IsLink(string path) =>
        new FileInfo(path) is { LinkTarget: not null } || new DirectoryInfo(path) is { LinkTarget: not null };

    private static async Task<bool> AreEqualAsync(string one, string other, CancellationToken cancellation) =>
        new FileInfo(one).Length == new FileInfo(other).Length
            && await HashAsync(one, cancellation) == await HashAsync(other, cancellation);

    private static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellation));
    }
}
