using ServiceTracker.Domain.Disputes;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Tests.Disputes;

public class DisputeStepsTests
{
    [Theory]
    [InlineData(ObservationResult.Missed, false, true, "dispute")]
    [InlineData(ObservationResult.Missed, true, true, "")]
    [InlineData(ObservationResult.Missed, false, false, "")]
    [InlineData(ObservationResult.Held, false, true, "ruling")]
    [InlineData(ObservationResult.Excused, false, true, "")]
    [InlineData(ObservationResult.Met, false, true, "")]
    [InlineData(ObservationResult.Na, false, true, "")]
    public void What_can_be_done_about_an_observation(ObservationResult result, bool stands, bool hasPerson, string steps) =>
        Assert.Equal(steps, string.Join(' ', DisputeSteps.From(result, stands, hasPerson)));

    [Fact]
    public void A_dispute_is_decided_once()
    {
        var at = new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);
        var dispute = new Dispute { Expectation = "greeted", Reason = "r", At = at, By = "user:1", ByName = "Ann" };
        Assert.Equal(1.5, dispute.DaysOpen(at.AddHours(36)));
        dispute.Rule(Ruling.Excused, Cause.Outage, "It was down.", at.AddHours(12), "user:2", "Ben");
        Assert.Equal((DisputeStatus.Excused, 0.5), (dispute.Status, dispute.DaysOpen(at.AddHours(36))));
        Assert.Throws<InvalidOperationException>(() => dispute.Rule(Ruling.Stands, null, "r", at, "user:2", "Ben"));
        Assert.Throws<InvalidOperationException>(() => dispute.Overtake(at));
    }

    [Fact]
    public void What_is_another_sites_from_now_on_is_the_same_dispute()
    {
        var dispute = new Dispute
        {
            SiteId = 1,
            Id = Guid.CreateVersion7(),
            Expectation = "greeted",
            Reason = "r",
            By = "user:1",
            ByName = "Ann",
        };
        dispute.Rule(Ruling.Stands, Cause.Person, "Seen.", DateTime.UnixEpoch, "user:2", "Ben");
        var moved = dispute.MovedTo(2);
        foreach (var property in typeof(Dispute).GetProperties().Where(p => p.Name != nameof(Dispute.SiteId)))
            Assert.Equal(property.GetValue(dispute), property.GetValue(moved));
        Assert.Equal(2, moved.SiteId);
    }
}
