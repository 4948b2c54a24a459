using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Devices;

/// <summary>A device that keeps entries while the server cannot be asked, and sends them afterwards.</summary>
internal sealed class OfflineDevice(Guid id, Api api, TestApp app, string key) : IDisposable
{
    public Guid Id => id;

    public Api Api => api;

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    private DateTimeOffset Now => app.Clock.GetUtcNow() + Ahead;

    /// <summary>Registers one, pairs it, and reads its sheet.</summary>
    public static async Task<OfflineDevice> PairedAsync(Hosting.Organisation organisation, string site)
    {
        var (id, secret) = await Counter.PairedAsync(organisation, site);
        var api = organisation.App.Stranger();
        api.Http.DefaultRequestHeaders.Add("Cookie", $"servicetracker-device={secret}");
        return new(id, api, organisation.App, (string)(await api.GetAsync("/kiosk/sheet")).Is(200)["proofKey"]!);
    }

    /// <summary>What is kept of a PIN that is entered.</summary>
    public string Enter(string staff, string pin, Guid? at = null)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
        var said = JsonSerializer.SerializeToUtf8Bytes(new object[]
        {
            Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(staff))), pin, $"{at ?? id:N}", Now.ToUnixTimeMilliseconds(),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(12)),
        });
        return Convert.ToBase64String(rsa.Encrypt(said, RSAEncryptionPadding.OaepSHA256));
    }

    /// <summary>An entry that somebody confirms now: the phone, all met.</summary>
    public JsonObject Entry(string staff, string? proof, Guid? entry = null) => new()
    {
        ["id"] = entry ?? Guid.CreateVersion7(),
        ["staff"] = staff,
        ["proof"] = proof,
        ["occurredAt"] = Now.ToString("O"),
        ["channel"] = "phone",
        ["reason"] = "renewal",
        ["observations"] = new JsonObject { ["greeted"] = "met", ["identity"] = "met", ["anything_else"] = "met" },
    };

    /// <summary>Sends entries.</summary>
    /// <returns>The outcomes in their order.</returns>
    public async Task<string[]> SendAsync(params JsonObject[] entries) => [.. (await AnswerAsync(entries)).Is(200).Items
        .Select(o => (string)o!["outcome"]!)];

    /// <summary>Sends entries.</summary>
    public Task<Answer> AnswerAsync(params JsonNode[] entries) => api.PostAsync("/kiosk/entries", new JsonObject
    {
        ["deviceNow"] = Now.ToString("O"),
        ["waiting"] = entries.Length,
        ["entries"] = new JsonArray([.. entries.Select(e => e.DeepClone())]),
    });

    public void Dispose() => api.Dispose();
}
