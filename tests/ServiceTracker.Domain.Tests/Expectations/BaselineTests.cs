using FsCheck.Fluent;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Domain.Tests.Expectations;

public class BaselineTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 9, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly January = new(2026, 1, 1), March = new(2026, 3, 1), June = new(2026, 6, 1);

    [Fact]
    public void In_force_is_the_greatest_effective_date_then_the_highest_number()
    {
        // A higher number that starts earlier, two that start on the same day, and a draft that would win if it counted.
        Baseline one = Published(1, January), two = Published(2, June), three = Published(3, March), four = Published(4, March),
            five = Draft(5, June);
        Baseline[] all = [four, two, five, one, three];

        Assert.Null(Baseline.InForceOn(January.AddDays(-1), all));
        Assert.Same(one, Baseline.InForceOn(January, all));
        Assert.Same(one, Baseline.InForceOn(March.AddDays(-1), all));
        Assert.Same(four, Baseline.InForceOn(March, all));
        Assert.Same(four, Baseline.InForceOn(June.AddDays(-1), all));
        Assert.Same(two, Baseline.InForceOn(June, all));
        Assert.Same(two, Baseline.InForceOn(DateOnly.MaxValue, all));
        Assert.Null(Baseline.InForceOn(June, [five]));
    }

    [Fact]
    public void A_baseline_is_a_draft_then_published_then_superseded()
    {
        Baseline one = Published(1, January), two = Published(2, March), draft = Draft(3, January);
        Baseline[] all = [one, two, draft];

        Assert.Equal(BaselineStatus.Published, one.StatusOn(January.AddDays(-1), all)); // about to be in force
        Assert.Equal(BaselineStatus.Published, one.StatusOn(January, all));
        Assert.Equal(BaselineStatus.Published, two.StatusOn(January, all));
        Assert.Equal(BaselineStatus.Published, one.StatusOn(March.AddDays(-1), all));
        Assert.Equal(BaselineStatus.Superseded, one.StatusOn(March, all));
        Assert.Equal(BaselineStatus.Published, two.StatusOn(March, all));
        Assert.Equal(BaselineStatus.Draft, draft.StatusOn(March, all));
    }

    [Fact]
    public void The_lower_number_of_two_of_the_same_day_is_superseded()
    {
        Baseline one = Published(1, January), two = Published(2, January);

        Assert.Equal(BaselineStatus.Superseded, one.StatusOn(January, [one, two]));
        Assert.Equal(BaselineStatus.Published, two.StatusOn(January, [one, two]));
    }

    [Fact]
    public void Publishing_records_when_and_by_whom()
    {
        var draft = Draft(1, June);
        Assert.False(draft.IsPublished);

        draft.Publish(Now, "user:7");

        Assert.True(draft.IsPublished);
        Assert.Equal(Now, draft.PublishedAt);
        Assert.Equal("user:7", draft.PublishedBy);
        Assert.Equal(2, draft.Version);
    }

    [Fact]
    public void Publishing_twice_is_refused_and_changes_nothing()
    {
        var baseline = Draft(1, June);
        baseline.Publish(Now, "user:7");

        var refusal = Assert.Throws<InvalidOperationException>(() => baseline.Publish(Now.AddDays(1), "user:8"));

        Assert.Equal("Baseline 1 is published already.", refusal.Message);
        Assert.Equal(Now, baseline.PublishedAt);
        Assert.Equal("user:7", baseline.PublishedBy);
        Assert.Equal(2, baseline.Version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_missing_promise_keeps_it_from_publishing_and_is_named_by_its_path(string? promise)
    {
        var draft = new Baseline
        {
            Number = 1,
            Name = "Basics",
            Expectations =
            [
                new Expectation { Bit = 0, Code = "greeted", Question = "Greeted?", Promise = "You are seen." },
                new Expectation { Bit = 1, Code = "identity", Question = "Identity checked?", Promise = promise },
            ],
        };

        Assert.Equal(
            [("$.expectations[1].promise", "Say which promise to customers “identity” keeps before publishing.")],
            draft.WhatKeepsItFromPublishing());
        var refusal = Assert.Throws<InvalidOperationException>(() => draft.Publish(Now, "user:7"));
        Assert.Equal("Say which promise to customers “identity” keeps before publishing.", refusal.Message);
        Assert.False(draft.IsPublished);
        Assert.Equal(1, draft.Version);
    }

    [Fact]
    public void A_baseline_without_basics_cannot_be_published()
    {
        var draft = new Baseline { Name = "Empty" };

        Assert.Equal([("$.expectations", "Add at least one expectation before publishing.")], draft.WhatKeepsItFromPublishing());
        Assert.Throws<InvalidOperationException>(() => draft.Publish(Now, "user:7"));
    }

    [Fact]
    public void A_complete_draft_lacks_nothing() => Assert.Empty(Draft(1, June).WhatKeepsItFromPublishing());

    [Fact]
    public void It_covers_the_dates_up_to_the_next_later_published_one()
    {
        Baseline one = Published(1, January), two = Published(2, June), draft = Draft(3, March), otherDraft = Draft(4, March.AddDays(7));

        Assert.Equal((March, June), draft.DatesCovered([one, two, draft, otherDraft]));
        Assert.Equal((January, June), one.DatesCovered([one, two, draft, otherDraft]));
        Assert.Equal((June, null), two.DatesCovered([one, two, draft, otherDraft]));
        // A higher number of the same day leaves it none.
        Assert.Equal((June, June), Draft(1, June).DatesCovered([two]));
        Assert.Equal((June, null), Draft(3, June).DatesCovered([two]));
    }

    [Fact]
    public void The_dates_covered_are_those_on_which_it_is_in_force_once_published()
    {
        var several =
            from size in Gen.Choose(1, 6)
            from starts in Gen.Choose(0, 12).ListOf(size)
            from published in Gen.Elements(true, true, false).ListOf(size)
            from draft in Gen.Choose(0, size - 1)
            select (Starts: starts.ToArray(), Published: published.ToArray(), Draft: draft);
        several.Always(
            x =>
            {
                var all = x.Starts.Select((s, i) => Draft(i + 1, January.AddDays(s))).ToArray();
                for (var i = 0; i < all.Length; i++)
                    if (x.Published[i] && i != x.Draft) all[i].Publish(Now, "user:7");
                var draft = all[x.Draft];

                var (from, before) = draft.DatesCovered(all);

                draft.Publish(Now, "user:7");
                for (var date = January.AddDays(-1); date <= January.AddDays(14); date = date.AddDays(1))
                    Assert.Equal(date >= from && !(date >= before), ReferenceEquals(draft, Baseline.InForceOn(date, all)));
            },
            tests: 500);
    }

    [Fact]
    public void A_basic_is_found_by_its_exact_code()
    {
        var baseline = Draft(1, June);

        Assert.Same(baseline.Expectations[1], baseline.Find("basic_1"));
        Assert.Null(baseline.Find("Basic_1"));
        Assert.Null(baseline.Find("basic_9"));
    }

    [Fact]
    public void The_mask_of_a_channel_holds_the_basics_that_apply_on_it()
    {
        var baseline = new Baseline
        {
            Name = "Channels",
            Expectations =
            [
                new Expectation { Bit = 0, Code = "a", Question = "?" },
                new Expectation { Bit = 1, Code = "b", Question = "?", Channels = ["counter"] },
                new Expectation { Bit = 2, Code = "c", Question = "?", Channels = ["phone", "counter"] },
            ],
        };

        Assert.Equal(0b111, baseline.AllBits);
        Assert.Equal(0b111, baseline.ApplicableOn("counter"));
        Assert.Equal(0b101, baseline.ApplicableOn("phone"));
        Assert.Equal(0b001, baseline.ApplicableOn("email"));
    }

    [Fact]
    public void Publishing_changes_nothing_of_what_it_says_about_its_basics()
    {
        var baseline = new Baseline
        {
            Name = "Basics",
            Expectations =
            [
                new Expectation { Bit = 0, Code = "a", Question = "?", Promise = "!", Channels = ["counter"] },
                new Expectation { Bit = 1, Code = "b", Question = "?", Promise = "!", Kind = ExpectationKind.Measure, Target = 60 },
                new Expectation { Bit = 2, Code = "c", Question = "?", Promise = "!", Channels = ["phone", "counter"] },
                new Expectation
                {
                    Bit = 3,
                    Code = "d",
                    Question = "?",
                    Promise = "!",
                    Kind = ExpectationKind.Measure,
                    Target = 5,
                    Channels = ["phone"],
                },
            ],
        };

        HoldsTrue();
        baseline.Publish(Now, "user:7");
        HoldsTrue();

        void HoldsTrue()
        {
            Assert.Equal(0b1010, baseline.Measures);
            Assert.Equal([0, 1], [baseline.PlaceOfMeasure(baseline.Expectations[1]), baseline.PlaceOfMeasure(baseline.Expectations[3])]);
            Assert.Equal([0b0111, 0b1110, 0b0010, 0b0010], new[] { "counter", "phone", "email", "*" }.Select(baseline.ApplicableOn));
            Assert.All(baseline.Expectations, e => Assert.Same(e, baseline.Find(e.Code)));
            Assert.Null(baseline.Find("A"));
        }
    }

    private static Baseline Draft(int number, DateOnly from)
    {
        var draft = Make.Baseline([(1, false), (2, true)], number);
        draft.EffectiveFrom = from;
        return draft;
    }

    private static Baseline Published(int number, DateOnly from)
    {
        var baseline = Draft(number, from);
        baseline.Publish(Now, "user:7");
        return baseline;
    }
}
