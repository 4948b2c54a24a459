using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Benchmarks.Detection.Sites;

/// <summary>Runs the product's detectors over a whole site, week by week, as a store would.</summary>
internal static class SiteRun
{
    /// <summary>Every figure of the worlds follows from it.</summary>
    public const ulong Seed = 20261128;

    private const int PeopleOfASite = 1_000;

    /// <summary>Everybody is watched to the end.</summary>
    /// <param name="world">The site.</param>
    /// <param name="number">Which one.</param>
    /// <param name="phases">What happens to a person; null: what happens to everybody.</param>
    /// <param name="eachWeek">
    /// Told after every week: the streams of all, who watches them, and for each of its days what everybody's detectors were told.
    /// </param>
    public static PersonWatch[] All(
        SiteWorld world, int number, Func<int, IReadOnlyList<Phase>?>? phases = null,
        Action<int, PersonStream[], PersonWatch[], IReadOnlyList<(DetectorTerms[] Units, DetectorTerms Person)[]>>? eachWeek = null)
    {
        var shift = SharedShift(world, number);
        var streams = Streams(world, number, shift, phases);
        var people = Enumerable.Range(0, world.People).Select(p => new PersonWatch(world, p)).ToArray();
        var terms = new TermsOfWeek(world);
        for (var week = 0; week < world.Weeks; week++)
        {
            var told = Week(week, streams, people, terms);
            eachWeek?.Invoke(week, streams, people, told);
        }

        return people;
    }

    /// <summary>
    /// Each person in turn is the one who changes, among colleagues who do not: as many changed people as there are people, for the work of
    /// one site more. Each is watched until the first flag after the change is settled.
    /// </summary>
    /// <returns>The first flag of each person after the change, interactions counted from it; null where none came.</returns>
    public static PersonSignal?[] OneChanges(SiteWorld world, int number, Change change)
    {
        var shift = SharedShift(world, number);
        var streams = Streams(world, number, shift, null);
        var colleagues = Enumerable.Range(0, world.People).Select(p => new PersonWatch(world, p)).ToArray();
        var terms = new TermsOfWeek(world);
        for (var week = 0; week < world.Before; week++) Week(week, streams, colleagues, terms);

        Phase[] phases = [.. world.Everybody, new(world.Before, change)];
        var changed = colleagues.Select((c, p) => (
            Watch: new PersonWatch(c),
            Stream: new PersonStream(world, shift, phases, world.Before, SeedOf(number, world.People + p)))).ToList();
        var first = new PersonSignal?[world.People];
        for (var week = world.Before; week < world.Weeks && changed.Count > 0; week++)
        {
            for (var day = week * StreamPlan.DaysPerWeek; day < (week + 1) * StreamPlan.DaysPerWeek; day++)
            {
                // Colleagues' terms are those before the day, so the changed ones go first.
                terms.Begin(day, [.. colleagues.Select(c => c.Units)]);
                foreach (var (watch, stream) in changed) watch.Day(day, stream, terms.Of(watch.Units));
                Day(day, streams, colleagues, terms);
            }

            foreach (var (watch, _) in changed)
                if (watch.Signals is [var flag, ..]) first[watch.Units[0].Person] = flag;
            changed.RemoveAll(c => c.Watch.Signals is [{ Signal.IsSettled: true }, ..]);
        }

        return first;
    }

    /// <summary>Sites on all processors; a site depends on its number alone.</summary>
    public static T[] Sites<T>(int count, Func<int, T> run)
    {
        var results = new T[count];
        Parallel.For(0, count, i => results[i] = run(i));
        return results;
    }

    private static List<(DetectorTerms[] Units, DetectorTerms Person)[]> Week(
        int week, PersonStream[] streams, PersonWatch[] people, TermsOfWeek terms)
    {
        var told = new List<(DetectorTerms[], DetectorTerms)[]>();
        for (var day = week * StreamPlan.DaysPerWeek; day < (week + 1) * StreamPlan.DaysPerWeek; day++)
        {
            terms.Begin(day, [.. people.Select(p => p.Units)]);
            told.Add(Day(day, streams, people, terms));
        }

        return told;
    }

    private static (DetectorTerms[] Units, DetectorTerms Person)[] Day(
        int day, PersonStream[] streams, PersonWatch[] people, TermsOfWeek terms)
    {
        var told = people.Select(p => terms.Of(p.Units)).ToArray();
        for (var p = 0; p < people.Length; p++) people[p].Day(day, streams[p], told[p]);
        return told;
    }

    private static PersonStream[] Streams(SiteWorld world, int number, double[] shift, Func<int, IReadOnlyList<Phase>?>? phases) =>
        [.. Enumerable.Range(0, world.People).Select(p => new PersonStream(world, shift, phases?.Invoke(p), 0, SeedOf(number, p)))];

    private static double[] SharedShift(SiteWorld world, int number)
    {
        var chance = new Chance(SeedOf(number, PeopleOfASite - 1));
        var begin = chance.Uniform();
        return
        [
            .. Enumerable.Range(0, world.Weeks).Select(week =>
                world.Season * Math.Sin(2 * Math.PI * (week / 52.0 + begin))
                + world.Drift * week / 52.0
                + (world.SharedWeeks > 0 ? world.SharedWeeks * chance.Normal() : 0)),
        ];
    }

    private static ulong SeedOf(int site, int person) => Seed * 1_000_003 + (ulong)(site * PeopleOfASite + person);
}
