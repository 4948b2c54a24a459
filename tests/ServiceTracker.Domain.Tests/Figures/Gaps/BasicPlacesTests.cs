using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public class BasicPlacesTests
{
    private static readonly string[] People = ["ann", "ben", "cid", "dan"];

    [Fact]
    public void A_channel_is_named_where_the_same_people_miss_the_basic_more_often()
    {
        var places = BasicPlaces.Of(
        [
            .. People.Select(p => Count("identity", "a", "phone", p, 85, 100)),
            .. People.Select(p => Count("identity", "a", "counter", p, 97, 100)),
        ])["identity"];

        var place = Assert.Single(places.Lower);
        Assert.Equal((BasicPlacesKind.Lower, 2, 1), (places.Kind, places.Channels, places.Sites));
        Assert.Equal((PlaceKind.Channel, "phone", 340L, 400L), (place.Kind, place.Code, place.K, place.N));
        Assert.Equal(-0.12, place.Difference, 1e-9);
        Assert.Equal(People, place.Staff);
    }

    [Fact]
    public void A_site_is_named_for_what_it_misses_on_the_same_channels_and_not_for_having_the_harder_one()
    {
        // Both sites alike on each channel; north has nearly all of the hard one.
        var mix = BasicPlaces.Of(
        [
            Count("greeted", "north", "phone", "ann", 720, 900), Count("greeted", "north", "counter", "ann", 95, 100),
            Count("greeted", "south", "phone", "ben", 80, 100), Count("greeted", "south", "counter", "ben", 855, 900),
        ])["greeted"];
        Assert.Equal((PlaceKind.Channel, "phone"), Assert.Single(mix.Lower.Select(p => (p.Kind, p.Code))));

        var site = BasicPlaces.Of(
        [
            Count("greeted", "north", "phone", "ann", 430, 500), Count("greeted", "north", "counter", "ann", 430, 500),
            Count("greeted", "south", "phone", "ben", 480, 500), Count("greeted", "south", "counter", "ben", 480, 500),
        ])["greeted"];
        Assert.Equal((PlaceKind.Site, "north"), Assert.Single(site.Lower.Select(p => (p.Kind, p.Code))));
    }

    [Fact]
    public void A_fall_on_every_channel_of_one_site_is_told_beside_the_other_sites_together_and_nothing_is_told_of_those()
    {
        BasicCount[] here =
        [
            Count("greeted", "north", "phone", "ann", 430, 500), Count("greeted", "north", "counter", "ann", 430, 500),
        ];
        BasicCount[] elsewhere = [Count("greeted", "", "phone", "", 960, 1000), Count("greeted", "", "counter", "", 960, 1000)];

        Assert.Empty(BasicPlaces.Of(here)["greeted"].Lower);
        var told = BasicPlaces.Of(here, elsewhere)["greeted"];
        Assert.Equal((PlaceKind.Site, "north"), Assert.Single(told.Lower.Select(p => (p.Kind, p.Code))));
        Assert.Equal((1, 2), (told.Lower[0].Staff.Count, told.Sites));
        Assert.Equal(-0.10, told.Lower[0].Difference, 1e-9);

        // What is worse elsewhere is not this site's: no word of the others, and their channels are not held against each other.
        var worse = BasicPlaces.Of(
            here, [Count("greeted", "", "phone", "", 500, 1000), Count("greeted", "", "counter", "", 700, 1000)])["greeted"];
        Assert.Equal(BasicPlacesKind.Alike, worse.Kind);
    }

    [Fact]
    public void Sites_without_a_channel_in_common_are_not_held_against_each_other()
    {
        var places = BasicPlaces.Of(
            [Count("greeted", "north", "phone", "ann", 700, 1000), Count("greeted", "south", "counter", "ben", 950, 1000)])["greeted"];
        Assert.DoesNotContain(places.Lower, p => p.Kind == PlaceKind.Site);
    }

    [Fact]
    public void Too_few_and_a_single_place_are_called_so_and_never_alike()
    {
        Assert.Equal(BasicPlacesKind.OnlyPlace, Of(Count("greeted", "a", "phone", "ann", 300, 400)).Kind);
        var (phone, few, enough) = (Count("greeted", "a", "phone", "ann", 360, 400), Count("greeted", "a", "counter", "ann", 43, 49),
            Count("greeted", "a", "counter", "ann", 45, 50));
        Assert.Equal(BasicPlacesKind.TooFew, Of(phone, few).Kind);
        Assert.Equal(BasicPlacesKind.Alike, Of(phone, enough).Kind);
        Assert.Empty(BasicPlaces.Of([Count("greeted", "a", "phone", "ann", 0, 0)]));
        Assert.Empty(BasicPlaces.Of([]));

        static BasicPlaces Of(params BasicCount[] counts) => BasicPlaces.Of(counts)["greeted"];
    }

    [Fact]
    public void A_gap_of_less_than_one_customer_in_a_hundred_is_not_told_however_sure()
    {
        const long Million = 1_000_000;
        var places = BasicPlaces.Of(
            [Count("greeted", "a", "phone", "ann", 989_000, Million),
            Count("greeted", "a", "counter", "ann", 995_000, Million)])["greeted"];
        Assert.Equal(BasicPlacesKind.Alike, places.Kind);
    }

    [Fact]
    public void Where_nothing_differs_few_rounds_name_a_place()
    {
        const int Rounds = 400, Basics = 8;
        var random = new Random(20261120);
        var wrong = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var counts = new List<BasicCount>();
            for (var basic = 0; basic < Basics; basic++)
            {
                foreach (var site in new[] { "a", "b" })
                {
                    foreach (var person in People)
                    {
                        foreach (var channel in new[] { "counter", "phone", "email", "chat" })
                        {
                            var met = Enumerable.Range(0, 60).Count(_ => random.NextDouble() < 0.96);
                            counts.Add(Count($"basic{basic}", site, channel, site + person, met, 60));
                        }
                    }
                }
            }

            if (BasicPlaces.Of(counts).Values.Any(p => p.Lower.Count > 0)) wrong++;
        }

        Assert.InRange(wrong, 0, Rounds * 2 / 100);
    }

    private static BasicCount Count(string basic, string site, string channel, string staff, long k, long n) =>
        new(basic, site, channel, staff, k, n);
}
