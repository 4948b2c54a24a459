namespace ServiceTracker.Application.Deliveries;

/// <summary>Makes the key that signs what a webhook is sent.</summary>
/// <returns>As it is shown once, and as it is kept.</returns>
public delegate (string Shown, string Kept) NewWebhookSecret();
