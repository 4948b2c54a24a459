using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Figures.Rollups;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Figures.Rollups;

public sealed class RollupSumsTests
{
    [Fact]
    public void Sums_give_the_same_figures_as_the_interactions_themselves() => Arbitraries.ContactLists.Always(contacts =>
    {
        var sums = new StaffWeek();
        foreach (var contact in contacts) sums.Add(contact.Pattern, null, 1);
        foreach (var viewpoint in Enum.GetValues<Viewpoint>())
        {
            var direct = new ConsistencyTally(viewpoint);
            foreach (var contact in contacts) direct.Add(contact.Pattern, 1);
            var summed = new ConsistencyTally(viewpoint);
            summed.Add(sums);
            Assert.Equivalent(direct, summed, strict: true);

            if (contacts.Length == 0) continue;
            var baseline = contacts[0].Baseline;
            foreach (var expectation in baseline.Expectations)
            {
                var basic = new ExpectationTally(viewpoint);
                foreach (var contact in contacts) basic.Add(expectation, contact.Pattern, 1);
                var tally = sums.TallyOf(baseline, expectation, viewpoint);
                Assert.Equal((basic.Applicable, basic.Met), (tally.Applicable, tally.Met));
            }
        }
    });

    [Fact]
    public void Taking_everything_out_again_in_any_order_leaves_nothing() => Arbitraries.ContactLists.Always(contacts =>
    {
        var sums = new StaffWeek();
        foreach (var contact in contacts) sums.Add(contact.Pattern, null, 1);
        foreach (var contact in contacts.Reverse()) sums.Add(contact.Pattern, null, -1);
        AssertSame(new StaffWeek(), sums);
        Assert.True(sums.IsEmpty);
    });

    [Fact]
    public void Sums_of_parts_are_the_sum_of_the_whole() => Arbitraries.ContactLists.Always(contacts =>
    {
        StaffWeek first = new(), second = new(), whole = new();
        for (var i = 0; i < contacts.Length; i++)
        {
            (i % 3 == 0 ? first : second).Add(contacts[i].Pattern, null, 1);
            whole.Add(contacts[i].Pattern, null, 1);
        }

        first.Add(second);
        AssertSame(whole, first);
    });

    [Fact]
    public void A_correction_takes_out_the_old_and_adds_the_new()
    {
        var baseline = Make.Baseline([(1, false), (3, true)]);
        var missed = Interaction(baseline, met: 0b01, version: 1);
        var met = Interaction(baseline, met: 0b11, version: 2);
        var sums = new RollupSums(new Dictionary<int, Baseline> { [baseline.Number] = baseline });
        foreach (var delta in new[] { RollupDelta.Adding(missed), RollupDelta.TakingOut(missed), RollupDelta.Adding(met) }) sums.Add(delta);

        var line = Assert.Single(sums.StaffWeeks.Values);
        Assert.Equal((1, 1, 1, 0), (line.Interactions, line.Scored, line.AllBasicsMet, line.CriticalMissed));
        Assert.Equal([1, 1, 1, 1, 1, 1], line.Basics);
        Assert.Equal(new DateOnly(2026, 12, 28), line.WeekStart);
        var hour = Assert.Single(sums.SiteDayHours.Values);
        Assert.Equal(
            (new DateOnly(2027, 1, 1), (short)100, 1, 1), (hour.BusinessDate, hour.HourOfWeek, hour.Interactions, hour.AllBasicsMet));
        Assert.Equal(1, Assert.Single(sums.OrgWeeks.Values).AllBasicsMet);
        Assert.Equal(1, Assert.Single(sums.OrgHoursOfWeek.Values).AllBasicsMet);
    }

    [Fact]
    public void One_put_in_and_another_taken_out_is_not_nothing()
    {
        var baseline = Make.Baseline([(1, false), (3, true)]);
        var sums = new RollupSums(new Dictionary<int, Baseline> { [baseline.Number] = baseline });
        sums.Add(RollupDelta.Adding(Interaction(baseline, met: 0b11, version: 1)));
        sums.Add(RollupDelta.TakingOut(Interaction(baseline, met: 0b01, version: 1)));
        Assert.False(Assert.Single(sums.StaffWeeks.Values).IsEmpty);
        Assert.False(Assert.Single(sums.OrgWeeks.Values).IsEmpty);
        Assert.False(Assert.Single(sums.SiteDayHours.Values).IsEmpty);
        Assert.False(Assert.Single(sums.OrgHoursOfWeek.Values).IsEmpty);

        sums.Add(RollupDelta.Adding(Interaction(baseline, met: 0b01, version: 1)));
        sums.Add(RollupDelta.TakingOut(Interaction(baseline, met: 0b11, version: 1)));
        Assert.True(Assert.Single(sums.StaffWeeks.Values).IsEmpty);
        Assert.True(Assert.Single(sums.SiteDayHours.Values).IsEmpty);
    }

    [Fact]
    public void What_is_left_when_stored_lines_are_taken_out_is_what_they_lack()
    {
        var baseline = Make.Baseline([(1, false), (3, true)]);
        var should = Sums(Interaction(baseline, met: 0b11, version: 1), Interaction(baseline, met: 0b01, version: 1));
        var stored = Sums(Interaction(baseline, met: 0b11, version: 1));
        var invented = new OrgWeek { WeekStart = new DateOnly(2026, 11, 16), ChannelId = 7, Baseline = baseline.Number, Excluded = 1 };
        var nothing = new OrgHourOfWeek { WeekStart = new DateOnly(2026, 11, 16), HourOfWeek = 5 };

        Assert.Equal(
            6, should.TakeOut(
                stored.StaffWeeks.Values, stored.SiteDayHours.Values, [.. stored.OrgWeeks.Values, invented],
                [.. stored.OrgHoursOfWeek.Values, nothing]));

        var lacking = Sums(Interaction(baseline, met: 0b01, version: 1));
        AssertSame(Assert.Single(lacking.StaffWeeks.Values), Assert.Single(should.StaffWeeks.Values));
        Assert.Equivalent(Assert.Single(lacking.SiteDayHours.Values), Assert.Single(should.SiteDayHours.Values), strict: true);
        Assert.Equal(-1, should.OrgWeeks[invented.Key].Excluded);
        Assert.Equal(2, should.OrgWeeks.Count);
        // A stored line that holds nothing is wrong too; adding nothing to it removes it.
        Assert.True(should.OrgHoursOfWeek[nothing.Key].IsEmpty);
        Assert.Equal(2, should.OrgHoursOfWeek.Count);

        var equal = Sums(Interaction(baseline, met: 0b11, version: 1));
        Assert.Equal(
            4, equal.TakeOut(stored.StaffWeeks.Values, stored.SiteDayHours.Values, stored.OrgWeeks.Values, stored.OrgHoursOfWeek.Values));
        Assert.Equal(0, equal.Lines);

        RollupSums Sums(params Interaction[] interactions)
        {
            var sums = new RollupSums(new Dictionary<int, Baseline> { [baseline.Number] = baseline });
            foreach (var interaction in interactions) sums.Add(RollupDelta.Adding(interaction));
            return sums;
        }
    }

    // 800,000 of the largest measures a week and line fit in 64 bits.
    [Fact]
    public void The_largest_values_stay_exact_hundreds_of_thousands_of_times()
    {
        const int times = 400_000;
        var baseline = new Baseline
        {
            Number = 1,
            Name = "Waiting",
            Expectations = [
                new Expectation
                {
                    BaselineNumber = 1,
                    Bit = 0,
                    Code = "wait",
                    Question = "Wait?",
                    Promise = "Soon.",
                    Kind = ExpectationKind.Measure,
                    Unit = "s",
                    Target = 60,
                }],
        };
        var line = new StaffWeek();
        var pattern = new ObservationPattern(baseline, 0, 0, 0, 0, InteractionState.Counted, 0, null);
        line.Add(pattern, [Expectation.MaxMeasure], times);
        line.Add(pattern, [Expectation.MaxMeasure - 0.0001], times);

        var values = line.TallyOf(baseline, baseline.Expectations[0], Viewpoint.Person).Values;
        Assert.Equal(2 * times, values.Count);
        Assert.Equal(Expectation.MaxMeasure - 0.00005, values.Mean!.Value, 6);
        Assert.Equal(0.00005, values.StandardDeviation!.Value, 9);
    }

    // Every sum. Trailing zeros are no difference: lists that were never touched may be shorter.
    private static void AssertSame(FigureSums expected, FigureSums actual)
    {
        Assert.Equal(ProcessSums.Numbers.Select(n => (n.Name, n.Of(expected))), ProcessSums.Numbers.Select(n => (n.Name, n.Of(actual))));
        Assert.Equal(
            FigureSums.PersonNumbers.Select(n => (n.Name, n.Of(expected))), FigureSums.PersonNumbers.Select(n => (n.Name, n.Of(actual))));
        Assert.Equal(Trimmed(expected.Basics), Trimmed(actual.Basics));
        Assert.Equal(Trimmed(expected.Measures), Trimmed(actual.Measures));

        static IEnumerable<long> Trimmed(long[] numbers) => numbers.Reverse().SkipWhile(n => n == 0).Reverse();
    }

    private static Interaction Interaction(Baseline baseline, long met, int version) => new()
    {
        SiteId = 1,
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        ChannelId = 1,
        Baseline = baseline.Number,
        Met = met,
        Version = version,
        RecordedBy = "token:x",
        RecordedAt = DateTime.UnixEpoch,
        RequestHash = [],
        BusinessDate = new DateOnly(2027, 1, 1),
        HourOfWeek = 100,
    };
}
