using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ServiceTracker.Tests.Hosting;

/// <summary>A person at a browser without scripts: signs in, reads pages, and sends their forms back with what they hold.</summary>
public sealed class Visitor(TestApp app) : IDisposable
{
    private readonly HttpClient http = app.CreateClient();

    /// <summary>Signs in.</summary>
    public async Task SignInAsync(string email, string password)
    {
        var (_, page) = await GetAsync("/sign-in");
        var (answer, _) = await SubmitAsync(page, "form", ("Input.Email", email), ("Input.Password", password));
        Assert.DoesNotContain("/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    /// <summary>Opens a page.</summary>
    public async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> GetAsync(string path) =>
        await ReadAsync(await http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Sends a form as it stands on a page, with some fields filled in.</summary>
    /// <param name="page">The page.</param>
    /// <param name="form">Selects the form.</param>
    /// <param name="filled">What is filled in, ticked or pressed.</param>
    public async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> SubmitAsync(
        IHtmlDocument page, string form, params (string Name, string Value)[] filled)
    {
        var element = page.QuerySelector<IHtmlFormElement>(form) ?? throw new InvalidOperationException($"There is no {form} on the page.");
        var fields = element.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(i => (i.Type is not ("checkbox" or "radio")) || i.IsChecked).Select(i => (i.Name!, i.Value))
            .Concat(element.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name]").Select(t => (t.Name!, t.Value)))
            .Where(f => !filled.Any(x => x.Name == f.Item1)).Concat(filled);
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        var action = element.GetAttribute("action") is { Length: > 0 } given ? given : new Uri(page.Url).PathAndQuery;
        return await PostAsync(action, content);
    }

    /// <summary>Sends a file with a form as it stands on a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="form">Selects the form.</param>
    /// <param name="field">The field of the file.</param>
    /// <param name="file">Its bytes.</param>
    public async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> UploadAsync(
        IHtmlDocument page, string form, string field, byte[] file)
    {
        var element = page.QuerySelector<IHtmlFormElement>(form) ?? throw new InvalidOperationException($"There is no {form} on the page.");
        using var content = new MultipartFormDataContent();
        foreach (var hidden in element.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]"))
            content.Add(new StringContent(hidden.Value), hidden.Name!);
        content.Add(new ByteArrayContent(file), field, "file.csv");
        return await PostAsync(new Uri(page.Url).PathAndQuery, content);
    }

    /// <summary>Sends anything.</summary>
    public async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> PostAsync(string path, HttpContent content) =>
        await ReadAsync(await http.PostAsync(new Uri(path, UriKind.Relative), content));

    public void Dispose() => http.Dispose();

    private static async Task<(HttpResponseMessage, IHtmlDocument)> ReadAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        var page = new HtmlParser().ParseDocument(html);
        page.Location.Href = answer.RequestMessage!.RequestUri!.ToString();
        return (answer, page);
    }
}
