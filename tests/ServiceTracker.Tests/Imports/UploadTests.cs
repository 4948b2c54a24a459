using System.Net;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ServiceTracker.Application;
using ServiceTracker.Application.Access;
using ServiceTracker.Application.Imports;
using ServiceTracker.Domain.Access;
using ServiceTracker.Infrastructure.Access;
using ServiceTracker.Infrastructure.Identity;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Imports;

/// <summary>Files that people send on the page.</summary>
public sealed class UploadTests(PostgresCluster postgres)
{
    private const string TooLarge = "The file is larger than 1,000 bytes.";

    [Fact]
    public async Task A_file_over_the_limit_is_refused_at_its_field_and_one_far_over_it_without_a_look_inside()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres, ("Imports:MaxBytes", "1000"));
        using var visitor = await SignedInAsync(app);
        var (_, form) = await visitor.GetAsync("/imports");
        var (answer, page) = await visitor.UploadAsync(form, "main form", "Input.File", new byte[1001]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TooLarge, page.QuerySelector("span.field-validation-error")!.TextContent);

        // Not even a form.
        using var body = new ByteArrayContent(new byte[(1 << 20) + 1001]);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        (answer, page) = await visitor.PostAsync("/imports", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(TooLarge, page.QuerySelector("span.field-validation-error")!.TextContent);
        Assert.Empty(Spooled(app));
    }

    [Fact]
    public async Task A_file_that_could_not_be_begun_with_is_not_left_behind()
    {
        await using var app = (await TestApp.NewAsync(Store.Sqlite, postgres))
            .Replacing(s => s.AddSingleton<IImportClaims>(new NoClaims()));
        using var visitor = await SignedInAsync(app);
        var (_, form) = await visitor.GetAsync("/imports");
        var (answer, _) = await visitor.UploadAsync(form, "main form", "Input.File", "occurred_at\n"u8.ToArray());
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(Spooled(app));
    }

    private static string[] Spooled(TestApp app)
    {
        var spool = Path.Combine(Path.GetDirectoryName(new SqliteConnectionStringBuilder(app.ConnectionString).DataSource)!, "spool");
        return Directory.Exists(spool) ? Directory.GetFiles(spool) : [];
    }

    private static async Task<Visitor> SignedInAsync(TestApp app)
    {
        const string email = "sender@example.org", password = "a long enough one";
        await app.InScopeAsync(async s => Assert.IsType<Result<Account>.Ok>(await s.GetRequiredService<Accounts>()
            .CreateAsync(Actor.CommandLine, email, password, null, Role.Admin, null, null, CancellationToken.None)));
        var visitor = new Visitor(app);
        await visitor.SignInAsync(email, password);
        return visitor;
    }

    private sealed class NoClaims : IImportClaims
    {
        public Task<IAsyncDisposable?> TryTakeAsync(Guid id, CancellationToken cancellation) =>
            throw new InvalidOperationException("Nothing can be claimed.");
    }
}
