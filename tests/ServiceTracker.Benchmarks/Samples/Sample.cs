using System.Globalization;
using System.Numerics;
using System.Text;

namespace ServiceTracker.Benchmarks.Samples;

/// <summary>One interaction of the organisation that the benchmarks measure with: the same for product and floor, by its number
/// alone.</summary>
/// <param name="Site">0 to <see cref="Sites"/> − 1.</param>
/// <param name="Staff">0 to <see cref="People"/> − 1; everybody serves at the site their number belongs to.</param>
/// <param name="Channel">0 to 3.</param>
/// <param name="OccurredAt">UTC, whole seconds.</param>
/// <param name="Met">Bit k: basic k was met.</param>
/// <param name="NotApplicable">Bit k: basic k was not applicable.</param>
/// <param name="Note">A note, in one of four.</param>
internal readonly record struct Sample(int Site, int Staff, int Channel, DateTime OccurredAt, int Met, int NotApplicable, string? Note)
{
    /// <summary>Sites, and people at each of them.</summary>
    public const int Sites = 10, PeopleAtSite = 20;

    /// <summary>People at all sites.</summary>
    public const int People = Sites * PeopleAtSite;

    /// <summary>Basics by channel: the first so many of twelve, nine on average.</summary>
    public static readonly int[] Basics = [6, 8, 10, 12];

    /// <summary>The header of the samples as a CSV file.</summary>
    public static readonly string CsvHeader =
        "external_id,occurred_at,site,staff,channel,"
            + string.Join(',', Enumerable.Range(0, Basics[^1]).Select(k => "basic:" + BasicCode(k))) + ",comment";

    private const string SomeNote = "Customer asked about delivery and was called back the same day.";

    /// <summary>The sample of a number: about 6 in 100 basics are not applicable, about 13 in 100 of the others missed.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="start">
    /// When number 0 occurred; every further one a second later, and again from the start after <paramref name="seconds"/>.
    /// </param>
    /// <param name="seconds">Length of the time in which they occur.</param>
    public static Sample Of(long number, DateTime start, int seconds)
    {
        var (h, g) = (Mix((ulong)number), Mix(Mix((ulong)number)));
        var channel = (int)(h % 4);
        var mask = (1 << Basics[channel]) - 1;
        var na = (int)(g & (g >> 13) & (g >> 26) & (g >> 39)) & mask;
        var met = (int)((g >> 3) | (g >> 20) | (g >> 41)) & mask & ~na;
        var staff = (int)((h >> 8) % People);
        return new Sample(
            staff / PeopleAtSite, staff, channel, start.AddSeconds(number % seconds), met, na, (h >> 60) < 4 ? SomeNote : null);
    }

    /// <summary>Code of a site.</summary>
    public static string SiteCode(int site) => $"site-{site}";

    /// <summary>Code of somebody.</summary>
    public static string StaffCode(int staff) => $"person-{staff}";

    /// <summary>Code of a channel.</summary>
    public static string ChannelCode(int channel) => $"channel-{channel}";

    /// <summary>Code of a basic.</summary>
    public static string BasicCode(int bit) => $"basic_{bit + 1}";

    /// <summary>As the product's API takes it; the floor takes the same bytes.</summary>
    public string ToJson()
    {
        var text = new StringBuilder(512);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{{\"site\":\"{SiteCode(Site)}\",\"staff\":\"{StaffCode(Staff)}\",\"channel\":\"{ChannelCode(Channel)}\",");
        text.Append(
            CultureInfo.InvariantCulture, $"\"occurredAt\":\"{OccurredAt:yyyy-MM-ddTHH:mm:ssZ}\",\"check\":\"full\",\"observations\":{{");
        for (var k = 0; k < Basics[Channel]; k++)
            text.Append(CultureInfo.InvariantCulture, $"{(k > 0 ? "," : "")}\"{BasicCode(k)}\":\"{Answer(k)}\"");
        text.Append('}');
        if (Note is not null) text.Append(CultureInfo.InvariantCulture, $",\"note\":\"{Note}\"");
        return text.Append('}').ToString();
    }

    /// <summary>As a row of a file to be imported.</summary>
    public string ToCsv(long number)
    {
        var text = new StringBuilder(256);
        text.Append(
            CultureInfo.InvariantCulture,
            $"row-{number},{OccurredAt:yyyy-MM-ddTHH:mm:ssZ},{SiteCode(Site)},{StaffCode(Staff)},{ChannelCode(Channel)}");
        for (var k = 0; k < Basics[^1]; k++) text.Append(',').Append(k < Basics[Channel] ? Answer(k) : "");
        return text.Append(',').Append(Note).ToString();
    }

    /// <summary>Number of basics that were met.</summary>
    public short MetCount => (short)BitOperations.PopCount((uint)Met);

    /// <summary>Number of basics that applied.</summary>
    public short ApplicableCount => (short)(Basics[Channel] - BitOperations.PopCount((uint)NotApplicable));

    private string Answer(int bit) => (NotApplicable >> bit & 1) != 0 ? "na" : (Met >> bit & 1) != 0 ? "met" : "missed";

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
