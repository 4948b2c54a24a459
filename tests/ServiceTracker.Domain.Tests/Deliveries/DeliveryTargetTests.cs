using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Domain.Tests.Deliveries;

public sealed class DeliveryTargetTests
{
    [Theory]
    [InlineData("payroll"), InlineData("payroll/weekly"), InlineData("."), InlineData("Löhne 2026"), InlineData("a..b")]
    public void A_folder_is_named_below_the_one_for_deliveries(string target) => Assert.Null(DeliveryTarget.FaultOfFolder(target));

    [Theory]
    [InlineData(".."), InlineData("../etc"), InlineData("a/../../etc"), InlineData("/etc"), InlineData("a//b"), InlineData("a/")]
    [InlineData("./a"), InlineData("a\\b"), InlineData("c:temp"), InlineData("a\nb"), InlineData("a\0b"), InlineData("a./b")]
    [InlineData(" a")]
    [InlineData(""), InlineData("a/ /b"), InlineData("~|x"), InlineData("a?"), InlineData("...")]
    public void What_could_lead_out_of_it_is_refused(string target) => Assert.NotNull(DeliveryTarget.FaultOfFolder(target));

    [Theory]
    [InlineData("ann@example.org"), InlineData("a.b+c@x.example.org, o'neil@bücher.example"), InlineData("ann@example.org,ANN@example.org")]
    public void People_are_named_by_their_addresses(string target) => Assert.Null(DeliveryTarget.FaultOfEmail(target));

    [Theory]
    [InlineData(""), InlineData(" , "), InlineData("ann"), InlineData("@example.org"), InlineData("ann@"), InlineData("a b@example.org")]
    [InlineData("ann@example.org\r\nBcc: all@example.org"), InlineData("Ann <ann@example.org>"), InlineData("ann@[127.0.0.1]")]
    [InlineData("ann@example.org;bob@example.org"), InlineData("ann@127.0.0.1"), InlineData("a@b@example.org")]
    [InlineData("a\0@example.org")]
    public void What_is_no_address_or_more_than_one_is_refused(string target) => Assert.NotNull(DeliveryTarget.FaultOfEmail(target));

    [Fact]
    public void Each_person_is_written_to_once() =>
        Assert.Equal(
            ["ann@example.org", "bob@example.org"], DeliveryTarget.AddressesOf("ann@example.org, bob@example.org,,Ann@Example.org"));

    [Theory]
    [InlineData("https://example.org"), InlineData("https://example.org:8443/hook?key=1"), InlineData("http://till.intranet/hook")]
    [InlineData("https://1.1.1.1/"), InlineData("http://[fd00::1]:81/")]
    public void A_webhook_has_an_https_address_or_an_allowed_host(string target) =>
        Assert.Null(DeliveryTarget.FaultOfWebhook(target, h => h is "till.intranet" or "fd00::1"));

    [Theory]
    [InlineData("http://example.org"), InlineData("ftp://example.org"), InlineData("file:///etc/passwd"), InlineData("example.org")]
    [InlineData("https://ann:secret@example.org"), InlineData("https://@example.org"), InlineData("https://example.org/#part")]
    [InlineData("https://127.0.0.1"), InlineData("https://2130706433"), InlineData("https://0x7f.1"), InlineData("https://[::1]")]
    [InlineData("https://exa\r\nmple.org"), InlineData("https:\\\\example.org"), InlineData("https://"), InlineData("gopher://x")]
    [InlineData("https://１２７.0.0.1"), InlineData("https://127。0。0。1"), InlineData("https://bücher.example")]
    public void Others_are_refused(string target) => Assert.NotNull(DeliveryTarget.FaultOfWebhook(target, _ => false));
}
