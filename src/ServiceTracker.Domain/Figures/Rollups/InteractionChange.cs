using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Domain.Figures.Rollups;

/// <summary>One change of a stored interaction. It is begun before anything of the row is touched, and so knows which figures the row was
/// part of.</summary>
public sealed class InteractionChange
{
    private readonly RollupDelta before;
    private readonly Outcome outcome;

    private InteractionChange(Interaction row) => (before, outcome) = (RollupDelta.TakingOut(row), row.Outcome);

    /// <summary>Begins a change.</summary>
    /// <param name="row">The interaction as it is stored; whatever becomes of it afterwards, the change remembers.</param>
    public static InteractionChange Of(Interaction row) => new(row);

    /// <summary>What the rollups are to be told: −before and +after, or nothing where both count, and read in the files, alike.</summary>
    /// <param name="after">The interaction as it is stored from now on, which may be the same row; null when it is gone.</param>
    public IReadOnlyList<RollupDelta> To(Interaction? after)
    {
        if (after is null) return [before];
        var adding = RollupDelta.Adding(after);
        return adding.IsLike(before) && after.Outcome == outcome ? [] : [before, adding];
    }
}
