using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Audit;

namespace ServiceTracker.Application.Audit;

/// <summary>Adds lines to the audit record; they are stored with the change itself, in its transaction.</summary>
public sealed class AuditTrail(IServiceTrackerDb db, RequestOrigin origin, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Records a change that the next <c>SaveChanges</c> stores.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="action">What, such as <c>site.saved</c>.</param>
    /// <param name="subject">To which thing.</param>
    /// <param name="before">The thing before, or null.</param>
    /// <param name="after">The thing after, or null.</param>
    /// <param name="siteId">The site concerned, 0 for the organisation.</param>
    public void Record(Actor actor, string action, string subject, object? before, object? after, int siteId = 0)
    {
        var now = clock.GetUtcNow();
        db.AuditEntries.Add(new AuditEntry
        {
            SiteId = siteId,
            Id = Guid.CreateVersion7(now),
            At = now.UtcDateTime,
            By = actor.Id,
            ByName = actor.Name,
            Origin = origin.Address,
            Action = action,
            Subject = subject,
            Before = before is null ? null : JsonSerializer.Serialize(before, Json),
            After = after is null ? null : JsonSerializer.Serialize(after, Json),
        });
    }
}
