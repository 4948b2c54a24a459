namespace ServiceTracker.Infrastructure.Devices;

/// <summary>A device to register.</summary>
/// <param name="Site">Code of the site it stands at.</param>
/// <param name="Name">Shown to people, such as "Front desk".</param>
/// <param name="Channel">Code of the channel its form begins with.</param>
/// <param name="Reason">Code of the reason its form begins with.</param>
public sealed record DeviceInput(string? Site, string? Name, string? Channel, string? Reason);
