using ServiceTracker.Domain.Flags.Detection;

namespace ServiceTracker.Domain.Flags.Watching;

/// <summary>A flag as the signals of a unit make it.</summary>
/// <param name="StaffId">The person; 0 for the site and its channels.</param>
/// <param name="ChannelId">The channel; 0: all of them together.</param>
/// <param name="Label">What it says; a basic is named by its place among <see cref="FlagsOfSignals.Codes"/>.</param>
/// <param name="Expectation">Code of the basic that it names.</param>
/// <param name="Raised">As it was raised.</param>
/// <param name="Latest">As last told.</param>
/// <param name="ToldOn">Business dates on which it was told, and told again, oldest first.</param>
/// <param name="Evidence">The figures by which it was raised, JSON.</param>
public sealed record MadeFlag(
    int StaffId, int ChannelId, FlagLabel Label, string? Expectation, DetectorSignal Raised, DetectorSignal Latest,
    IReadOnlyList<DateOnly> ToldOn, string Evidence);
