using System.Net;
using System.Text.RegularExpressions;
using ServiceTracker.Benchmarks.Processes;

namespace ServiceTracker.Benchmarks.Consistency;

/// <summary>Reads the product's pages as a person does who has signed in.</summary>
internal sealed partial class SignedIn : IDisposable
{
    private const string Email = "manager@benchmark.test", Password = "basics-come-first";

    private readonly HttpClient http;

    private SignedIn(HttpClient http) => this.http = http;

    /// <summary>Makes an account and signs in with the form.</summary>
    public static async Task<SignedIn> InAsync(Infrastructure.Persistence.StoreSettings store, ServerProcess product)
    {
        await ProductCommand.AddUserAsync(store, Email, Password);
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = product.Http.BaseAddress,
            Timeout = TimeSpan.FromMinutes(10),
        };
        var form = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Input.Email"] = Email,
            ["Input.Password"] = Password,
            ["__RequestVerificationToken"] = FormToken().Match(form).Groups[1].Value,
        });
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException($"Signing in was answered with {(int)answer.StatusCode}.");
        return new SignedIn(http);
    }

    /// <summary>Reads a page to its end.</summary>
    /// <returns>Its size in bytes.</returns>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public async Task<int> ReadAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
