using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Domain.Tests.Overview;

public sealed class LevelStoryTests
{
    private static readonly Concern Fell = new()
    {
        Kind = ConcernKind.Fell,
        Seat = Seat.Site,
        Basic = "next_step",
        Question = "Next step explained?",
        Site = "North Gate",
        Since = new(2026, 8, 12),
        Now = 0.86,
        Usual = 0.93,
        N = 420,
        IsSettled = true,
    };

    private static readonly LevelStory Story = new() { Subject = "Next step explained", Channels = 4, Weeks = 30 };

    private static readonly RateShift AsBefore = RateShift.Of(BuiltWeeks.Of(100, (30, 95)))!;

    public static TheoryData<LevelStory, string> Sentences => new()
    {
        {
            Story with { Concern = Fell },
            "Next step explained is at 86 % where 93 % was usual, since week 33, at North Gate, all channels together."
        },
        {
            Story with { Concern = Fell with { Site = null, Channel = "Phone" }, After = new(new(2026, 8, 3), "“New script”") },
            "Next step explained is at 86 % where 93 % was usual, since week 33, on Phone, after “New script” (3 Aug)."
        },
        {
            Story with { Concern = Fell with { Site = null }, Site = "Harbour Street", Channel = "Phone" },
            "Next step explained is at 86 % where 93 % was usual, since week 33, at Harbour Street on Phone."
        },
        {
            Story with { Concern = Fell with { Kind = ConcernKind.Lower, Since = null } },
            "Next step explained is at 86 % at North Gate and 93 % elsewhere."
        },
        {
            Story with { Concern = Fell with { Kind = ConcernKind.Hours, Hours = "12–14 h" } },
            "Next step explained is at 86 % 12–14 h at North Gate and 93 % otherwise."
        },
        {
            Story with { Subject = "All basics", Channel = "Phone", Concern = Fell with { Basic = null, Question = null, Site = null } },
            "All basics are met in 86 % where 93 % was usual, since week 33, on Phone."
        },
        {
            Story with { Shift = AsBefore, Site = "North Gate" },
            "Next step explained at North Gate is as usual: 95 % in the last 4 weeks, 95 % in up to 26 before. "
            + "Nothing about it stands out beyond chance."
        },
        {
            Story with { Shift = AsBefore, HasPeople = true },
            "Next step explained is as usual: 95 % in the last 4 weeks, 95 % in up to 26 before. "
            + "No place and no hour stands out; people do, see below."
        },
        {
            Story with { Shift = RateShift.Of(BuiltWeeks.Of(100, (26, 90), (4, 97)))!, Rose = true },
            "Next step explained is at 97 % where 90 % was usual, since week 43: more often than before."
        },
        {
            Story with { Weeks = 3, Now = RateLevel.Of(BuiltWeeks.Of(100, (30, 95)).Without(0, 27)) },
            "Next step explained is at 95 % of 300. Whether that is usual cannot be told yet: 17 weeks are needed, 3 are there."
        },
        { Story with { Weeks = 1 }, "Next step explained: too little yet. 17 weeks are needed, 1 is there." },
        {
            Story with { Now = RateLevel.Of(BuiltWeeks.Of(100, (30, 95))) },
            "Next step explained is at 95 % of 3000. Whether that is usual cannot be told yet: what is usual is learnt anew, "
            + "which takes 13 weeks."
        },
    };

    [Theory, MemberData(nameof(Sentences))]
    public void What_where_since_when_and_after_what_stands_in_one_sentence(LevelStory story, string sentence) =>
        Assert.Equal(sentence, story.Sentence);

    [Fact]
    public void Places_come_before_people_and_all_channels_before_one()
    {
        var (person, counter) = (Fell with { Person = "Dana Volkov" }, Fell with { Channel = "Counter" });
        Assert.Equal([Fell, counter, person], ConcernList.PlacesFirst([person, counter, Fell]));
    }
}
