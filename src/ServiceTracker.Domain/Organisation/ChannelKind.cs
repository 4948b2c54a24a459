namespace ServiceTracker.Domain.Organisation;

/// <summary>What a channel is like, whatever the business calls it.</summary>
public enum ChannelKind
{
    Counter,
    Phone,
    Email,
    Chat,
    Social,
    Field,
    Web,
    Other,
}
