using ServiceTracker.Domain.Overview;

namespace ServiceTracker.Domain.Tests.Overview;

public sealed class OverviewAnswersTests
{
    private static readonly DateOnly Monday = new(2026, 11, 9);
    private static readonly LookedAt Everything = new(17, 4, 8, TellsPeopleApart: true);

    private static readonly Concern
        OnPhone = new()
        {
            Kind = ConcernKind.Fell,
            Seat = Seat.Channel,
            Basic = "identity",
            Question = "Identity checked?",
            Channel = "Phone",
            Since = new(2026, 10, 19),
            Now = 0.83,
            Usual = 0.95,
            N = 1240,
            IsSettled = true,
        },
        Slipping = new()
        {
            Kind = ConcernKind.Fell,
            Seat = Seat.Person,
            Person = "Dana Volkov",
            Since = new(2026, 11, 3),
            Now = 0.78,
            Usual = 0.91,
            N = 96,
            Flag = Guid.CreateVersion7(),
        },
        Erratic = new()
        {
            Kind = ConcernKind.Erratic,
            Seat = Seat.Person,
            Person = "Robin Ellis",
            Since = new(2026, 8, 3),
            Now = 0.88,
            Usual = 0.88,
            N = 240,
            IsSettled = true,
        },
        AtNorthGate = new()
        {
            Kind = ConcernKind.Lower,
            Seat = Seat.Site,
            Basic = "next_step",
            Question = "Next step explained?",
            Site = "North Gate",
            Now = 0.86,
            Usual = 0.93,
            N = 420,
            IsSettled = true,
        },
        Everywhere = new()
        {
            Kind = ConcernKind.Fell,
            Seat = Seat.System,
            Basic = "greeted",
            Question = "Greeted?",
            Now = 0.851,
            Usual = 0.854,
            N = 9000,
            Since = new(2026, 9, 7),
            IsSettled = true,
        },
        Lunch = new()
        {
            Kind = ConcernKind.Hours,
            Seat = Seat.System,
            Hours = "12–14 h",
            Site = "Harbour Street",
            Now = 0.78,
            Usual = 0.91,
            N = 310,
        },
        Critical = new()
        {
            Kind = ConcernKind.Critical,
            Seat = Seat.Person,
            Person = "Dana Volkov",
            Basic = "identity",
            Question = "Identity checked?",
            Since = new(2026, 11, 12),
        },
        Below = new() { Kind = ConcernKind.BelowColleagues, Seat = Seat.Person, Person = "Dana Volkov", Now = 0.78, Usual = 0.91, N = 120 };

    public static TheoryData<Concern, string, string, string> Sentences => new()
    {
        {
            OnPhone, "Identity checked fell on Phone since 19 Oct: 95 → 83 %", "The channel: Phone; none of 17 people stands out",
            "since 19 Oct, 1 240 interactions, settled"
        },
        {
            Slipping, "Dana Volkov slips since 3 Nov: 91 → 78 %", "One person: Dana Volkov; no channel stands out",
            "since 3 Nov, 96 interactions, provisional"
        },
        {
            Erratic, "Robin Ellis has good and bad days: 88 % on average", "One person: Robin Ellis; no channel stands out",
            "since 3 Aug, 240 interactions, settled"
        },
        {
            AtNorthGate, "Next step explained is lower at North Gate: 86 %, elsewhere 93 %",
            "The place: North Gate; none of 17 people stands out", "420 interactions, settled"
        },
        {
            Everywhere, "Greeted fell since 7 Sep: 85.4 → 85.1 %", "The system: every channel alike; none of 17 people stands out",
            "since 7 Sep, 9 000 interactions, settled"
        },
        {
            Lunch, "All basics falter 12–14 h at Harbour Street: 78 %, otherwise 91 %",
            "The system: it is the hour; none of 17 people stands out", "310 interactions, provisional"
        },
        {
            Critical, "Dana Volkov missed Identity checked, a critical basic, on 12 Nov", "One person: Dana Volkov; no channel stands out",
            "since 12 Nov, a fact"
        },
        {
            Below, "Dana Volkov is below colleagues: 78 %, expected 91 %", "One person: Dana Volkov; no channel stands out",
            "120 interactions, provisional"
        },
    };

    [Fact]
    public void In_short_a_person_has_what_it_is_about_them_and_a_place_its_name()
    {
        Assert.Equal("Robin Ellis: good and bad days", Erratic.InShort);
        Assert.Equal("Dana Volkov: slips", Slipping.InShort);
        Assert.Equal("Dana Volkov: a critical basic missed", (Slipping with { Kind = ConcernKind.Critical }).InShort);
        Assert.Equal(("Identity checked on Phone", "Next step explained at North Gate"), (OnPhone.InShort, AtNorthGate.InShort));
    }

    [Theory, MemberData(nameof(Sentences))]
    public void Each_concern_is_told_in_twelve_words_with_its_number_and_who_or_what_it_is(
        Concern concern, string where, string who, string howSure)
    {
        var answers = new OverviewAnswers([concern], Everything, 30);

        Assert.Equal((where, who, howSure), (answers.Where, answers.WhoOrWhat, concern.HowSure));
        Assert.All([where, who], s => Assert.InRange(Concern.WordsIn(s), 1, Concern.MostWords));
        Assert.False(answers.IsCalm);
    }

    [Fact]
    public void Where_nothing_differs_it_says_so_of_what_was_looked_at_and_of_no_more()
    {
        var calm = new OverviewAnswers([], Everything, 30);

        Assert.True(calm.IsCalm);
        Assert.Equal(
            ("Nothing needs you this week", "Neither: no person and no channel stands out", "Nothing new since 9 Nov"),
            (calm.Where, calm.WhoOrWhat, calm.Changed([], [], Monday)));
        Assert.Equal("Looked at 17 people, 4 channels, 8 basics: nothing outside chance.", calm.Looked.Words(isCalm: true));
        Assert.Equal("Looked at 17 people, 4 channels, 8 basics: nothing else outside chance.", calm.Looked.Words(isCalm: false));
        var small = new OverviewAnswers([], new LookedAt(5, 1, 1, TellsPeopleApart: false), 30);
        Assert.Equal("No channel stands out", small.WhoOrWhat);
        Assert.Equal(
            "Looked at 1 channel, 1 basic: nothing outside chance. People cannot be told apart yet.", small.Looked.Words(isCalm: true));
        // People that were not compared here are not spoken of.
        Assert.Equal("Looked at 3 channels, 2 basics: nothing outside chance.", new LookedAt(null, 3, 2, false).Words(isCalm: true));
    }

    [Theory, InlineData(0, "0 are"), InlineData(1, "1 is"), InlineData(9, "9 are")]
    public void With_too_little_nothing_is_claimed(int weeks, string there)
    {
        var none = new OverviewAnswers([], new LookedAt(0, 0, 0, TellsPeopleApart: false), weeks);

        Assert.False(none.IsCalm);
        Assert.Equal(
            ($"Too little yet: 17 weeks are needed, {there} there", "Not told yet", "Not told yet"),
            (none.Where, none.WhoOrWhat, none.Changed([], [], Monday)));
        Assert.Equal("Nothing could be compared yet.", none.Looked.Words(isCalm: false));
    }

    [Fact]
    public void Several_are_counted_and_the_first_is_told()
    {
        Assert.Equal("Mixed: 1 place, 1 channel and 2 people", Of(OnPhone, AtNorthGate, Slipping, Erratic).WhoOrWhat);
        Assert.Equal("2 people; no channel stands out", Of(Slipping, Erratic, Critical).WhoOrWhat);
        Assert.Equal("Mixed: 1 system matter and 1 channel", Of(OnPhone, Everywhere).WhoOrWhat);
    }

    [Fact]
    public void What_changed_is_new_or_over_or_recorded()
    {
        var change = new RecordedChange(new(2026, 11, 10), "“New phone script”", "Phone");

        Assert.Equal("New since 9 Nov: Identity checked on Phone and 1 more", Of(OnPhone, Slipping).Changed([], [change], Monday));
        Assert.Equal("No longer since 9 Nov: Dana Volkov", Of(OnPhone).Changed([OnPhone, Slipping], [change], Monday));
        Assert.Equal("Since 9 Nov: “New phone script”", Of(OnPhone).Changed([OnPhone], [change], Monday));
        Assert.Equal("Nothing new since 9 Nov", Of(OnPhone).Changed([OnPhone], [], Monday));
    }

    [Theory]
    [InlineData("2026-10-12", "Phone", "identity", true)]
    [InlineData("2026-10-23", null, null, true)]
    [InlineData("2026-09-20", "Phone", "identity", false)]
    [InlineData("2026-10-27", "Phone", "identity", false)]
    [InlineData("2026-10-12", "Counter", null, false)]
    [InlineData("2026-10-12", null, "greeted", false)]
    public void A_recorded_change_comes_before_what_began_within_four_weeks_of_it_on_the_same_channel_and_basic(
        string date, string? channel, string? basic, bool isBefore) =>
        Assert.Equal(
            isBefore, new RecordedChange(DateOnly.ParseExact(date, "yyyy-MM-dd", null), "“x”", channel, basic is null ? null : [basic])
                .ComesBefore(OnPhone));

    [Fact]
    public void What_a_flag_is_about_is_told_once_and_what_fell_stands_before_people()
    {
        var flag = OnPhone with { Flag = Guid.CreateVersion7(), Since = new(2026, 10, 21) };
        var lower = OnPhone with { Kind = ConcernKind.Lower };
        var whole = flag with { Basic = null, Question = null };

        Assert.Equal([flag, AtNorthGate], ConcernList.Of([flag], [OnPhone, lower, AtNorthGate]));
        Assert.Equal([whole], ConcernList.Of([whole], [OnPhone, lower]));
        Assert.Equal([OnPhone, AtNorthGate, Lunch, Below], ConcernList.Of([], [Below, Lunch, AtNorthGate, lower, OnPhone]));
        Assert.Equal([Slipping, Everywhere], ConcernList.Of([Slipping], [Below, Everywhere]));
        // Two flags are two pieces of work, also about one person.
        Assert.Equal(2, ConcernList.Of([Slipping, Critical with { Flag = Guid.CreateVersion7() }], []).Count);
    }

    private static OverviewAnswers Of(params Concern[] concerns) => new(concerns, Everything, 30);
}
