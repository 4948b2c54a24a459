namespace ServiceTracker.Application.Figures;

/// <summary>A part of a question's time and where it is answered from.</summary>
/// <param name="Table">Where from.</param>
/// <param name="From">First business date.</param>
/// <param name="To">Last business date, included.</param>
internal readonly record struct FigurePart(FigureTable Table, DateOnly From, DateOnly To);
