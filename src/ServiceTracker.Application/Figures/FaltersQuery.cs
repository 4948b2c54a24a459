using Microsoft.EntityFrameworkCore;
using ServiceTracker.Application.Access;
using ServiceTracker.Domain.Figures.Falters;
using ServiceTracker.Domain.Interactions;

namespace ServiceTracker.Application.Figures;

/// <summary>Finds where service falters.</summary>
public sealed class FaltersQuery(ComparisonScope comparison, FigureReader figures)
{
    /// <summary>Role, hour and basic where it falters.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    public Task<Result<FalteringCells>> RunAsync(Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync(actor, filter, async (scope, master) =>
        {
            var patterns = await figures.Rows(new FigureQuestion(actor, scope, Breakdown.None))
                .Where(i => i.State == InteractionState.Counted)
                .GroupBy(i => new { i.RoleId, i.HourOfWeek, i.Baseline, i.Met, i.Na })
                .Select(g => new { g.Key, Times = g.LongCount() })
                .ToListAsync(cancellation);
            var cells = new Dictionary<(string, int, string), (long Applicable, long Met)>();
            foreach (var p in patterns)
            {
                var role = master.Roles.Find(p.Key.RoleId)?.Title ?? "nobody in particular";
                foreach (var expectation in master.Baselines[p.Key.Baseline].Expectations.Where(e => (p.Key.Na & e.Mask) == 0))
                {
                    var key = (role, p.Key.HourOfWeek % 24, expectation.Code);
                    var (applicable, met) = cells.GetValueOrDefault(key);
                    cells[key] = (applicable + p.Times, met + ((p.Key.Met & expectation.Mask) != 0 ? p.Times : 0));
                }
            }

            return FalteringCell.Find(
                cells.Select(c => new RoleHourCount(c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Value.Applicable, c.Value.Met)));
        }, cancellation);

    /// <summary>How many people served in each role.</summary>
    /// <param name="actor">Who asks; not for a staff account.</param>
    /// <param name="filter">Which interactions.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>By the title of the role; whoever had none is not among them.</returns>
    public Task<Result<IReadOnlyDictionary<string, int>>> PeopleByRoleAsync(
        Actor actor, FigureFilter filter, CancellationToken cancellation) =>
        comparison.AskAsync<IReadOnlyDictionary<string, int>>(actor, filter, async (scope, master) =>
        {
            var roles = await figures.Rows(new FigureQuestion(actor, scope, Breakdown.None))
                .Where(i => i.State == InteractionState.Counted && i.RoleId != null && i.StaffId != null)
                .GroupBy(i => i.RoleId).Select(g => new { g.Key, People = g.Select(i => i.StaffId).Distinct().Count() })
                .ToListAsync(cancellation);
            return roles.ToDictionary(r => master.Roles[r.Key!.Value].Title, r => r.People, StringComparer.Ordinal);
        }, cancellation);
}
