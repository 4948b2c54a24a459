using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Organisation;

namespace ServiceTracker.Domain.Tests.Figures;

public class ChartWordTests
{
    private static readonly UnitChart Usual = ChartOf(26, 40), Dropped = ChartOf(26, 25), Risen = ChartOf(26, 50), Short = ChartOf(5, 40);

    [Fact]
    public void A_class_that_is_other_than_usual_is_the_word_and_speaks()
    {
        Assert.Equal(new ChartWord("Slipping", Signal.Concern), Of(ConsistencyClass.Slipping, Signal.None, Usual));
        Assert.Equal(new ChartWord("Erratic", Signal.Concern), Of(ConsistencyClass.Erratic, Signal.None, Usual));
        Assert.Equal(new ChartWord("Improving", Signal.Improvement), Of(ConsistencyClass.Improving, Signal.Concern, Dropped));
    }

    [Fact]
    public void An_open_flag_speaks_before_a_marked_week_does()
    {
        Assert.Equal(new ChartWord("Open flag", Signal.Concern), Of(ConsistencyClass.Reliable, Signal.Concern, Risen));
        Assert.Equal(new ChartWord("Concern", Signal.Concern), Of(ConsistencyClass.Reliable, Signal.None, Dropped));
        Assert.Equal(new ChartWord("Improvement", Signal.Improvement), Of(null, Signal.None, Risen));
    }

    [Fact]
    public void What_is_usual_is_quiet_and_has_its_class_for_a_word_where_there_is_one()
    {
        Assert.Equal(new ChartWord("Reliable", Signal.None), Of(ConsistencyClass.Reliable, Signal.None, Usual));
        Assert.Equal(new ChartWord("Steady, below target", Signal.None), Of(ConsistencyClass.SteadyBelow, Signal.None, Usual));
        Assert.Equal(new ChartWord("As usual", Signal.None), Of(null, Signal.None, Usual));
        Assert.Equal(new ChartWord("Not enough yet", Signal.None), Of(null, Signal.None, Short));
        Assert.False(Of(null, Signal.None, Usual).Speaks);
    }

    [Fact]
    public void A_marked_week_alone_says_nothing_of_a_person()
    {
        Assert.False(ChartWord.Of(new(ConsistencyClass.Reliable, ""), Signal.None, Dropped, isPerson: true).Speaks);
        Assert.True(ChartWord.Of(new(ConsistencyClass.Reliable, ""), Signal.Concern, Usual, isPerson: true).Speaks);
    }

    private static ChartWord Of(ConsistencyClass? standing, Signal flagged, UnitChart chart) =>
        ChartWord.Of(standing is { } c ? new Standing(c, "") : null, flagged, chart);

    // Every week about 40 of 50, but for the last one.
    private static UnitChart ChartOf(int weeks, long last) => UnitChart.Of(
        [
            .. IsoWeek.Of(new DateOnly(2026, 11, 9)).LatestOf(weeks)
                .Select((w, i) => new WeekCount(w, 50, i == weeks - 1 ? last : 39 + i % 3)),
        ],
        []);
}
