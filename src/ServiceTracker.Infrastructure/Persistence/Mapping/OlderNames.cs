namespace ServiceTracker.Infrastructure.Persistence.Mapping;

/// <summary>Columns that kept the name which their property had once.</summary>
internal static class OlderNames
{
    public const string AllBasicsMet = "all_met", AllBasicsMetPerson = "all_met_person";

    /// <summary>By the name of the property.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        [nameof(AllBasicsMet)] = AllBasicsMet,
        [nameof(AllBasicsMetPerson)] = AllBasicsMetPerson,
    };
}
