using ServiceTracker.Web.CommandLine;

// A verb does one thing and ends; without one the program serves.
var (verb, arguments) = Verbs.Find(args);
return await verb.RunAsync(arguments);

/// <summary>The program; tests start it in their own process.</summary>
public partial class Program;
