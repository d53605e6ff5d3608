namespace Tasker.Formats.Drawing.Layout;

/// <summary>Orders the items of each column so that few edges cross.</summary>
internal static class Crossings
{
    /// <summary>
    /// Sweeps over the columns, each time ordering one by where the edges from its neighbour come from; keeps the best order seen.
    /// </summary>
    public static void Reduce(List<List<LayoutItem>> columns, int sweeps)
    {
        var best = columns.Select(column => column.ToArray()).ToArray();
        var fewest = Count(columns);
        for (var sweep = 0; sweep < sweeps && fewest > 0; sweep++)
        {
            for (var i = 1; i < columns.Count; i++)
            {
                var (column, neighbour) = sweep % 2 == 0 ? (i, i - 1) : (columns.Count - 1 - i, columns.Count - i);
                Sort(columns[column], Positions(columns[neighbour]), sweep % 2 == 0);
            }

            var crossings = Count(columns);
            if (crossings < fewest)
            {
                fewest = crossings;
                best = [.. columns.Select(column => column.ToArray())];
            }
        }

        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Clear();
            columns[i].AddRange(best[i]);
        }
    }

    private static Dictionary<LayoutItem, int> Positions(List<LayoutItem> column) =>
        column.Select((item, i) => (item, i)).ToDictionary(pair => pair.item, pair => pair.i);

    /// <summary>A position that also tells apart where on a tall box an edge ends.</summary>
    private static double Position(Dictionary<LayoutItem, int> positions, LayoutItem item, double offset) =>
        positions[item] + (item.Height > 0 ? Math.Clamp(offset / item.Height, 0, 1) * 0.9 : 0);

    private static void Sort(List<LayoutItem> column, Dictionary<LayoutItem, int> neighbour, bool before)
    {
        var wanted = new Dictionary<LayoutItem, double>();
        for (var i = 0; i < column.Count; i++)
        {
            var edges = before ? column[i].Before : column[i].After;
            wanted[column[i]] = edges.Count == 0 ? i : edges.Average(edge => Position(neighbour, edge.Other, edge.OtherOffset));
        }

        var sorted = column.OrderBy(item => wanted[item]).ToArray();
        column.Clear();
        column.AddRange(sorted);
    }

    private static long Count(List<List<LayoutItem>> columns)
    {
        long crossings = 0;
        for (var i = 0; i + 1 < columns.Count; i++)
        {
            var right = Positions(columns[i + 1]);
            var ends = columns[i]
                .SelectMany((item, place) => item.After.Select(
                    edge => (From: place + (edge.Offset / 10_000), To: Position(right, edge.Other, edge.OtherOffset))))
                .OrderBy(edge => edge.From).ThenBy(edge => edge.To).Select(edge => edge.To).ToArray();
            crossings += Inversions(ends, new double[ends.Length], 0, ends.Length);
        }

        return crossings;
    }

    /// <summary>Pairs in the wrong order, counted by merging.</summary>
    private static long Inversions(double[] values, double[] room, int start, int end)
    {
        if (end - start < 2)
        {
            return 0;
        }

        var middle = (start + end) / 2;
        var count = Inversions(values, room, start, middle) + Inversions(values, room, middle, end);
        var (left, right) = (start, middle);
        for (var at = start; at < end; at++)
        {
            if (right == end || (left < middle && values[left] <= values[right]))
            {
                room[at] = values[left++];
            }
            else
            {
                count += middle - left;
                room[at] = values[right++];
            }
        }

        Array.Copy(room, start, values, start, end - start);
        return count;
    }
}
