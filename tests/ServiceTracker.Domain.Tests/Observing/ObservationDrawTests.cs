using ServiceTracker.Domain.Interactions;
using ServiceTracker.Domain.Observing;

namespace ServiceTracker.Domain.Tests.Observing;

public sealed class ObservationDrawTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, FullCheckDraw.SecretLength).Select(i => (byte)i)];
    private static readonly DateOnly Friday = new(2026, 11, 20);

    [Fact]
    public void A_draw_is_the_same_whenever_it_is_asked_for_and_in_whichever_order_people_come()
    {
        Candidate[] people = [.. Enumerable.Range(1, 20).Select(i => new Candidate(i, i % 4))];
        var drawn = ObservationDraw.Order(Secret, 1, Friday, 3, people);
        Assert.Equal(drawn, ObservationDraw.Order(Secret, 1, Friday, 3, people.Reverse()));
        Assert.Equal(people, drawn.OrderBy(c => c.StaffId));
    }

    [Fact]
    public void Another_secret_site_day_or_number_draws_another_order()
    {
        Candidate[] people = [.. Enumerable.Range(1, 20).Select(i => new Candidate(i, 0))];
        byte[] other = [.. Secret.Select(b => (byte)(b + 1))];
        string[] orders =
        [
            Text(ObservationDraw.Order(Secret, 1, Friday, 0, people)), Text(ObservationDraw.Order(other, 1, Friday, 0, people)),
            Text(ObservationDraw.Order(Secret, 2, Friday, 0, people)), Text(ObservationDraw.Order(Secret, 1, Friday, 1, people)),
            Text(ObservationDraw.Order(Secret, 1, Friday.AddDays(1), 0, people)),
        ];
        Assert.Equal(orders, orders.Distinct());

        static string Text(IEnumerable<Candidate> order) => string.Join(' ', order.Select(c => c.StaffId));
    }

    [Fact]
    public void Who_was_seen_least_comes_first_as_often_as_their_weight_says()
    {
        // Weights 1, 1/2 and 1/10: shares 10/16, 5/16 and 1/16.
        Candidate[] people = [new(1, 0), new(2, 1), new(3, 9)];
        const int n = 8000;
        var first = Enumerable.Range(0, n).CountBy(i => ObservationDraw.Order(Secret, 1, Friday, i, people)[0].StaffId).ToDictionary();
        foreach (var (who, share) in new[] { (1, 0.625), (2, 0.3125), (3, 0.0625) })
        {
            var margin = 4 * Math.Sqrt(share * (1 - share) / n);
            Assert.InRange((double)first[who] / n, share - margin, share + margin);
        }
    }

    [Fact]
    public void Nobody_is_drawn_where_there_is_nobody_and_nothing_without_a_secret()
    {
        Assert.Empty(ObservationDraw.Order(Secret, 1, Friday, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ObservationDraw.Order(Secret.AsSpan(1), 1, Friday, 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ObservationDraw.Order(Secret, 1, Friday, -1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => ObservationDraw.Order(Secret, 1, Friday, 0, [new Candidate(1, -1)]));
    }
}
