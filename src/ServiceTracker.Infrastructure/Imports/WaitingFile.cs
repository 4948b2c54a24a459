using ServiceTracker.Application.Imports;

namespace ServiceTracker.Infrastructure.Imports;

/// <summary>A file whose sender is still to say what its columns are.</summary>
/// <param name="File">The file on this server.</param>
/// <param name="Options">What was wished for it so far.</param>
/// <param name="Until">When it is thrown away, UTC.</param>
public sealed record WaitingFile(SpooledFile File, ImportOptions Options, DateTime Until);
