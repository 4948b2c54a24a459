using System.Security.Cryptography;
using System.Text;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Interactions;

/// <summary>Makes the ids of interactions that come with the id of another system.</summary>
public static class InteractionId
{
    // The name space of these ids; changing it would give every imported row another id.
    private static readonly byte[] Namespace = new Guid("6f1d7a52-3c0e-5b8e-9d51-2a7e0c4b8f13").ToByteArray(bigEndian: true);

    /// <summary>
    /// The RFC 9562 version 5 id of a site, source and external id, so that the same file gives the same ids anywhere.
    /// </summary>
    public static Guid FromExternalId(string siteCode, Source source, string externalId)
    {
        var name = Encoding.UTF8.GetBytes($"{Code.Trim(siteCode)}\n{SnakeCase<Source>.Text(source)}\n{externalId}");
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // SHA-1 is what RFC 9562 prescribes for version 5; nothing here is a secret.
        SHA1.HashData([.. Namespace, .. name], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
