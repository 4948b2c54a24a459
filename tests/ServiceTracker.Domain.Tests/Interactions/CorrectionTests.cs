using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Interactions;

public class CorrectionTests
{
    private static readonly string[] FollowFromAnswers =
    [
        nameof(Interaction.MetCount), nameof(Interaction.ApplicableCount), nameof(Interaction.WeightMet),
        nameof(Interaction.WeightApplicable), nameof(Interaction.AllBasicsMet), nameof(Interaction.CriticalMissed),
    ];

    [Fact]
    public void What_no_correction_names_stays_whatever_an_interaction_consists_of() => Arbitraries.Contacts.Always(contact =>
    {
        var before = new Interaction { RecordedBy = "user:1", RequestHash = [1] };
        foreach (var property in typeof(Interaction).GetProperties().Where(p => p.CanWrite))
            property.SetValue(before, Odd(property.PropertyType) ?? property.GetValue(before));
        var pattern = contact.Pattern;
        (before.Met, before.Na, before.Held, before.Excused) = (pattern.Met, pattern.Na, pattern.Held, pattern.Excused);

        var after = Correction.None(before).Of(before, contact.Baseline);

        foreach (var property in typeof(Interaction).GetProperties().Where(p => p.CanWrite && !FollowFromAnswers.Contains(p.Name)))
            Assert.Equal(property.GetValue(before), property.GetValue(after));
        Assert.Equal(pattern.Score(Domain.Figures.Viewpoint.Process), after.Score);
    });

    [Fact]
    public void What_is_not_missed_any_more_is_neither_held_nor_excused_and_another_person_has_nothing_disputed() =>
        Arbitraries.Contacts.Always(contact =>
        {
            var pattern = contact.Pattern;
            var before = new Interaction
            {
                RecordedBy = "user:1",
                RequestHash = [],
                StaffId = 1,
                Met = pattern.Met,
                Na = pattern.Na,
                Held = pattern.Held,
                Excused = pattern.Excused,
            };
            var all = contact.Baseline.AllBits;
            var met = (Correction.None(before) with { Met = all & ~pattern.Na }).Of(before, contact.Baseline);
            Assert.Equal((0, 0), (met.Held, met.Excused));
            var other = (Correction.None(before) with { StaffId = 2 }).Of(before, contact.Baseline);
            Assert.Equal((0, pattern.Excused), (other.Held, other.Excused));
        });

    private static object? Odd(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) => 7,
        var t when t == typeof(short) => (short)7,
        var t when t == typeof(bool) => true,
        var t when t == typeof(Guid) => new Guid(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7),
        var t when t == typeof(DateTime) => new DateTime(2026, 7, 7, 7, 7, 7, DateTimeKind.Utc),
        var t when t == typeof(DateOnly) => new DateOnly(2026, 7, 7),
        var t when t == typeof(string) => "seven",
        var t when t == typeof(double[]) => new[] { 7.0 },
        var t when t.IsEnum => Enum.GetValues(t).GetValue(Enum.GetValues(t).Length - 1),
        _ => null,
    };
}
