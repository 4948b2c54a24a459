namespace ServiceTracker.Application.Reports;

/// <summary>The files of a weekly report.</summary>
public enum WeeklyFile
{
    Consistency,
    Basics,
    Interactions,
    Staff,
    Channels,
    Sites,
    Flags,
}
