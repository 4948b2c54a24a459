using ServiceTracker.Web.Hosting;

namespace ServiceTracker.Web.CommandLine;

/// <summary><c>migrate</c></summary>
internal static class Migrate
{
    public static readonly Verb Verb = new(
        "migrate", "", [], "Brings the store's schema up to this program's, as every start does too.", RunAsync);

    private static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.NoMore();
        await using var app = await Verbs.HostAsync(arguments);
        Console.WriteLine("The store is up to date.");
        return ExitStatus.Done;
    }
}
