namespace ServiceTracker.Web.Http;

/// <summary>A value that is not what its field takes, said in our own words.</summary>
public sealed class FieldFormatException(string message) : FormatException(message);
