using System.Net;

namespace ServiceTracker.Domain.Deliveries;

/// <summary>What a target of a delivery has to be, as far as that can be told from the text alone.</summary>
public static class DeliveryTarget
{
    /// <summary>Most people of one delivery by e-mail, and the longest target.</summary>
    public const int MostAddresses = 50, MostText = 2000;

    // RFC 5321: of an address, and of what stands before its @.
    private const int LongestAddress = 254, LongestLocalPart = 64;

    /// <summary>The addresses of a target, each once, in its order.</summary>
    public static IReadOnlyList<string> AddressesOf(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return
        [
            .. target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>What is wrong with a folder; null: nothing. It is one below that for deliveries, by names with slashes between
    /// them.</summary>
    public static string? FaultOfFolder(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target == ".") return null;
        foreach (var name in target.Split('/'))
        {
            if (name.Length == 0 || name is "." or ".." || name.Length > 100 || name != name.Trim() || name[^1] == '.'
                || name.Any(c => char.IsControl(c) || c is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'))
                return "A folder below the one for deliveries, such as payroll/weekly; a point alone is that folder itself.";
        }

        return null;
    }

    /// <summary>What is wrong with the address of a webhook; null: nothing that can be seen before its name is looked up.</summary>
    /// <param name="target">The address.</param>
    /// <param name="isAllowed">Hosts that may be called whatever their address, and without TLS.</param>
    public static string? FaultOfWebhook(string target, Func<string, bool> isAllowed)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(isAllowed);
        // Other letters and digits may be read as these: 127 has many spellings.
        if (target.Any(c => c is <= ' ' or '\\' or > '~'))
            return "Without blanks and letters beyond ASCII: a host as xn--…, others as %….";
        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
            return "An address that begins with https://.";
        if (uri.UserInfo.Length > 0 || target.Contains('@', StringComparison.Ordinal))
            return "Without user and password: what is sent is signed instead.";
        if (uri.Fragment.Length > 0) return "Without a part after #, which is never sent.";
        if (isAllowed(HostOf(uri))) return null;
        if (uri.Scheme != "https") return "https://, but for hosts that are named in Deliveries:AllowedHosts.";
        return IPAddress.TryParse(HostOf(uri), out var address) && !PublicAddress.Is(address) ? NotPublic(HostOf(uri)) : null;
    }

    /// <summary>The host of an address, as it is looked up: an IPv6 address without its brackets.</summary>
    public static string HostOf(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.IdnHost.Trim('[', ']');
    }

    /// <summary>What is said of a host in one's own network.</summary>
    public static string NotPublic(string host) =>
        $"{host} is in a network of its own, and is called only where it is named in Deliveries:AllowedHosts.";

    /// <summary>What is wrong with e-mail addresses; null: nothing.</summary>
    public static string? FaultOfEmail(string target)
    {
        var addresses = AddressesOf(target);
        if (addresses.Count is 0 or > MostAddresses) return $"1 to {MostAddresses} e-mail addresses with commas between them.";
        return addresses.FirstOrDefault(a => !IsAddress(a)) is { } wrong ? $"“{Shown(wrong)}” is not an e-mail address." : null;
    }

    // Narrower than the standards: no quoted names, comments or addresses of machines.
    private static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at is > 0 and <= LongestLocalPart && text.Length <= LongestAddress && text[..at].All(IsOfName) && text[0] != '.'
            && Uri.CheckHostName(text[(at + 1)..]) == UriHostNameType.Dns
            && text[(at + 1)..].All(c => char.IsLetterOrDigit(c) || c is '.' or '-');
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal);

    private static string Shown(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(80));
}
