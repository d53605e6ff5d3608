namespace Tasker.Formats.Drawing.Layout;

/// <summary>Gives every item its column: to the right of all that it follows, as near to what follows it as that allows.</summary>
internal static class Columns
{
    /// <summary>Assigns columns.</summary>
    /// <param name="items">Boxes in declaration order.</param>
    /// <param name="first">Ports in the left border.</param>
    /// <param name="last">Ports in the right border.</param>
    /// <param name="edges">Edges; those of a circle are passed over.</param>
    /// <returns>The edges from left to right.</returns>
    public static List<LayoutEdge> Assign(
        IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutItem> first, IReadOnlyList<LayoutItem> last, IReadOnlyList<LayoutEdge> edges)
    {
        var forward = WithoutCircles(items, first, edges);
        var after = forward.ToLookup(edge => edge.From, edge => edge.To);
        var before = forward.ToLookup(edge => edge.To, edge => edge.From);
        var order = Order(items, first, last, after, before);
        var shift = first.Count > 0 ? 1 : 0;
        foreach (var item in order)
        {
            item.Column = before[item].Select(other => other.Column + 1).DefaultIfEmpty(first.Contains(item) ? 0 : shift).Max();
        }

        // What follows nothing moves to what follows it, so that its edges are short.
        foreach (var item in order.AsEnumerable().Reverse())
        {
            if (!before[item].Any() && after[item].Any() && !first.Contains(item))
            {
                item.Column = after[item].Min(other => other.Column) - 1;
            }
        }

        var end = items.Select(item => item.Column).DefaultIfEmpty(shift).Max() + 1;
        foreach (var port in last)
        {
            port.Column = end;
        }

        return forward;
    }

    private static List<LayoutEdge> WithoutCircles(
        IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutItem> first, IReadOnlyList<LayoutEdge> edges)
    {
        var from = edges.ToLookup(edge => edge.From);
        var state = new Dictionary<LayoutItem, bool>(); // False while it is being walked, true when all behind it was.
        var forward = new List<LayoutEdge>();
        foreach (var start in first.Concat(items))
        {
            var open = new Stack<(LayoutItem Item, Queue<LayoutEdge> Onward)>();
            if (state.TryAdd(start, false))
            {
                open.Push((start, new Queue<LayoutEdge>(from[start])));
            }

            while (open.TryPeek(out var top))
            {
                if (!top.Onward.TryDequeue(out var edge))
                {
                    state[open.Pop().Item] = true;
                }
                else if (state.TryAdd(edge.To, false))
                {
                    forward.Add(edge);
                    open.Push((edge.To, new Queue<LayoutEdge>(from[edge.To])));
                }
                else if (state[edge.To])
                {
                    forward.Add(edge);
                }
            }
        }

        return [.. edges.Where(new HashSet<LayoutEdge>(forward, ReferenceEqualityComparer.Instance).Contains)];
    }

    /// <summary>The items so that each comes after all that it follows.</summary>
    private static List<LayoutItem> Order(
        IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutItem> first, IReadOnlyList<LayoutItem> last,
        ILookup<LayoutItem, LayoutItem> after, ILookup<LayoutItem, LayoutItem> before)
    {
        var all = first.Concat(items).Concat(last).ToList();
        var open = all.ToDictionary(item => item, item => before[item].Count());
        var ready = new Queue<LayoutItem>(all.Where(item => open[item] == 0));
        var order = new List<LayoutItem>(all.Count);
        while (ready.TryDequeue(out var item))
        {
            order.Add(item);
            foreach (var next in after[item])
            {
                if (--open[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }

        return order;
    }
}
