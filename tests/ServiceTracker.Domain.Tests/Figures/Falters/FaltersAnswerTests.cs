using ServiceTracker.Domain.Figures.Falters;

namespace ServiceTracker.Domain.Tests.Figures.Falters;

public class FaltersAnswerTests
{
    [Fact]
    public void Basics_that_falter_in_hours_that_overlap_are_one_sentence_and_other_hours_and_sites_have_their_own()
    {
        var answer = new FaltersAnswer(
            300,
            [
                Row("North Gate", 9, 10, "Next step explained?"), Row("Harbour Street", 13, 14, "Waited no longer than 5 minutes?"),
                Row("Harbour Street", 12, 14, "Greeted within a minute?"), Row("Harbour Street", 16, 17, "Greeted within a minute?"),
            ],
            0);

        Assert.Equal(
            [
                "Greeted within a minute and Waited no longer than 5 minutes falter from 12 to 14 h at Harbour Street",
                "Greeted within a minute falters from 16 to 17 h at Harbour Street",
                "Next step explained falters from 9 to 10 h at North Gate",
            ],
            answer.Sentences);
    }

    [Fact]
    public void Calm_is_only_what_was_tested()
    {
        Assert.Equal(["Looked at 84 cells: none is lower than everything else beyond chance."], new FaltersAnswer(84, [], 0).Sentences);
        Assert.Equal(
            ["Looked at 84 cells: none that can be told is lower than everything else beyond chance."],
            new FaltersAnswer(84, [], 2).Sentences);
        Assert.Equal(
            ["Nothing could be compared yet: it takes 10 interactions in one role, hour and basic."],
            new FaltersAnswer(0, [], 0).Sentences);
    }

    [Fact]
    public void A_role_of_fewer_than_three_people_is_not_told()
    {
        FalteringCell[] cells = [Cell("Adviser", 12), Cell("Adviser", 13), Cell("Lead", 12)];
        var told = Assert.Single(FalteringHours.ByRole(cells, role => role == "Adviser" ? 3 : 2));

        Assert.Equal(("Adviser", 12, 14, 200L, 160L), (told.Role, told.From, told.Before, told.Applicable, told.Met));
        Assert.InRange(told.Interval.Low, 0.73, 0.75);
        Assert.Equal(2, FalteringHours.ByRole(cells, _ => 3).Count);
    }

    private static FalteringCell Cell(string role, int hour) =>
        new(new RoleHourCount(role, hour, "greeted", 100, 80), 0.98, 0.0001, 0.001);

    private static (string, FalteringHours, string) Row(string site, int from, int before, string question) =>
        (site, new FalteringHours("code", from, before, 100, 80, 0.97) { Role = "Adviser" }, question);
}
