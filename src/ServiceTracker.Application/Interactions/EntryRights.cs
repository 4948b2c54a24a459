using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Access;
using ServiceTracker.Domain.Devices;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Interactions;

/// <summary>Whose an entry is, and who may judge it: nobody judges what they recorded themselves, or what is about them.</summary>
public static class EntryRights
{
    /// <summary>Whether an actor recorded it: by their account or token, or by their PIN at a device.</summary>
    public static bool Recorded(this Actor actor, Interaction i)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(i);
        return i.RecordedBy == actor.Id || (actor.StaffId is { } staff && Device.IsActorIdOf(i.RecordedBy, staff));
    }

    /// <summary>Whether it is about the actor.</summary>
    public static bool IsAbout(this Actor actor, Interaction i)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(i);
        return i.StaffId is { } staff && actor.Is(staff);
    }

    /// <summary>Whether an actor may change it as a manager does, at any time: managers do not where it is about them.</summary>
    public static bool MayCorrect(this Actor actor, Interaction i) => actor.May(Permission.Reviews) && !actor.IsAbout(i);

    /// <summary>Whether an actor may rule on it and confirm what is proposed of it. What a program sent has no recorder.</summary>
    public static bool MayJudge(this Actor actor, Interaction i) =>
        actor.MayCorrect(i) && (i.Source == Source.System || !actor.Recorded(i));
}
