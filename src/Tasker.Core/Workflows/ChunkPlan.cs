using System.Collections.Immutable;

namespace Tasker.Core.Workflows;

/// <summary>How a long work is cut: sizes that grow while the results are good, a checkpoint every so many items.</summary>
/// <param name="Sizes">Items of each chunk, in order; each 1 or more.</param>
/// <param name="CheckpointEvery">A checkpoint whenever so many items, counted from the first chunk on, are done; null: at the end of each
/// chunk only.</param>
/// <param name="Retry">How often a chunk is done anew when a piece or its check failed for good.</param>
/// <example>Sizes 100, 900, 4000 and a checkpoint every 500 give pieces that end at 100 | 500, 1000 | 1500, 2000 … 5000.</example>
public sealed record ChunkPlan(ImmutableArray<long> Sizes, long? CheckpointEvery, RetryPolicy Retry)
{
    /// <summary>The most pieces that a work may be cut into.</summary>
    public const int MaxPieces = 10_000;

    /// <summary>The most items of all chunks.</summary>
    public const long MaxItems = 1_000_000_000_000;

    /// <summary>The broken rule as a sentence with the value found; null when the plan is sound.</summary>
    public string? Problem()
    {
        if (Sizes.IsDefaultOrEmpty)
        {
            return "There is no chunk.";
        }

        if (CheckpointEvery is < 1)
        {
            return $"A checkpoint every {CheckpointEvery} items cannot be made; 1 is the least.";
        }

        var (total, pieces) = (0L, 0L);
        foreach (var size in Sizes)
        {
            if (size is < 1 or > MaxItems || total + size > MaxItems)
            {
                return size < 1 ? $"A chunk has {size} items; 1 is the least." : $"The chunks have more than {MaxItems:N0} items.";
            }

            // Boundaries strictly inside the chunk, and the piece that ends it.
            pieces += CheckpointEvery is { } every ? ((total + size - 1) / every) - (total / every) + 1 : 1;
            total += size;
        }

        return pieces > MaxPieces ? $"The chunks are cut into {pieces:N0} pieces; {MaxPieces:N0} is the most." : null;
    }
}
