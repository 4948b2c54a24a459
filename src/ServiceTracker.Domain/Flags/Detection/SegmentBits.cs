namespace ServiceTracker.Domain.Flags.Detection;

/// <summary>Bits of one baseline in the places of another's.</summary>
internal static class SegmentBits
{
    /// <summary>Bits as they stand under the other baseline; basics that are not the same there are left out.</summary>
    /// <param name="bits">Any.</param>
    /// <param name="from">For every bit of the other baseline the bit here, or −1; see <see cref="ChangeDetector.StartSegment"/>.</param>
    public static long Moved(long bits, ReadOnlySpan<int> from)
    {
        var moved = 0L;
        for (var j = 0; j < from.Length; j++)
            if (from[j] >= 0 && (bits >> from[j] & 1) != 0) moved |= 1L << j;
        return moved;
    }
}
