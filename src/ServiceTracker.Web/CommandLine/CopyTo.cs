using ServiceTracker.Infrastructure.Persistence;
using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>copy-to</c></summary>
internal static class CopyTo
{
    public static readonly Verb Verb = new(
        "copy-to", "\"Host=…;Database=…;Username=…;Password=…\"", [],
        "Copies the embedded database into an empty PostgreSQL database, all or nothing, and compares every table.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var target = StoreSettings.TryPostgres(arguments.Word("The connection string"))
            ?? throw new UsageException(
                "That is not a connection string of PostgreSQL; it is written like " +
                "Host=localhost;Database=service;Username=service;Password=….");
        arguments.NoMore("One connection string is expected, in quotation marks.");
        var builder = Verbs.BuilderFor(arguments);
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        StoreCopyReport report;
        using (var bar = new ProgressBar("Copying"))
            report = await scope.ServiceProvider.GetRequiredService<StoreCopy>().RunAsync(target, bar, CancellationToken.None);

        Console.WriteLine($"{"table",-20} {"rows",12}  checksum");
        foreach (var table in report.Tables)
        {
            Console.WriteLine($"{table.Name,-20} {table.Rows,12}  {table.Checksum:x16}  {(table.IsEqual
                ? "equal" : $"DIFFERENT: {table.RowsInCopy} rows, {table.ChecksumOfCopy:x16} in the copy")}");
        }

        if (!report.IsEqual)
        {
            await Console.Error.WriteLineAsync("The copy is not the same and was taken back: nothing is stored in PostgreSQL.");
            return ExitStatus.Failed;
        }

        if (report.SourceChanged)
            await Console.Error.WriteLineAsync(
                "The embedded database was written to meanwhile; that is not in the copy. " +
                "Stop the server, and copy again into a new database.");
        Console.WriteLine(
            $"\n{report.Tables.Sum(t => t.Rows)} rows copied, all equal. " +
            $"Point ConnectionStrings__{StoreSettings.ConnectionName} to PostgreSQL and start; the embedded database is as it was.");
        return ExitStatus.Done;
    }
}
