namespace ServiceTracker.Web.Hosting;

/// <summary>What a command tells the shell.</summary>
public static class ExitStatus
{
    public const int Done = 0, Failed = 1, Usage = 2;
}
