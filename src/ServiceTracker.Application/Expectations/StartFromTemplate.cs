using ServiceTracker.Application.Access;
using ServiceTracker.Application.Organisation;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>Turns a starter template into a draft and its reasons.</summary>
public sealed class StartFromTemplate(
    IServiceTrackerDb db, MasterDataReader master, SaveOrganisation save, DraftBaseline drafts, TimeProvider clock)
{
    /// <summary>Makes the template's reasons that do not exist yet, and a draft that takes effect on the first site's present business
    /// date.</summary>
    public async Task<Result<Baseline>> RunAsync(Actor actor, string? key, CancellationToken cancellation)
    {
        if (StarterTemplates.All.FirstOrDefault(t => t.Key == key) is not { } template)
            return new FieldError("$.template", FieldError.Required, "Choose where to begin.");

        var known = await master.GetAsync(cancellation);
        if (known.Sites.All is not [var first, ..]) return Refusal.Conflict("Add a site first: its calendar says which day today is.");
        var today = first.Calendar.At(clock.GetUtcNow().UtcDateTime).BusinessDate;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        foreach (var (code, name, icon) in template.Reasons.Where(r => known.Reasons.Find(r.Code) is null))
        {
            if (await save.ReasonAsync(
                actor, code, new ReasonInput(name, icon, icon == Domain.Organisation.Reason.ComplaintIcon), null,
                cancellation) is Result<Domain.Organisation.Reason>.Forbidden(var message))
                return Refusal.Forbidden(message);
        }

        var draft = await drafts.CreateAsync(
            actor, new BaselineInput(template.Name, today, Baseline.DefaultTarget, template.Expectations), cancellation);
        if (draft is Result<Baseline>.Ok) await transaction.CommitAsync(cancellation);
        return draft;
    }
}
