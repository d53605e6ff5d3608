namespace Tasker.Formats.TaskTree.Reading;

/// <summary>Answers many questions about who comes before whom at once: each block of them costs one pass over the graph.</summary>
/// <remarks>
/// To walk up for each question costs the ancestors each time, which is the square of a deep tree. Here each node carries one bit for each
/// of those that are asked about, 1,024 at a time, so that memory stays small too.
/// </remarks>
/// <param name="order">All nodes, each behind those that it needs. Of nodes in circles some needs may come later; those are not
/// seen.</param>
/// <param name="before">The needs of a node, one after the other; -1 behind the last.</param>
internal sealed class Ancestry(int[] order, Func<int, int, int> before)
{
    private const int Columns = 1024;
    private const int Words = Columns / 64;

    /// <summary>For each pair whether its second node needs its first, directly or not.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="besides">True: whether it would if it did not need it directly.</param>
    public bool[] Answer(IReadOnlyList<(int Needed, int Node)> pairs, bool besides = false)
    {
        var answers = new bool[pairs.Count];
        var columns = new Dictionary<int, int>();
        var asked = new List<int>();
        ulong[]? rows = null;
        for (var pair = 0; pair < pairs.Count; pair++)
        {
            columns.TryAdd(pairs[pair].Needed, columns.Count);
            asked.Add(pair);
            if (columns.Count == Columns)
            {
                Pass();
            }
        }

        if (asked.Count > 0)
        {
            Pass();
        }

        return answers;

        bool Has(int node, int column) => (rows![(node * Words) + (column / 64)] & (1UL << (column % 64))) != 0;

        bool Others(int needed, int node, int column)
        {
            for (var i = 0; before(node, i) is >= 0 and var need; i++)
            {
                if (need != needed && Has(need, column))
                {
                    return true;
                }
            }

            return false;
        }

        void Pass()
        {
            rows ??= new ulong[order.Length * Words];
            Array.Clear(rows);
            foreach (var node in order)
            {
                var row = rows.AsSpan(node * Words, Words);
                for (var i = 0; before(node, i) is >= 0 and var need; i++)
                {
                    var above = rows.AsSpan(need * Words, Words);
                    for (var word = 0; word < Words; word++)
                    {
                        row[word] |= above[word];
                    }

                    if (columns.TryGetValue(need, out var column))
                    {
                        row[column / 64] |= 1UL << (column % 64);
                    }
                }
            }

            foreach (var pair in asked)
            {
                var (needed, node) = pairs[pair];
                var column = columns[needed];
                answers[pair] = besides ? Others(needed, node, column) : Has(node, column);
            }

            columns.Clear();
            asked.Clear();
        }
    }
}
