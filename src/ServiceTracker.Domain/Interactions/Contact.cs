using ServiceTracker.Domain.Expectations;
using ServiceTracker.Domain.Scoring;

namespace ServiceTracker.Domain.Interactions;

/// <summary>
/// Several pieces of evidence on one contact with a customer: together they are one interaction in every figure. Which rows belong together
/// depends on the rows alone, never on the order in which they came.
/// </summary>
/// <param name="Evidence">At least two, in the order in which they are believed.</param>
public sealed record Contact(IReadOnlyList<Interaction> Evidence)
{
    /// <summary>
    /// The one that counts, with the answers of all: who is believed most among those that know the person. Whose contact it was, where and
    /// when is what this one says; so what was told of it on another channel or day (a customer asked on the phone a day later) stands
    /// back.
    /// </summary>
    public Interaction Bearer { get; } = Evidence.OrderBy(r => r.StaffId is null)
        .ThenBy(r => Evidence.Any(e => e.Id == r.SameContactAs && (e.ChannelId, e.BusinessDate) != (r.ChannelId, r.BusinessDate))).First();

    /// <summary>How far apart two pieces of evidence on the same contact may be, unless one names the other.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // Who is believed more stands first.
    private static readonly Source[] Believed = [Source.Observer, Source.MysteryShop, Source.Customer, Source.System, Source.Self];

    /// <summary>
    /// Finds the contacts with several pieces of evidence among rows of one site: what one names as its like, then same person and channel,
    /// at most <see cref="Tolerance"/> apart, the nearest first. Two rows of one source are two contacts, unless two observers saw the same
    /// one.
    /// </summary>
    /// <param name="rows">In any order; excluded ones belong to no contact.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static IReadOnlyList<Contact> Among(IEnumerable<Interaction> rows, CancellationToken cancellation = default)
    {
        var groups = rows.Where(r => r.State != InteractionState.Excluded).DistinctBy(r => r.Id)
            .ToDictionary(r => r.Id, r => new List<Interaction> { r });
        var all = groups.Values.Select(g => g[0]).OrderBy(r => r.OccurredAt).ThenBy(r => r.Id).ToList();
        var byId = all.ToDictionary(r => r.Id);
        foreach (var row in all.Where(r => r.SameContactAs is not null).OrderBy(r => r.Id))
        {
            if (byId.TryGetValue(row.SameContactAs!.Value, out var named)) Join(groups, row, named, isNamed: true);
        }

        new NearestFirst(groups, (a, b) => Join(groups, a, b, isNamed: false)).Run(all, cancellation);
        return [.. groups.Values.Distinct().Where(g => g.Count > 1).Select(g => new Contact(InOrder(g)))];
    }

    /// <summary>Evidence in the order in which it is believed: by source, then the earlier one.</summary>
    public static IReadOnlyList<Interaction> InOrder(IEnumerable<Interaction> evidence) =>
        [.. evidence.OrderBy(Rank).ThenBy(r => r.OccurredAt).ThenBy(r => r.Id)];

    /// <summary>Whether two rows may be evidence on one contact by their person, channel, source and time.</summary>
    public static bool MayBeSame(Interaction a, Interaction b) =>
        a.StaffId is not null && a.StaffId == b.StaffId && a.ChannelId == b.ChannelId && (a.OccurredAt - b.OccurredAt)
            .Duration() <= Tolerance && GoTogether(a, b, isNamed: false);

    /// <summary>
    /// What all evidence says together, as <see cref="Bearer"/> has it: for each basic the answer of whoever is believed most among those
    /// who gave one. A miss that is disputed or excused in one piece of evidence is so in all: it is one miss of one contact.
    /// </summary>
    /// <param name="own">What each piece of evidence itself says, in the order of <see cref="Evidence"/>.</param>
    /// <param name="baselines">Published baselines by number; answers are told by the codes of their basics.</param>
    public OwnAnswers Together(IReadOnlyList<OwnAnswers> own, IReadOnlyDictionary<int, Baseline> baselines)
    {
        var bearers = baselines[Bearer.Baseline];
        var itsOwn = own[Evidence.ToList().IndexOf(Bearer)];
        var (met, na) = (0L, bearers.Expectations.Aggregate(0L, (mask, e) => mask | e.Mask));
        var (held, excused) = (0L, 0L);
        var measures = (double[]?)itsOwn.Measures?.Clone();
        for (var i = 0; i < own.Count; i++)
        {
            var theirs = baselines[Evidence[i].Baseline];
            foreach (var expectation in bearers.Expectations)
            {
                if (theirs.Find(expectation.Code) is not { } same || same.Kind != expectation.Kind) continue;
                if ((own[i].Held & same.Mask) != 0) held |= expectation.Mask;
                if ((own[i].Excused & same.Mask) != 0) excused |= expectation.Mask;
                if ((na & expectation.Mask) == 0 || (own[i].Na & same.Mask) != 0) continue;
                na &= ~expectation.Mask;
                var isMet = (own[i].Met & same.Mask) != 0;
                if (expectation.Kind == ExpectationKind.Measure
                    && Interaction.ValueOf(theirs, same, own[i].Na, own[i].Measures) is { } value)
                {
                    measures![bearers.PlaceOfMeasure(expectation)] = value;
                    isMet = expectation.IsMetBy(value);
                }

                if (isMet) met |= expectation.Mask;
            }
        }

        excused &= bearers.AllBits & ~(met | na);
        return new OwnAnswers
        {
            SiteId = itsOwn.SiteId,
            InteractionId = itsOwn.InteractionId,
            Met = met,
            Na = na,
            Held = held & bearers.AllBits & ~(met | na | excused),
            Excused = excused,
            Measures = measures,
            StandOuts = own.FirstOrDefault(o => o.StandOuts > 0)?.StandOuts ?? 0,
            Csat = own.FirstOrDefault(o => o.Csat is not null)?.Csat,
        };
    }

    /// <summary>What the row says itself, while nothing was taken over from other evidence.</summary>
    public static OwnAnswers AnswersOf(Interaction i) =>
        new()
        {
            SiteId = i.SiteId,
            InteractionId = i.Id,
            Met = i.Met,
            Na = i.Na,
            Held = i.Held,
            Excused = i.Excused,
            Measures = i.Measures,
            StandOuts = i.StandOuts,
            Csat = i.Csat,
        };

    /// <summary>Gives a row other answers, with the score that follows from them.</summary>
    /// <param name="i">The row.</param>
    /// <param name="answers">Its answers from now on.</param>
    /// <param name="baseline">The row's baseline.</param>
    public static void Answer(Interaction i, OwnAnswers answers, Baseline baseline)
    {
        var score = Score.Of(baseline, answers.Met, answers.Na);
        (i.Held, i.Excused) = (answers.Held, answers.Excused);
        (i.Met, i.Na, i.Measures, i.StandOuts, i.Csat) = (answers.Met, answers.Na, answers.Measures, answers.StandOuts, answers.Csat);
        (i.MetCount, i.ApplicableCount, i.WeightMet, i.WeightApplicable) = (
            (short)score.Met, (short)score.Applicable, (short)score.WeightMet, (short)score.WeightApplicable);
        (i.AllBasicsMet, i.CriticalMissed) = (score.AllBasicsMet, score.CriticalMissed);
    }

    /// <summary>Whether two sets of answers are the same.</summary>
    public static bool AreSame(OwnAnswers a, OwnAnswers b) =>
        a.Met == b.Met && a.Na == b.Na && a.Held == b.Held && a.Excused == b.Excused && a.StandOuts == b.StandOuts
            && a.Csat == b.Csat && (a.Measures ?? []).AsSpan().SequenceEqual(b.Measures ?? []);

    internal static int Rank(Interaction row) => Array.IndexOf(Believed, row.Source);

    private static void Join(Dictionary<Guid, List<Interaction>> groups, Interaction a, Interaction b, bool isNamed)
    {
        var (one, other) = (groups[a.Id], groups[b.Id]);
        if (one == other || !one.TrueForAll(x => other.TrueForAll(y => GoTogether(x, y, isNamed)))) return;
        one.AddRange(other);
        foreach (var row in other) groups[row.Id] = one;
    }

    private static bool GoTogether(Interaction a, Interaction b, bool isNamed) =>
        a.SiteId == b.SiteId && (a.StaffId == b.StaffId || a.StaffId is null || b.StaffId is null)
        && (NearestFirst.Witness.Of(a) != NearestFirst.Witness.Of(b) || (isNamed && a.Source == Source.Observer));
}
