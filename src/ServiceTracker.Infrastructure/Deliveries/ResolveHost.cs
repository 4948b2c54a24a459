using System.Net;

namespace ServiceTracker.Infrastructure.Deliveries;

/// <summary>Looks up the addresses of a host.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);
