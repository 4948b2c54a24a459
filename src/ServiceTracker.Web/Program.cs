using ServiceTracker.Web.CommandLine;
using ServiceTracker.Web.Hosting;

// A verb does one thing and ends; without one the program serves.
if (Verbs.Find(args) is { } verb) return await verb.RunAsync(args[verb.Words..]);

var app = ServerHost.Build(args);
await app.PrepareStoreAsync();
await app.RunAsync();
return 0;

/// <summary>The program; tests start it in their own process.</summary>
public partial class Program;
