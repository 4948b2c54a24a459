using FsCheck;
using FsCheck.Fluent;
using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Interactions;
using Witnessed = ServiceTracker.Domain.Interactions.Contact;

namespace ServiceTracker.Domain.Tests.Interactions;

/// <summary>Which evidence belongs together, whatever came first, and what it says together.</summary>
public class ContactTests
{
    private static readonly Source[] Believed = [Source.Observer, Source.MysteryShop, Source.Customer, Source.System, Source.Self];

    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    // An hour of a site with three people at most, so that many rows are near each other and some equally near.
    private static readonly Gen<Interaction[]> Hours =
        from size in Gen.Choose(0, 14)
        from rows in (
            from staff in Gen.Frequency((1, Gen.Constant(0)), (6, Gen.Choose(1, 2)))
            from channel in Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Constant(2)))
            from halfMinutes in Gen.Choose(0, 60)
            from source in Gen.Elements(Believed)
            from recorder in Gen.Elements("user:1", "user:2")
            from named in Gen.Frequency((5, Gen.Constant(-1)), (1, Gen.Choose(0, 15)))
            from excluded in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (staff, channel, halfMinutes, source, recorder, named, excluded)).ListOf(size)
        select rows.Select((r, n) => Row(
            n, r.source, r.halfMinutes / 2.0, r.staff == 0 ? null : r.staff, r.channel, r.recorder,
            r.named < 0 || r.named == n ? null : r.named,
            r.excluded ? InteractionState.Excluded : InteractionState.Counted)).ToArray();

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Hours.Zip(Gen.Choose(0, int.MaxValue)).Always(hour =>
    {
        var shuffled = hour.Item1.ToArray();
        new System.Random(hour.Item2).Shuffle(shuffled);
        Assert.Equal(Told(Among(hour.Item1)), Told(Among(shuffled)));
    }, tests: 1000);

    [Fact]
    public void Bringing_together_again_what_stands_together_changes_nothing() => Hours.Always(rows =>
    {
        var before = Told(Among(rows));
        foreach (var contact in Among(rows))
        {
            foreach (var row in contact.Evidence)
            {
                row.ContactId = contact.Bearer.Id;
                if (row != contact.Bearer) row.State = InteractionState.SameContact;
            }
        }

        Assert.Equal(before, Told(Among(rows)));
    }, tests: 1000);

    [Fact]
    public void A_contact_has_one_person_and_of_each_source_one_witness_observers_apart() => Hours.Always(rows =>
    {
        var contacts = Among(rows);
        var all = contacts.SelectMany(c => c.Evidence).ToList();
        Assert.Equal(all.Count, all.DistinctBy(r => r.Id).Count());
        Assert.DoesNotContain(all, r => r.State == InteractionState.Excluded);
        foreach (var contact in contacts)
        {
            Assert.True(contact.Evidence.Count > 1);
            Assert.True(contact.Evidence.Where(r => r.StaffId is not null).Select(r => r.StaffId).Distinct().Count() <= 1);
            foreach (var source in contact.Evidence.GroupBy(r => r.Source).Where(g => g.Key != Source.Observer)) Assert.Single(source);
            Assert.Equal(
                contact.Evidence,
                contact.Evidence.OrderBy(r => Array.IndexOf(Believed, r.Source)).ThenBy(r => r.OccurredAt).ThenBy(r => r.Id));
        }
    }, tests: 1000);

    [Fact]
    public void Nothing_is_left_apart_that_may_stand_together() => Hours.Always(rows =>
    {
        var alone = rows.Where(r => r.State != InteractionState.Excluded && r.SameContactAs is null).ToList();
        foreach (var row in Among(rows).SelectMany(c => c.Evidence)) alone.Remove(row);
        foreach (var a in alone)
        {
            foreach (var b in alone.Where(b => b != a)) Assert.False(Witnessed.MayBeSame(a, b), $"{a.Id} and {b.Id} stand apart.");
        }
    }, tests: 1000);

    [Fact]
    public void The_nearest_go_together_as_if_every_two_were_compared() => Hours.Always(rows =>
        Assert.Equal(ByEveryTwo(rows), Told(Among(rows))), tests: 2000);

    /// <summary>Compared two by two, these would be thirteen thousand million pairs.</summary>
    [Fact]
    public void Days_with_very_many_rows_at_one_moment_are_gone_through_once()
    {
        var logged = Enumerable.Range(0, 80_000).Select(n => Row(n, Source.Self, 0)).ToList();
        var seen = Enumerable.Range(0, 80_000).Select(n => Row(80_000 + n, n % 2 == 0 ? Source.Observer : Source.Customer, 0)).ToList();
        Assert.Empty(Among(logged));
        var together = Among(logged.Concat(seen));
        Assert.Equal(40_000, together.Count);
        Assert.All(together, c => Assert.Equal(3, c.Evidence.Count));
    }

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(null, 1, 0, 0)]
    [InlineData(1, 2, 0, 0)]
    [InlineData(1, 1, 60 * 24 * 2, 0)]
    [InlineData(null, 2, 60 * 24 * 2, 0)]
    public void What_was_told_of_a_contact_elsewhere_or_without_its_person_takes_it_from_nobody(
        int? staff, int channel, double minutes, int bearer)
    {
        var log = Row(0, Source.Self, 0);
        var told = Row(1, Source.Customer, minutes, staff, channel, named: 0);
        Assert.Equal(bearer, Assert.Single(Among([log, told])).Bearer.Id.ToByteArray()[15]);
    }

    [Fact]
    public void Two_observers_are_one_contact_when_two_people_recorded_them()
    {
        Interaction[] byTwo = [
            Row(0, Source.Self, 2), Row(1, Source.Observer, 1, recorder: "user:1"), Row(2, Source.Observer, 0, recorder: "user:2")];
        Assert.Equal(["2 1 0"], Told(Among(byTwo)));
        // Of one recorder they are two customers; the log goes with the nearer one.
        Interaction[] byOne = [
            Row(0, Source.Self, 2), Row(1, Source.Observer, 1, recorder: "user:1"), Row(2, Source.Observer, 0, recorder: "user:1")];
        Assert.Equal(["1 0"], Told(Among(byOne)));
        Interaction[] named = [Row(0, Source.Observer, 0), Row(1, Source.Observer, 40, named: 0)];
        Assert.Equal(["0 1"], Told(Among(named)));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(5.5, false)]
    public void Five_minutes_are_near_and_more_are_not(double minutes, bool together) =>
        Assert.Equal(together, Among([Row(0, Source.Self, 0), Row(1, Source.Customer, minutes)]).Count == 1);

    [Fact]
    public void For_each_basic_the_answer_is_of_whoever_is_believed_most_among_those_who_gave_one()
    {
        var examples =
            from baseline in Arbitraries.Baselines
            from witnesses in Gen.Choose(2, 5)
            from answers in Gen.Elements(ObservationResult.Met, ObservationResult.Missed, ObservationResult.Na)
                .ListOf(baseline.Expectations.Count * witnesses)
            select (baseline, answers: answers.Chunk(baseline.Expectations.Count).ToList());
        examples.Always(example =>
        {
            var (baseline, answers) = example;
            var rows = answers.Select((a, n) => Row(n, Believed[n], n)).ToList();
            var own = answers.Select((a, n) =>
                new OwnAnswers { InteractionId = rows[n].Id, Met = Mask(a, ObservationResult.Met), Na = Mask(a, ObservationResult.Na) })
                    .ToList();
            var together = new Witnessed(rows).Together(own, new Dictionary<int, Baseline> { [baseline.Number] = baseline });

            for (var basic = 0; basic < baseline.Expectations.Count; basic++)
            {
                var expected = answers.Select(a => a[basic]).FirstOrDefault(a => a != ObservationResult.Na, ObservationResult.Na);
                var mask = 1L << basic;
                Assert.Equal(
                    expected,
                    (together.Na & mask) != 0 ? ObservationResult.Na : (together.Met & mask) != 0
                        ? ObservationResult.Met : ObservationResult.Missed);
            }
        });

        static long Mask(ObservationResult[] answers, ObservationResult result) =>
            answers.Index().Where(a => a.Item == result).Sum(a => 1L << a.Index);
    }

    // What is meant, said plainly: every two that are near, the nearest first.
    private static string[] ByEveryTwo(Interaction[] rows)
    {
        var inOrder = rows.Where(r => r.State != InteractionState.Excluded).OrderBy(r => r.OccurredAt).ThenBy(r => r.Id).ToList();
        var groups = inOrder.ToDictionary(r => r, r => new List<Interaction> { r });
        foreach (var row in inOrder.Where(r => r.SameContactAs is not null).OrderBy(r => r.Id))
        {
            if (inOrder.Find(r => r.Id == row.SameContactAs) is { } named) Join(row, named, isNamed: true);
        }

        var near = inOrder.SelectMany((a, n) => inOrder.Skip(n + 1).Select(b => (A: a, B: b))).Where(p => Witnessed.MayBeSame(p.A, p.B))
            .OrderBy(p => p.B.OccurredAt - p.A.OccurredAt).ThenBy(p => Math.Min(Rank(p.A), Rank(p.B)))
            .ThenBy(p => Math.Max(Rank(p.A), Rank(p.B))).ThenBy(p => p.A.OccurredAt).ThenBy(p => p.A.Id).ThenBy(p => p.B.Id);
        foreach (var (a, b) in near) Join(a, b, isNamed: false);
        return Told([.. groups.Values.Distinct().Where(g => g.Count > 1).Select(g => new Witnessed(Witnessed.InOrder(g)))]);

        int Rank(Interaction row) => Array.IndexOf(Believed, row.Source);

        bool GoTogether(Interaction a, Interaction b, bool isNamed) =>
            (a.StaffId == b.StaffId || a.StaffId is null || b.StaffId is null)
            && (a.Source != b.Source || (a.Source == Source.Observer && (isNamed || a.RecordedBy != b.RecordedBy)));

        void Join(Interaction a, Interaction b, bool isNamed)
        {
            var (one, other) = (groups[a], groups[b]);
            if (one == other || !one.TrueForAll(x => other.TrueForAll(y => GoTogether(x, y, isNamed)))) return;
            one.AddRange(other);
            foreach (var row in other) groups[row] = one;
        }
    }

    private static IReadOnlyList<Witnessed> Among(IEnumerable<Interaction> rows) =>
        Witnessed.Among(rows, TestContext.Current.CancellationToken);

    private static string[] Told(IReadOnlyList<Witnessed> contacts) =>
        [.. contacts.Select(c => string.Join(' ', c.Evidence.Select(r => (int)r.Id.ToByteArray()[15]))).Order(StringComparer.Ordinal)];

    private static Guid Id(int n) => new(n / 256, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)n);

    private static Interaction Row(
        int n, Source source, double minutes, int? staff = 1, int channel = 1, string recorder = "user:1", int? named = null,
        InteractionState state = InteractionState.Counted) => new()
        {
            SiteId = 1,
            Id = Id(n),
            BusinessDate = DateOnly.FromDateTime(Noon.AddMinutes(minutes)),
            StaffId = staff,
            ChannelId = channel,
            Baseline = 1,
            OccurredAt = Noon.AddMinutes(minutes),
            Source = source,
            State = state,
            SameContactAs = named is { } other ? Id(other) : null,
            RecordedBy = recorder,
            RequestHash = [],
        };
}
