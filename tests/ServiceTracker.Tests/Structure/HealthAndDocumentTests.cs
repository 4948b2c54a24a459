using System.Text;
using ServiceTracker.Tests.Databases;
using ServiceTracker.Tests.Hosting;

namespace ServiceTracker.Tests.Structure;

public sealed class HealthAndDocumentTests(PostgresCluster postgres)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Health_is_open_to_anybody_and_truthful(Store store)
    {
        await using var app = await TestApp.NewAsync(store, postgres);
        using var api = app.Stranger();
        (await api.GetAsync("/health/live")).Is(200);
        (await api.GetAsync("/health/ready")).Is(200);

        await app.QueryAsync(db =>
            Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                db.Database, "ALTER TABLE master_data_stamp RENAME TO gone"));
        (await api.GetAsync("/health/live")).Is(200);
        (await api.GetAsync("/health/ready")).Is(503);
    }

    [Fact]
    public async Task The_committed_API_document_is_the_one_that_is_served()
    {
        await using var app = await TestApp.NewAsync(Store.Sqlite, postgres);
        using var api = app.Stranger();
        var served = (await api.GetAsync("/openapi/v1.json")).Is(200).Text.ReplaceLineEndings("\n");
        var path = Path.Combine(Repository.Folder, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, served.TrimEnd('\n') + "\n", new UTF8Encoding(false), TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(path), "There is no docs/openapi.json; write it by running the tests with UPDATE_OPENAPI=1.");
        var committed = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        Assert.True(
            committed.TrimEnd('\n') == served.TrimEnd('\n'),
            "docs/openapi.json is not what the program serves; look at the change and run the tests with UPDATE_OPENAPI=1.");
    }
}
