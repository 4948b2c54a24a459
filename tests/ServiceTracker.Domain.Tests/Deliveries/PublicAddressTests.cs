using System.Net;
using ServiceTracker.Domain.Deliveries;

namespace ServiceTracker.Domain.Tests.Deliveries;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.0.0.1"), InlineData("100.64.0.1"), InlineData("100.127.255.255"), InlineData("127.0.0.1")]
    [InlineData("127.255.255.254"), InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255")]
    [InlineData("192.0.0.192"), InlineData("192.168.1.1"), InlineData("198.18.0.1"), InlineData("224.0.0.1"), InlineData("240.0.0.1")]
    [InlineData("255.255.255.255"), InlineData("::"), InlineData("::1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:a9fe:a9fe")]
    [InlineData("::127.0.0.1"), InlineData("64:ff9b::7f00:1"), InlineData("fc00::1"), InlineData("fd00:ec2::254"), InlineData("fe80::1")]
    [InlineData("fec0::1"), InlineData("ff02::1"), InlineData("2002:7f00:1::"), InlineData("2001::1"), InlineData("2001:db8::1")]
    public void An_address_of_ones_own_network_or_of_none_is_not_public(string address) =>
        Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255"), InlineData("100.128.0.0")]
    [InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("192.167.255.255"), InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111"), InlineData("2a00:1450::1"), InlineData("::ffff:1.1.1.1")]
    public void Any_other_is(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));
}
