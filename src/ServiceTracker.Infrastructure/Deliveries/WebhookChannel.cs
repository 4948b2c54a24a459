using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceTracker.Application.Deliveries;
using ServiceTracker.Domain.Deliveries;
using ServiceTracker.Domain.Reports;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>
/// Calls another program with a signed message, as the Standard Webhooks specification says: <c>Webhook-Id</c>, the same at every attempt,
/// <c>Webhook-Timestamp</c>, <c>Webhook-Signature</c>. The files are in the message while they are small; each has a link to the
/// API anyway.
/// </summary>
internal sealed class WebhookChannel(DeliverySettings settings, GuardedCaller caller, WebhookSecrets secrets, TimeProvider clock)
    : IDeliveryChannel
{
    /// <summary>Bytes of all files together up to which they are in the message.</summary>
    public const int MostContent = 1 << 20;

    // How much of an answer is worth keeping.
    private const int MostShown = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public DeliveryKind Kind => DeliveryKind.Webhook;

    public string? FaultOf(string target) => DeliveryTarget.FaultOfWebhook(target, settings.AllowedHosts.Contains);

    public async Task<DeliveryAnswer> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        var body = await BodyAsync(parcel, cancellation);
        return await CallAsync(parcel.Delivery, $"{parcel.Receipt.Id}", body, cancellation);
    }

    public Task<DeliveryAnswer> TryAsync(Delivery delivery, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return CallAsync(
            delivery, $"trial-{Guid.CreateVersion7(now)}",
            JsonSerializer.SerializeToUtf8Bytes(
                new { type = "delivery.trial", timestamp = now.UtcDateTime, data = new { delivery = delivery.Name } }, Json),
            cancellation);
    }

    private async Task<byte[]> BodyAsync(Parcel parcel, CancellationToken cancellation)
    {
        var (seal, site) = (parcel.Revision.Seal, parcel.Revision.Site);
        var (files, left) = (new List<SentFile>(), MostContent);
        foreach (var file in parcel.Files)
        {
            using var kept = new BoundedCopy(left);
            await parcel.WriteAsync(file, kept, cancellation);
            var content = kept.Content;
            // All of them, or none: whoever receives it asks one question.
            left = content is null ? 0 : left - content.Length;
            files.Add(new SentFile(file.Name, file.Rows, kept.Sha256(), kept.Bytes, content, LinkTo(parcel, file)));
        }

        var whole = files.Sum(f => f.Bytes) <= MostContent;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "week.sealed",
                timestamp = seal.SealedAt,
                data = new
                {
                    delivery = parcel.Delivery.Name,
                    week = parcel.Revision.Week.ToString(),
                    site = site.Code,
                    seal.Revision,
                    late = seal.IsLate,
                    receipt = seal.ReceiptHash,
                    files = files.Select(f => whole ? f : f with { Content = null }),
                },
            },
            Json);
    }

    private string LinkTo(Parcel parcel, SealedFile file) => settings.LinkTo(
        $"/api/v1/reports/weekly/{parcel.Revision.Week}/{file.Name}?site={Uri.EscapeDataString(parcel.Revision.Site.Code)}" +
        $"&revision={parcel.Revision.Seal.Revision}{(parcel.Delivery.Profile is { } profile ? $"&profile={profile}" : "")}");

    private async Task<DeliveryAnswer> CallAsync(Delivery delivery, string id, byte[] body, CancellationToken cancellation)
    {
        if (FaultOf(delivery.Target) is { } fault) return DeliveryAnswer.Refused(fault);
        try
        {
            var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(delivery.Target, UriKind.Absolute));
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.Add("Webhook-Id", id);
            request.Headers.Add("Webhook-Timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("Webhook-Signature", secrets.Sign(delivery.SealedSecret ?? "", id, seconds, body));
            request.Headers.Add("User-Agent", "ServiceTracker");
            var (status, answer) = await caller.CallAsync(request, cancellation);
            var words = $"{(int)status} {(answer.Length > MostShown ? answer[..MostShown] : answer)}";
            return (int)status is >= 200 and < 300 ? DeliveryAnswer.Taken(words)
                : status == HttpStatusCode.Gone ? DeliveryAnswer.Refused(words)
                : DeliveryAnswer.Later((int)status is >= 300 and < 400 ? $"{(int)status}: redirects are not followed." : words);
        }
        catch (NotPublicException e)
        {
            return DeliveryAnswer.Refused(e.Message);
        }
        catch (CryptographicException)
        {
            return DeliveryAnswer.Refused("The key of its secret is gone: remove this delivery and add it again.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return DeliveryAnswer.Later(e.GetBaseException().Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DeliveryAnswer.Later($"No answer within {GuardedCaller.Patience.TotalSeconds:0} seconds.");
        }
    }

    private sealed record SentFile(string Name, long Rows, string Sha256, long Bytes, byte[]? Content, string Link);
}
