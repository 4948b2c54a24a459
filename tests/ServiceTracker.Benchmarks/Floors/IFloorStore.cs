using ServiceTracker.Benchmarks.Samples;

namespace ServiceTracker.Benchmarks.Floors;

/// <summary>One way of putting compact rows into a store with nothing else around it.</summary>
internal interface IFloorStore
{
    /// <summary>Stores one row; done when it is committed.</summary>
    /// <returns>Its id.</returns>
    ValueTask<long> InsertAsync(Sample row);

    /// <summary>Stores many rows in one statement.</summary>
    Task InsertAsync(Sample[] rows);

    /// <summary>Stores the rows of a CSV file of samples without a second look at them.</summary>
    /// <returns>Their number.</returns>
    Task<int> ImportAsync(TextReader csv);
}
