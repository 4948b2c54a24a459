using FsCheck.Fluent;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Interactions;

public class InteractionIdTests
{
    // Made with another implementation of RFC 9562 version 5. If one changes, a second import of an old file stores everything twice.
    [Theory]
    [InlineData("harbour", Source.System, "T-1001", "c1cee2bf-9891-5a9f-a11b-126cef5f1ba3")]
    [InlineData("harbour", Source.MysteryShop, "résumé 7", "e6c64c39-e131-538d-ac02-3ed915c35c66")]
    public void Ids_never_change(string site, Source source, string externalId, string id) =>
        Assert.Equal(Guid.ParseExact(id, "D"), InteractionId.FromExternalId(site, source, externalId));

    [Fact]
    public void An_id_has_version_5_and_the_variant_of_the_RFC() => Gen.Choose(0, int.MaxValue).Always(n =>
    {
        var id = InteractionId.FromExternalId("harbour", Source.System, $"T-{n}");

        Assert.Equal(5, id.Version);
        Assert.InRange(id.Variant, 0x8, 0xB);
    });

    [Fact]
    public void Site_source_and_external_id_each_make_another_id()
    {
        var ids = new[]
        {
            InteractionId.FromExternalId("harbour", Source.System, "1"),
            InteractionId.FromExternalId("Harbour", Source.System, "1"),
            InteractionId.FromExternalId("station", Source.System, "1"),
            InteractionId.FromExternalId("harbour", Source.Customer, "1"),
            InteractionId.FromExternalId("harbour", Source.System, "2"),
            InteractionId.FromExternalId("harbour", Source.System, "1 "),
        };

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void The_blanks_around_a_site_code_are_not_part_of_it() => Assert.Equal(
        InteractionId.FromExternalId("harbour", Source.System, "1"),
        InteractionId.FromExternalId(" harbour\t", Source.System, "1"));
}
