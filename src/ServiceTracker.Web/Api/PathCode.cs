namespace ServiceTracker.Web.Api;

/// <summary>A code in a path, decoded once from what was sent: <see cref="CallShape.KeepCodes"/>.</summary>
public readonly record struct PathCode(string Value)
{
    /// <summary>Takes what <see cref="CallShape.KeepCodes"/> decoded as it is.</summary>
    public static bool TryParse(string text, out PathCode code)
    {
        code = new PathCode(text);
        return true;
    }
}
