using FsCheck.Fluent;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Figures;
using ServiceTracker.Domain.Interactions;
using ServiceTracker.Statistics.Intervals;

namespace ServiceTracker.Domain.Tests.Figures;

public class ExpectationTallyTests
{
    private static readonly Baseline Basics = Make.Baseline([(5, true), (3, false)]);

    [Theory]
    [InlineData("mm", 1, 1, 1, 1)]
    [InlineData("mx", 1, 0, 1, 0)]
    [InlineData("mn", 0, 0, 0, 0)]
    [InlineData("mh", 0, 0, 1, 0)]
    [InlineData("me", 0, 0, 1, 0)]
    public void Held_and_excused_leave_the_person_and_stay_misses_of_the_process(
        string results, long personApplicable, long personMet, long processApplicable, long processMet)
    {
        ExpectationTally person = new(Viewpoint.Person), process = new(Viewpoint.Process);
        var pattern = Make.Contact(Basics, results).Pattern;

        person.Add(Basics.Expectations[1], pattern, 1);
        process.Add(Basics.Expectations[1], pattern, 1);

        Assert.Equal((personApplicable, personMet, personApplicable - personMet), (person.Applicable, person.Met, person.Missed));
        Assert.Equal((processApplicable, processMet, processApplicable - processMet), (process.Applicable, process.Met, process.Missed));
    }

    [Fact]
    public void The_rate_and_its_interval_are_those_of_met_among_applicable()
    {
        var tally = new ExpectationTally(Viewpoint.Process);
        Assert.Null(tally.Rate);
        Assert.Null(tally.Interval);

        tally.Add(Basics.Expectations[0], Make.Contact(Basics, "mm").Pattern, 81);
        tally.Add(Basics.Expectations[0], Make.Contact(Basics, "xm").Pattern, 182);
        tally.Add(Basics.Expectations[0], Make.Contact(Basics, "nm").Pattern, 1000);
        tally.Add(Basics.Expectations[0], Make.Contact(Basics, "mm", state: InteractionState.Excluded).Pattern, 1000);

        Assert.Equal(81.0 / 263, tally.Rate);
        Assert.Equal(WilsonInterval.Of(81, 263), tally.Interval);
        Assert.Equal(0, tally.Values.Count);
    }

    [Fact]
    public void Any_basic_counts_as_a_list_of_results_does_by_hand()
    {
        var repeated =
            from contacts in Arbitraries.ContactLists.Where(c => c.Length > 0)
            from times in Gen.Choose(0, 5).ListOf(contacts.Length)
            from basic in Gen.Choose(0, contacts[0].Results.Count - 1)
            select (Contacts: contacts.Zip(times).ToArray(), Basic: basic);
        repeated.Always(x =>
        {
            ExpectationTally person = new(Viewpoint.Person), process = new(Viewpoint.Process);
            foreach (var (contact, times) in x.Contacts)
            {
                person.Add(contact.Baseline.Expectations[x.Basic], contact.Pattern, times);
                process.Add(contact.Baseline.Expectations[x.Basic], contact.Pattern, times);
            }

            var results = x.Contacts.Where(c => c.First.State == InteractionState.Counted)
                .SelectMany(c => Enumerable.Repeat(c.First.Results[x.Basic], c.Second)).ToList();
            var met = results.Count(r => r == ObservationResult.Met);
            Assert.Equal((met, results.Count(r => r == ObservationResult.Missed)), (person.Met, person.Missed));
            Assert.Equal(
                (met, results.Count(r => r is not (ObservationResult.Met or ObservationResult.Na))), (process.Met, process.Missed));
        });
    }
}
