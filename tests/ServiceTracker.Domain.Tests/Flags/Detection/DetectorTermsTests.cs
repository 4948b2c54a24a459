using System.Text.Json;
using ServiceTracker.Domain.Flags.Detection;
using static ServiceTracker.Domain.Tests.Flags.Detection.DetectorExamples;

namespace ServiceTracker.Domain.Tests.Flags.Detection;

public class DetectorTermsTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_rate_is_refused(double rate)
    {
        Assert.Throws<ArgumentException>(() => Terms() with { SiteMissRate = rate });
        Assert.Throws<ArgumentException>(() => Terms() with { DayToDayVariation = rate });
        Assert.Throws<ArgumentException>(() => Terms() with { BasicDayToDayVariation = [0, rate] });
        if (!double.IsNaN(rate)) Assert.Throws<ArgumentException>(() => Terms() with { SiteBasicMissRates = [0.1, rate] });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_refused(double shift)
    {
        Assert.Throws<ArgumentException>(() => Terms() with { RateOffset = shift });
        Assert.Throws<ArgumentException>(() => Terms() with { BasicOffsets = [0, shift] });
        Assert.Throws<ArgumentException>(() => new DetectorObservation(default, default, Monday, 0, 1, shift));
        Assert.Throws<ArgumentException>(() => Day(Monday, "m").Single() with { CaseMix = shift });
    }

    [Fact]
    public void So_are_a_threshold_that_is_none_and_weights_that_are_no_shares()
    {
        Assert.Throws<ArgumentException>(() => Terms(threshold: double.NaN));
        Assert.Throws<ArgumentException>(() => Terms(threshold: -1));
        Assert.Throws<ArgumentException>(() => Terms(weights: default(ExplanationWeights)));
        Assert.Throws<ArgumentException>(() => Terms(weights: new(1.2, 0, 0, -0.2, 0)));
        Assert.Throws<ArgumentException>(() => Terms(weights: new(double.NaN, 0, 0, 0, 1)));
    }

    [Fact]
    public void Terms_with_a_basic_that_the_detector_does_not_know_are_refused_and_leave_it_as_it_was()
    {
        var detector = new ChangeDetector(2);
        detector.AdvanceAll(Day(Monday, "mx1", 2), Terms(2));
        var before = JsonSerializer.Serialize(detector.Save());

        Assert.Throws<ArgumentException>(() => detector.Advance(Day(Monday.AddDays(30), "m", 2).Single(), Terms(3)));

        Assert.Equal(before, JsonSerializer.Serialize(detector.Save()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0.1, 900)]
    [InlineData(0.1, -900)]
    public void Every_rate_and_shift_that_is_taken_gives_finite_evidence(double site, double shift)
    {
        var terms = Terms(2, variation: 0.02) with { SiteMissRate = site, RateOffset = shift, BasicOffsets = [shift, -shift] };
        var detector = new ChangeDetector(2);
        foreach (var date in WorkingDays(20)) detector.AdvanceAll(Day(date, "mx1m2mmx", 2, caseMix: shift), terms);

        Assert.True(double.IsFinite(detector.EvidenceUnder(terms).Total));
        Assert.True(detector.EvidenceUnder(terms).Total > 0);
    }
}
