using ServiceTracker.Domain.Figures.Gaps;

namespace ServiceTracker.Domain.Tests.Figures.Gaps;

public sealed class ObserverAgreementTests
{
    [Fact]
    public void Agreement_of_two_observers_is_told_with_its_interval_and_what_it_is_beyond_chance()
    {
        // The table of two readers of fifty grant applications by which κ is taught, 20 5 / 10 15, without regard to who of the two is
        // which: pₐ = 0.7; of κ pₑ = 0.55² + 0.45², of AC1 pₑ = 2 · 0.55 · 0.45.
        var agreement = ObserverAgreement.Of([.. Times(20, 2, 0), .. Times(15, 1, 1), .. Times(15, 0, 2)]);
        Assert.Equal((50L, 35L, 0.7), (agreement.Contacts, agreement.Agreed, agreement.Rate));
        Assert.Equal((0.7 - 0.505) / 0.495, agreement.Kappa!.Value, 1e-12);
        Assert.Equal((0.7 - 0.495) / 0.505, agreement.Ac1!.Value, 1e-12);
        Assert.Equal((0.5625, 0.8090), (Math.Round(agreement.Interval!.Value.Low, 4), Math.Round(agreement.Interval.Value.High, 4)));
        Assert.Equal(
            "Observers say the same in 70 % of 50 contacts, little more than chance would give: talk over what counts as met.",
            agreement.Sentence);
    }

    [Fact]
    public void Where_nearly_all_is_met_it_is_no_fault_that_observers_agree()
    {
        var agreement = ObserverAgreement.Of([.. Times(38, 2, 0), .. Times(2, 1, 1)]);
        Assert.InRange(agreement.Ac1!.Value, 0.94, 0.95);
        Assert.InRange(agreement.Kappa!.Value, -0.03, -0.02);
        Assert.Equal("Observers say the same in 95 % of 40 contacts.", agreement.Sentence);
        Assert.Null(ObserverAgreement.Of(Times(12, 2, 0)).Kappa);
        Assert.Equal(1, ObserverAgreement.Of(Times(12, 2, 0)).Ac1);
    }

    [Fact]
    public void Three_observers_agree_where_all_say_the_same()
    {
        var agreement = ObserverAgreement.Of([.. Times(8, 3, 0), .. Times(2, 2, 1)]);
        Assert.Equal((10L, 8L), (agreement.Contacts, agreement.Agreed));
        // Of three pairs of observers one agrees: pₐ = (8 + 2/3)/10.
        Assert.Equal(26 / 30.0, agreement.Raters.PercentAgreement!.Value, 1e-12);
    }

    [Fact]
    public void Below_the_minimum_there_are_counts_and_nothing_else()
    {
        var agreement = ObserverAgreement.Of([.. Times(9, 2, 0), .. Times(5, 1, 0), .. Times(3, 0, 0)]);
        Assert.Equal((9L, false), (agreement.Contacts, agreement.IsEnough));
        Assert.Null(agreement.Rate);
        Assert.Null(agreement.Interval);
        Assert.Null(agreement.Ac1);
        Assert.Null(agreement.Kappa);
        Assert.Equal("Too few yet: 9 of 10 contacts.", agreement.Sentence);
        Assert.Equal("Too few yet: 0 of 10 contacts.", ObserverAgreement.Of([]).Sentence);
        Assert.Throws<ArgumentOutOfRangeException>(() => ObserverAgreement.Of([(-1, 3)]));
    }

    [Theory, InlineData(0, 10), InlineData(4, 6), InlineData(10, 0), InlineData(99, 0)]
    public void A_verdict_on_own_logs_needs_ten_contacts(int seen, int missing) => Assert.Equal(missing, EvidenceGap.MissingOf(seen));

    private static IEnumerable<(int Met, int Missed)> Times(int times, int met, int missed) => Enumerable.Repeat((met, missed), times);
}
