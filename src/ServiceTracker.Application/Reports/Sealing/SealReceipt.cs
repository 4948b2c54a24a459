using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServiceTracker.Application.Reports.Sealing;

/// <summary>What is said of a revision and hashed with it: nobody can change a file, or take one out of the chain, unseen.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="Week">Such as 2026-W47.</param>
/// <param name="Revision">From 1.</param>
/// <param name="Number">Its place in the chain of its site, from 1.</param>
/// <param name="SealedAt">UTC instant.</param>
/// <param name="DueAt">UTC instant at which the schedule was to seal it.</param>
/// <param name="Late">It came an hour or more after that.</param>
/// <param name="By">Who had it sealed.</param>
/// <param name="Program">Version of the program.</param>
/// <param name="Catalogue">Version of the catalogue of columns.</param>
/// <param name="Files">The files, in the order of the catalogue.</param>
/// <param name="Previous">SHA-256 of the receipt before it; null of the first.</param>
public sealed record SealReceipt(
    string Site, string Week, int Revision, long Number, DateTime SealedAt, DateTime DueAt, bool Late, string By, string Program,
    int Catalogue, IReadOnlyList<SealReceipt.Line> Files, string? Previous)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A file in a receipt.</summary>
    /// <param name="Name">Its plain name.</param>
    /// <param name="Rows">Rows without the header.</param>
    /// <param name="Sha256">SHA-256 of the file, in small hexadecimal digits.</param>
    /// <param name="Bytes">Its bytes.</param>
    public sealed record Line(string Name, long Rows, string Sha256, long Bytes);

    /// <summary>Reads a receipt as it is kept.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SealReceipt Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SealReceipt>(text, Json) ?? throw new InvalidDataException("The receipt is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The receipt cannot be read.", e);
        }
    }

    /// <summary>The receipt as it is kept and hashed.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>SHA-256 of a receipt as it is kept, in small hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
