using ServiceTracker.Application.Organisation;

namespace ServiceTracker.Web.Pages.Setup;

/// <summary>One step of the first start.</summary>
/// <param name="Key">Its name in pages.</param>
/// <param name="Href">Its page.</param>
/// <param name="Title">What is done there.</param>
/// <param name="IsDone">It was done.</param>
public sealed record SetupStep(string Key, string Href, string Title, bool IsDone);

/// <summary>The steps of the first start and which of them is open.</summary>
public static class SetupSteps
{
    public const string Account = "account", Site = "site", Channels = "channels", People = "people", Basics = "basics";

    /// <summary>All steps in their order.</summary>
    public static IReadOnlyList<SetupStep> Of(SetupProgress progress) =>
    [
        new(Account, "/setup", "Your account", true),
        new(Site, "/setup/site", "Your first site", progress.HasSite),
        new(Channels, "/setup/channels", "Your channels", progress.HasChannels),
        new(People, "/setup/people", "Your people", progress.HasPeople),
        new(Basics, progress is { Draft: { } draft, HasBaseline: false }
            ? EditorOf(draft) : "/setup/basics", "Your basics", progress.HasBaseline),
    ];

    /// <summary>The step to go on with: people come later just as well, so they stay open only while no basics are chosen.</summary>
    public static SetupStep? Open(SetupProgress progress) =>
        Of(progress).FirstOrDefault(s => !s.IsDone && !(s.Key == People && (progress.Draft is not null || progress.HasBaseline)));

    /// <summary>The editor of the first draft, as a step of the set-up.</summary>
    public static string EditorOf(int draft) => $"/baselines/{draft}/edit?setup=1";
}
