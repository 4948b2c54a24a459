using System.ComponentModel.DataAnnotations;
using ServiceTracker.Domain.Expectations;

namespace ServiceTracker.Application.Expectations;

/// <summary>A baseline as it is drafted.</summary>
/// <param name="Name">Shown to people.</param>
/// <param name="EffectiveFrom">First business date it is in force on.</param>
/// <param name="TargetConsistency">Share of interactions, 0 to 1, in which every basic is meant to be met; 0.95 where absent.</param>
/// <param name="Expectations">In the order in which they are shown.</param>
public sealed record BaselineInput(
    string? Name, DateOnly? EffectiveFrom, double? TargetConsistency,
    [property: MaxLength(Baseline.MaxExpectations)] IReadOnlyList<ExpectationInput>? Expectations);
