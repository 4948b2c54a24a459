using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Domain.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, AuditChain.SaltBytes).Select(n => (byte)n)];
    private static readonly Guid Id = new("019aa5b4-6a10-7c3e-9d0f-2b7a4c1e8f55");
    private static readonly DateTime At = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_digest_changes_with_every_field_with_the_salt_and_with_the_place_of_a_text()
    {
        AuditEntry[] entries =
        [
            Entry(), Entry(site: 2), Entry(id: Guid.Empty), Entry(at: At.AddMicroseconds(1)), Entry(by: "user:2"), Entry(name: "Ann"),
            Entry(origin: ""), Entry(origin: "192.0.2.1"), Entry(action: "site.removed"), Entry(subject: "harbou"), Entry(before: "{}"),
            Entry(after: "{}"), Entry(by: "user:1B", name: "ob"), Entry(subject: "harbourx", before: null),
            Entry(subject: "harbour", before: "x"),
        ];
        var digests = entries.Select(e => Convert.ToHexString(AuditChain.DigestOf(e, Salt))).ToList();
        digests.Add(Convert.ToHexString(AuditChain.DigestOf(Entry(), new byte[AuditChain.SaltBytes])));
        Assert.Equal(digests.Count, digests.Distinct().Count());
        // Both stores keep microseconds.
        Assert.Equal(AuditChain.DigestOf(Entry(), Salt), AuditChain.DigestOf(Entry(at: At.AddTicks(9)), Salt));
    }

    [Fact]
    public void A_link_follows_from_the_one_before_its_day_and_its_lines_in_their_order()
    {
        var day = new DateOnly(2026, 11, 20);
        byte[] one = [1], two = [2];
        string[] links =
        [
            Link(null, day, one, two), Link(null, day, two, one), Link(null, day, one), Link(null, day), Link(one, day, one, two),
            Link(null, day.AddDays(1), one, two),
        ];
        Assert.Equal(links.Length, links.Distinct().Count());
        Assert.Equal(Link(one, day, one, two), Link(one, day, one, two));
    }

    private static string Link(byte[]? previous, DateOnly day, params byte[][] digests)
    {
        using var hash = AuditChain.Link(previous, day);
        foreach (var digest in digests) hash.AppendData(digest);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static AuditEntry Entry(
        int site = 1, Guid? id = null, DateTime? at = null, string by = "user:1", string name = "Bob", string? origin = null,
        string action = "site.saved", string subject = "harbour", string? before = null, string? after = null) => new()
        {
            SiteId = site,
            Id = id ?? Id,
            At = at ?? At,
            By = by,
            ByName = name,
            Origin = origin,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
        };
}
