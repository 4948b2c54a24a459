using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Comparison;
using ServiceTracker.Domain.Flags;
using ServiceTracker.Domain.People;

namespace ServiceTracker.Domain.Tests.People;

public sealed class PersonInShortTests
{
    private static readonly FlagInShort Basic =
        new(FlagKind.Basic, "Identity confirmed", "Counter", 60, 46 / 60.0, 55 / 60.0, new(2026, 11, 3), true);

    [Fact]
    public void Somebody_like_the_others_is_told_as_usual_with_both_rates_and_the_number()
    {
        var found = Of(377, 412, Beside(377, 412, 930, 1000));
        Assert.Equal(
            "On the same channels others would have met all basics in 93 %; Dana met them in 92 % of 412: as usual.", found.Sentence);
        Assert.Equal(Signal.None, found.Signal);
    }

    [Fact]
    public void A_basic_outside_what_is_usual_is_named_with_its_counts()
    {
        var found = Of(360, 400, Beside(360, 400, 930, 1000), [new BasicBeside("Greeted", Beside(360, 400, 990, 1000))]);
        Assert.EndsWith(
            "90 % of 400: as usual on the whole. One basic is lower: Greeted, missed 40 times where 4 are expected.", found.Sentence,
            StringComparison.Ordinal);
        Assert.Equal(Signal.Concern, found.Signal);
    }

    [Fact]
    public void An_open_flag_comes_first_with_its_counts_its_beginning_and_what_was_agreed()
    {
        var found = Of(377, 412, Beside(377, 412, 930, 1000), flags: [Basic], agreed: new(2026, 12, 4));
        Assert.Equal(
            "Identity confirmed was missed 14 times on Counter where 5 are usual, since 3 Nov; " +
            "what was agreed is looked at again on 4 Dec. Of late 92 % of 412, where others on the same channels would have met 93 %.",
            found.Sentence);
        Assert.Equal("Settled: the interactions after it say the same.", found.HowSure);
        Assert.Equal(Signal.Concern, found.Signal);
    }

    [Theory]
    [InlineData(FlagKind.Lower, "Dana met all basics on Counter in 77 % of 60 since 3 Nov, where 92 % are usual.", Signal.Concern)]
    [InlineData(FlagKind.Better, "Dana met all basics on Counter in 77 % of 60 since 3 Nov, where 92 % are usual.", Signal.Improvement)]
    [InlineData(
        FlagKind.Erratic, "Dana has had good days and bad days on Counter since 3 Nov; on the whole all basics were met in 77 % of 60.",
        Signal.Concern)]
    [InlineData(FlagKind.Critical, "Identity confirmed, a critical basic, was missed on Counter on 3 Nov.", Signal.Concern)]
    [InlineData(
        FlagKind.Comparison, "Dana met all basics in 77 % of 60; others in the same surroundings would have met them in 92 %.",
        Signal.Concern)]
    public void Every_kind_of_flag_has_a_sentence(FlagKind kind, string sentence, Signal signal)
    {
        var found = Of(377, 412, null, flags: [Basic with { Kind = kind, IsSettled = false }]);
        Assert.Equal((sentence, signal), (found.Sentence, found.Signal));
        Assert.DoesNotContain("because", found.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Of_several_flags_the_weightiest_is_told_and_the_others_are_counted()
    {
        var found = Of(377, 412, null, flags: [Basic with { Kind = FlagKind.Better }, Basic with { Kind = FlagKind.Erratic }, Basic]);
        Assert.StartsWith("Identity confirmed was missed 14 times", found.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(" 2 more flags are open.", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_interactions_and_too_few_others_say_so_and_claim_nothing()
    {
        var few = Of(7, 9, null);
        Assert.Equal(("Not enough yet: 9 scored interactions, 10 are needed.", ""), (few.Sentence, few.HowSure));
        var alone = Of(9, 10, null);
        Assert.Equal(
            "Dana met all basics in 90 % of 10 interactions. They are compared with nobody's: too few others served on the same " +
            "channels in the same weeks.", alone.Sentence);
        Assert.Equal(Signal.None, alone.Signal);
    }

    private static PersonInShort Of(
        long met, long scored, BesideOthers? whole, IReadOnlyList<BasicBeside>? basics = null, IReadOnlyList<FlagInShort>? flags = null,
        DateOnly? agreed = null) => PersonInShort.Of("Dana", met, scored, whole, basics ?? [], flags ?? [], agreed);

    private static BesideOthers Beside(long met, long n, long othersMet, long others) =>
        BesideOthers.Of([new BesideCell("counter", "1", met, n, othersMet, others)], 1.2, 0.93)!;
}
