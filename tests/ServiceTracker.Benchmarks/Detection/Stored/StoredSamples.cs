using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace ServiceTracker.Benchmarks.Detection.Stored;

/// <summary>An organisation whose people miss little, as the detectors meet it: fifty sites with twenty people each on two channels, eight
/// basics.</summary>
internal static class StoredSamples
{
    /// <summary>Sites, and people at each of them.</summary>
    public const int Sites = 50, PeopleAtSite = 20;

    /// <summary>Weeks of history, Monday to Friday.</summary>
    public const int Weeks = 30;

    /// <summary>Basics, and channels of the people.</summary>
    public const int Basics = 8, Channels = 2;

    // Of an interaction about one in ten then has something missed.
    private const double MissOfBasic = 0.013, MissOfCritical = 0.0005;

    /// <summary>Makes an organisation through the API.</summary>
    public static async Task SetUpAsync(
        HttpClient product, int sites = Sites, int peopleAtSite = PeopleAtSite, int channels = Channels, bool firstIsCritical = true)
    {
        for (var channel = 0; channel < channels; channel++)
            await ExpectAsync(product.PutAsJsonAsync(
                Path($"channels/channel-{channel}"), new { name = $"channel-{channel}", kind = "other" }));
        for (var site = 0; site < sites; site++)
        {
            await ExpectAsync(product.PutAsJsonAsync(Path($"sites/site-{site}"), new { name = $"site-{site}", zone = "UTC" }));
            for (var person = 0; person < peopleAtSite; person++)
            {
                await ExpectAsync(product.PutAsJsonAsync(
                    Path($"staff/{StaffCode(site, person)}"), new { name = StaffCode(site, person), site = $"site-{site}" }));
            }
        }

        await ExpectAsync(product.PostAsJsonAsync(Path("baselines"), new
        {
            name = "Benchmark",
            effectiveFrom = "2020-01-01",
            targetConsistency = 0.9,
            expectations = Enumerable.Range(0, Basics).Select(bit => new
            {
                code = $"basic_{bit}",
                question = $"basic_{bit}?",
                promise = "What every customer may count on.",
                kind = "check",
                weight = 1,
                critical = bit == 0 && firstIsCritical,
                channels = Enumerable.Range(0, channels).Select(c => $"channel-{c}"),
            }),
        }));
        await ExpectAsync(product.PostAsync(Path("baselines/1/publish"), null));
    }

    /// <summary>Writes a file of so many interactions, up to yesterday.</summary>
    public static async Task WriteFileAsync(string file, int rows)
    {
        var chance = new Random(20261128);
        var first = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-7 * Weeks);
        var days = Enumerable.Range(0, 7 * Weeks).Select(d => first.AddDays(d))
            .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync(
            "external_id,occurred_at,site,staff,channel," + string.Join(',', Enumerable.Range(0, Basics).Select(k => $"basic:basic_{k}")));
        for (var row = 0; row < rows; row++)
        {
            var (site, person) = (chance.Next(Sites), chance.Next(PeopleAtSite));
            var at = days[(int)((long)row * days.Count / rows)].AddHours(9).AddSeconds(chance.Next(8 * 3600));
            var line = new StringBuilder().Append(
                CultureInfo.InvariantCulture,
                $"row-{row},{at:yyyy-MM-ddTHH:mm:ssZ},site-{site},{StaffCode(site, person)},channel-{chance.Next(Channels)}");
            for (var k = 0; k < Basics; k++)
                line.Append(chance.NextDouble() < (k == 0 ? MissOfCritical : MissOfBasic) ? ",missed" : ",met");
            await writer.WriteLineAsync(line.ToString());
        }
    }

    /// <summary>A batch of interactions of this moment, in which the first person of each site misses one basic every time.</summary>
    public static string Batch(int size, Random chance)
    {
        var text = new StringBuilder("[");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var i = 0; i < size; i++)
        {
            var (site, person) = (chance.Next(Sites), chance.Next(PeopleAtSite));
            if (i > 0) text.Append(',');
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{\"site\":\"site-{site}\",\"staff\":\"{StaffCode(site, person)}\",\"channel\":\"channel-{chance.Next(Channels)}\"," +
                $"\"occurredAt\":\"{now:yyyy-MM-ddTHH:mm:ss.fffZ}\",\"check\":\"full\",\"observations\":{{");
            for (var k = 0; k < Basics; k++)
            {
                var missed = (k == 1 && person == 0) || (k > 0 && chance.NextDouble() < MissOfBasic);
                text.Append(CultureInfo.InvariantCulture, $"{(k > 0 ? "," : "")}\"basic_{k}\":\"{(missed ? "missed" : "met")}\"");
            }

            text.Append("}}");
        }

        return text.Append(']').ToString();
    }

    /// <summary>The code of a person.</summary>
    public static string StaffCode(int site, int person) => $"person-{site}-{person}";

    private static Uri Path(string path) => new("/api/v1/" + path, UriKind.Relative);

    private static async Task ExpectAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
    }
}
