using System.Net.Http.Json;

namespace ServiceTracker.Benchmarks.Samples;

/// <summary>Makes the organisation of the samples in the product, through its API.</summary>
internal static class SampleOrganisation
{
    /// <summary>Ten sites with twenty people each, four channels, and a baseline of twelve checks in force since 2020.</summary>
    public static async Task SetUpAsync(HttpClient product)
    {
        for (var channel = 0; channel < Sample.Basics.Length; channel++)
            await PutAsync(product, $"channels/{Sample.ChannelCode(channel)}", new { name = Sample.ChannelCode(channel), kind = "other" });
        for (var site = 0; site < Sample.Sites; site++)
            await PutAsync(product, $"sites/{Sample.SiteCode(site)}", new { name = Sample.SiteCode(site), zone = "Europe/London" });
        for (var staff = 0; staff < Sample.People; staff++)
            await PutAsync(
                product, $"staff/{Sample.StaffCode(staff)}",
                new { name = Sample.StaffCode(staff), site = Sample.SiteCode(staff / Sample.PeopleAtSite) });
        await PostAsync(product, "baselines", new
        {
            name = "Benchmark",
            effectiveFrom = "2020-01-01",
            targetConsistency = 0.9,
            expectations = Enumerable.Range(0, Sample.Basics[^1]).Select(bit => new
            {
                code = Sample.BasicCode(bit),
                question = $"{Sample.BasicCode(bit)}?",
                promise = "What every customer may count on.",
                kind = "check",
                weight = 1 + (bit % 3),
                critical = bit == 1,
                channels = Enumerable.Range(0, Sample.Basics.Length).Where(c => bit < Sample.Basics[c]).Select(Sample.ChannelCode),
            }),
        });
        await PostAsync(product, "baselines/1/publish", null);
    }

    private static async Task PutAsync(HttpClient product, string path, object body)
    {
        using var answer = await product.PutAsJsonAsync(new Uri("/api/v1/" + path, UriKind.Relative), body);
        await ExpectAsync(answer);
    }

    private static async Task PostAsync(HttpClient product, string path, object? body)
    {
        using var answer = await product.PostAsync(
            new Uri("/api/v1/" + path, UriKind.Relative), body is null ? null : JsonContent.Create(body));
        await ExpectAsync(answer);
    }

    private static async Task ExpectAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(
                $"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
