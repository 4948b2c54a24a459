using ServiceTracker.Web.CommandLine;
using ServiceTracker.Web.Hosting;

// A verb does one thing and ends; without one the program serves.
if (Verbs.Find(args) is var (verb, arguments)) return await verb.RunAsync(arguments);
return await ServerHost.ServeAsync(() => ServerHost.Build(args), app => app.PrepareStoreAsync());

/// <summary>The program; tests start it in their own process.</summary>
public partial class Program;
