using ServiceTracker.Domain.Figures.Falters;

namespace ServiceTracker.Domain.Tests.Figures.Falters;

public class FalteringHoursTests
{
    [Fact]
    public void Hours_in_a_row_are_one_and_roles_are_put_together()
    {
        var told = FalteringHours.Of(
        [
            Cell("clerk", 13, "greeted", 100, 80), Cell("clerk", 12, "greeted", 60, 50), Cell("lead", 12, "greeted", 40, 30),
            Cell("clerk", 16, "greeted", 20, 10), Cell("clerk", 12, "identity", 50, 40),
        ]);

        Assert.Equal(
            [("greeted", 12, 14, 200L, 160L), ("greeted", 16, 17, 20L, 10L), ("identity", 12, 13, 50L, 40L)],
            told.Select(t => (t.Expectation, t.From, t.Before, t.Applicable, t.Met)));
        Assert.Equal("from 12 to 14 h: missed in 40 of 200 (20 %), otherwise in 2 %", $"{told[0].When}: {told[0].Words}");
    }

    [Fact]
    public void Without_cells_there_are_no_hours() => Assert.Empty(FalteringHours.Of([]));

    private static FalteringCell Cell(string role, int hour, string basic, long applicable, long met) =>
        new(new RoleHourCount(role, hour, basic, applicable, met), 0.98, 0.0001, 0.001);
}
