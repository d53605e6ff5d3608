using System.Collections.Immutable;
using System.Globalization;

namespace Tasker.Core.Workflows;

/// <summary>A stretch of items that one step of a chunked work does: a piece of a chunk, or for checks and fixes the whole chunk.</summary>
/// <param name="Id">Full id of the step.</param>
/// <param name="Chunk">Number of its chunk, from 1.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Start">Items done before it.</param>
/// <param name="Size">Items that it does, 1 or more.</param>
/// <param name="Total">Items of all chunks.</param>
public sealed record ChunkPiece(string Id, int Chunk, int Chunks, long Start, long Size, long Total)
{
    /// <summary>Items done after it.</summary>
    public long End => Start + Size;

    /// <summary>Its items for people: <c>101 to 500</c>.</summary>
    public string Range => $"{Text(Start + 1)} to {Text(End)}";

    /// <summary>
    /// What its command is told: <c>CHUNK_INDEX</c> (number of the chunk, from 1), <c>CHUNK_START</c> (items done before),
    /// <c>CHUNK_SIZE</c> (items to do), <c>CHUNK_END</c> (items done after) and <c>CHUNK_TOTAL</c> (items of all chunks).
    /// </summary>
    public ImmutableSortedDictionary<string, string> Env =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, string>
        {
            ["CHUNK_INDEX"] = Text(Chunk),
            ["CHUNK_START"] = Text(Start),
            ["CHUNK_SIZE"] = Text(Size),
            ["CHUNK_END"] = Text(End),
            ["CHUNK_TOTAL"] = Text(Total),
        });

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
