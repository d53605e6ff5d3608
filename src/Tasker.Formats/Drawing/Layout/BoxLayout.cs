namespace Tasker.Formats.Drawing.Layout;

/// <summary>Gives every box its size and place, the innermost groups first.</summary>
internal sealed class BoxLayout(Wiring wiring)
{
    /// <summary>Text size of titles.</summary>
    public const double TitleSize = 13;

    /// <summary>Text size of captions.</summary>
    public const double CaptionSize = 10.5;

    /// <summary>Room for the icon of a step, left of its text.</summary>
    public const double TextLeft = 38;

    /// <summary>Room for the title of a group.</summary>
    public const double GroupTop = 34;

    private const double Padding = 16;
    private const double StepHeight = 46;
    private const double LeastWidth = 118;
    private const double MostText = 180;
    private const double StackGap = 22;
    private const double BoxGap = 16;
    private const int MostInColumn = 8;

    /// <summary>Places a box and all in it with its upper left corner at 0, 0.</summary>
    public PlacedBox Place(GraphBox box)
    {
        if (!box.IsOpen)
        {
            var text = Math.Max(TextWidth.Of(box.Title, TitleSize), TextWidth.Mono(box.Caption, CaptionSize));
            return new PlacedBox(box) { Width = Math.Max(LeastWidth, TextLeft + Math.Min(text, MostText) + 16), Height = StepHeight };
        }

        var group = new PlacedBox(box);
        group.Members.AddRange(box.Members.Select(Place));
        var wires = wiring.Of(box);
        var top = box.Parent is null ? 0 : GroupTop;
        var side = box.Parent is null ? 0 : Padding;
        var (width, height) = box.IsSequence ? Stack(group)
            : wires.Inner.Count + wires.In.Count + wires.Out.Count == 0 ? Grid(group)
            : Layers(group, wires);
        var title = TextWidth.Of(box.Title, TitleSize) + (box.Caption.Length > 0 ? 10 + TextWidth.Mono(box.Caption, CaptionSize) : 0);
        group.Width = Math.Max(width + (2 * side), box.Parent is null ? 0 : Math.Min(title, Math.Max(width, 260)) + (2 * side));
        group.Height = height + top + side;
        var spare = group.Width - (2 * side) - width; // The title asked for it.
        foreach (var member in group.Members)
        {
            member.Width += box.IsSequence && !member.Box.IsOpen ? spare : 0;
            member.Move(side + (box.IsSequence ? 0 : spare / 2), top);
        }

        foreach (var line in group.Lines.Values)
        {
            for (var i = 0; i < line.Count; i++)
            {
                line[i] = (line[i].X + side + (spare / 2), line[i].Y + top, line[i].Width);
            }
        }

        Ports(group, wires, top);
        return group;
    }

    private static PlacedBox Member(PlacedBox group, GraphBox inside) => group.Members.First(member => member.Box.Holds(inside));

    /// <summary>Members below one another; steps are as wide as the widest of them.</summary>
    private static (double Width, double Height) Stack(PlacedBox group)
    {
        var steps = group.Members.Where(member => !member.Box.IsOpen).Select(member => member.Width).DefaultIfEmpty(0).Max();
        var y = 0.0;
        foreach (var member in group.Members)
        {
            member.Width = member.Box.IsOpen ? member.Width : steps;
            member.Move(0, y);
            y += member.Height + StackGap;
        }

        return (group.Members.Max(member => member.Width), y - StackGap);
    }

    /// <summary>Members without edges in even columns.</summary>
    private static (double Width, double Height) Grid(PlacedBox group)
    {
        var columns = group.Members.Count <= MostInColumn ? 1 : (int)Math.Ceiling(Math.Sqrt(group.Members.Count / 3.0));
        var rows = (group.Members.Count + columns - 1) / columns;
        var (x, height) = (0.0, 0.0);
        for (var column = 0; column < columns; column++)
        {
            var members = group.Members.Skip(column * rows).Take(rows).ToArray();
            if (members.Length == 0)
            {
                break;
            }

            var y = 0.0;
            var width = members.Max(member => member.Width);
            foreach (var member in members)
            {
                member.Width = member.Box.IsOpen ? member.Width : width;
                member.Move(x, y);
                y += member.Height + BoxGap;
            }

            x += width + BoxGap;
            height = Math.Max(height, y - BoxGap);
        }

        return (x - BoxGap, height);
    }

    /// <summary>Members in columns, by what follows what.</summary>
    private static (double Width, double Height) Layers(PlacedBox group, Wiring.Group wires)
    {
        var items = group.Members.ToDictionary(
            member => member, member => new LayoutItem { Width = member.Width, Height = member.Height, Gap = BoxGap });
        var into = Sorted(wires.In).ToDictionary(box => box, _ => new LayoutItem { Gap = 10, Pull = 0.2 });
        var outOf = Sorted(wires.Out).ToDictionary(box => box, _ => new LayoutItem { Gap = 10, Pull = 0.2 });
        var edges = new Dictionary<(GraphBox? From, GraphBox? To), LayoutEdge>();
        foreach (var (from, to) in wires.Inner.OrderBy(edge => (edge.To.Number, edge.From.Number)))
        {
            var (first, second) = (Member(group, from), Member(group, to));
            edges[(from, to)] = new LayoutEdge(items[first], first.Out(from), items[second], second.In(to));
        }

        foreach (var (box, port) in into)
        {
            var member = Member(group, box);
            edges[(null, box)] = new LayoutEdge(port, 0, items[member], member.In(box));
        }

        foreach (var (box, port) in outOf)
        {
            var member = Member(group, box);
            edges[(box, null)] = new LayoutEdge(items[member], member.Out(box), port, 0);
        }

        var layout = new LayeredLayout();
        layout.Place([.. group.Members.Select(member => items[member])], [.. into.Values], [.. outOf.Values], [.. edges.Values]);
        foreach (var (member, item) in items)
        {
            member.Move(item.X, item.Y);
        }

        foreach (var (box, port) in into)
        {
            group.SetIn(box, port.Y);
        }

        foreach (var (box, port) in outOf)
        {
            group.SetOut(box, port.Y);
        }

        foreach (var (ends, edge) in edges)
        {
            var begin = (edge.From.ColumnEnd, edge.From.Y + edge.FromOffset, 0.0);
            group.Lines[ends] = [begin, .. edge.Ways.Select(way => (way.X, way.Y + (way.Height / 2), way.Width))];
        }

        return (layout.Width, layout.Height);
    }

    private static IEnumerable<GraphBox> Sorted(HashSet<GraphBox> boxes) => boxes.OrderBy(box => box.Number);

    /// <summary>Where edges pass the border; in stacks and grids straight beside the member.</summary>
    private static void Ports(PlacedBox group, Wiring.Group wires, double top)
    {
        var layered = group.Lines.Count > 0;
        foreach (var box in wires.In)
        {
            var member = Member(group, box);
            group.SetIn(box, layered ? group.In(box) + top : member.Y + member.In(box));
            group.Lines.TryAdd((null, box), []);
        }

        foreach (var box in wires.Out)
        {
            var member = Member(group, box);
            group.SetOut(box, layered ? group.Out(box) + top : member.Y + member.Out(box));
            group.Lines.TryAdd((box, null), []);
        }
    }
}
