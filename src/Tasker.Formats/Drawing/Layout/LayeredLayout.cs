namespace Tasker.Formats.Drawing.Layout;

/// <summary>Places items in columns from left to right so that edges are short, straight and cross little.</summary>
internal sealed class LayeredLayout
{
    private const double WayHeight = 8;
    private const double ColumnGap = 44;
    private const double WidestGap = 120;
    private const int Sweeps = 12;

    private readonly List<List<LayoutItem>> _columns = [];

    /// <summary>Width of everything.</summary>
    public double Width { get; private set; }

    /// <summary>Height of everything.</summary>
    public double Height { get; private set; }

    /// <summary>Places the items; afterwards each has its place and each edge its ways.</summary>
    /// <param name="items">Boxes in declaration order.</param>
    /// <param name="first">Ports in the left border.</param>
    /// <param name="last">Ports in the right border.</param>
    /// <param name="edges">Edges.</param>
    /// <returns>The edges that go from left to right; those that would close a circle are left out.</returns>
    public List<LayoutEdge> Place(
        IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutItem> first, IReadOnlyList<LayoutItem> last, IReadOnlyList<LayoutEdge> edges)
    {
        var forward = Columns.Assign(items, first, last, edges);
        foreach (var item in first.Concat(items).Concat(last))
        {
            Column(item.Column).Add(item);
        }

        foreach (var edge in forward)
        {
            Connect(edge);
        }

        Crossings.Reduce(_columns, Sweeps);
        PlaceVertically();
        PlaceHorizontally(first.Count > 0, last.Count > 0);
        return forward;
    }

    private List<LayoutItem> Column(int number)
    {
        while (_columns.Count <= number)
        {
            _columns.Add([]);
        }

        return _columns[number];
    }

    /// <summary>Joins the ends of an edge by ways through the columns between them.</summary>
    private void Connect(LayoutEdge edge)
    {
        var (from, offset) = (edge.From, edge.FromOffset);
        for (var column = edge.From.Column + 1; column < edge.To.Column; column++)
        {
            var way = new LayoutItem { Height = WayHeight, Gap = 6, Column = column, Pull = 4 };
            Column(column).Add(way);
            edge.Ways.Add(way);
            Join(from, offset, way, WayHeight / 2);
            (from, offset) = (way, WayHeight / 2);
        }

        Join(from, offset, edge.To, edge.ToOffset);
    }

    private static void Join(LayoutItem from, double fromOffset, LayoutItem to, double toOffset)
    {
        from.After.Add((to, toOffset, fromOffset));
        to.Before.Add((from, fromOffset, toOffset));
    }

    private void PlaceVertically()
    {
        foreach (var column in _columns)
        {
            var y = 0.0;
            foreach (var item in column)
            {
                item.Y = y;
                y += item.Height + item.Gap;
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var both = sweep >= Sweeps - 2;
            for (var i = 0; i < _columns.Count; i++)
            {
                var column = sweep % 2 == 0 ? _columns[i] : _columns[^(i + 1)];
                Straighten.Column(column, item => Wanted(item, both || sweep % 2 == 0, both || sweep % 2 == 1));
            }
        }

        var top = _columns.SelectMany(column => column).Select(item => item.Y).DefaultIfEmpty(0).Min();
        foreach (var item in _columns.SelectMany(column => column))
        {
            item.Y -= top;
            Height = Math.Max(Height, item.Y + item.Height);
        }
    }

    /// <summary>Where the item would stand if it could choose: its edges are straight on the average.</summary>
    private static double Wanted(LayoutItem item, bool before, bool after)
    {
        var (sum, count) = (0.0, 0);
        foreach (var (other, otherOffset, offset) in (before ? item.Before : []).Concat(after ? item.After : []))
        {
            sum += other.Y + otherOffset - offset;
            count++;
        }

        return count == 0 ? item.Y : sum / count;
    }

    private void PlaceHorizontally(bool portsBefore, bool portsAfter)
    {
        var x = 0.0;
        for (var i = 0; i < _columns.Count; i++)
        {
            var width = _columns[i].Select(item => item.Width).DefaultIfEmpty(0).Max();
            foreach (var item in _columns[i])
            {
                item.X = x;
                item.ColumnEnd = x + width;
                if (item.Width == 0)
                {
                    item.Width = width; // A way crosses its whole column.
                }
            }

            x += width;
            if (i + 1 < _columns.Count)
            {
                var steep = _columns[i]
                    .SelectMany(item => item.After.Select(to => Math.Abs(to.Other.Y + to.OtherOffset - item.Y - to.Offset)));
                var border = (i == 0 && portsBefore) || (i + 2 == _columns.Count && portsAfter);
                x += border ? ColumnGap / 2 : Math.Min(WidestGap, ColumnGap + (steep.DefaultIfEmpty(0).Max() / 8));
            }
        }

        Width = x;
    }
}
