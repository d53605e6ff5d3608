namespace Tasker.Formats.Drawing.Layout;

/// <summary>Moves the items of a column to where they want to stand, in their order and without overlap.</summary>
internal static class Straighten
{
    /// <summary>
    /// Finds the places with the least sum of squared distances from the wanted ones (isotonic regression by pooling neighbours),
    /// so that a crowd spreads evenly round where it wants to be.
    /// </summary>
    public static void Column(List<LayoutItem> column, Func<LayoutItem, double> wanted)
    {
        // Without the room that the items above take, "in order and without overlap" is "never falling".
        var blocks = new List<(double Mean, double Weight, int Count)>();
        var above = 0.0;
        var room = new double[column.Count];
        for (var i = 0; i < column.Count; i++)
        {
            var item = column[i];
            room[i] = above;
            blocks.Add((wanted(item) - above, item.Pull, 1));
            above += item.Height + item.Gap;
            while (blocks.Count > 1 && blocks[^2].Mean > blocks[^1].Mean)
            {
                var (upper, lower) = (blocks[^2], blocks[^1]);
                var weight = upper.Weight + lower.Weight;
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (((upper.Mean * upper.Weight) + (lower.Mean * lower.Weight)) / weight, weight, upper.Count + lower.Count);
            }
        }

        var next = 0;
        foreach (var (mean, _, count) in blocks)
        {
            for (var i = 0; i < count; i++, next++)
            {
                column[next].Y = mean + room[next];
            }
        }
    }
}
