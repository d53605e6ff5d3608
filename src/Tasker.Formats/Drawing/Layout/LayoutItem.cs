namespace Tasker.Formats.Drawing.Layout;

/// <summary>Something that takes room in a group: a box, the way of an edge through a column, or a port in the group's border.</summary>
internal sealed class LayoutItem
{
    /// <summary>Width; 0 for ways and ports.</summary>
    public double Width { get; set; }

    /// <summary>Height.</summary>
    public double Height { get; init; }

    /// <summary>Room to the next item below.</summary>
    public double Gap { get; init; }

    /// <summary>Column, from 0.</summary>
    public int Column { get; set; }

    /// <summary>Left side, inside the group.</summary>
    public double X { get; set; }

    /// <summary>Upper side, inside the group.</summary>
    public double Y { get; set; }

    /// <summary>Right side of its column: an edge bends only beyond it, clear of wider items.</summary>
    public double ColumnEnd { get; set; }

    /// <summary>How strongly it wants to stand where its edges are straight.</summary>
    public double Pull { get; init; } = 1;

    /// <summary>Edges that come from the column to the left, with the offset of their end from this item's upper side.</summary>
    public List<(LayoutItem Other, double OtherOffset, double Offset)> Before { get; } = [];

    /// <summary>Edges that go to the column to the right.</summary>
    public List<(LayoutItem Other, double OtherOffset, double Offset)> After { get; } = [];
}

/// <summary>An edge between two items, with the offset of its ends from the items' upper sides.</summary>
internal sealed record LayoutEdge(LayoutItem From, double FromOffset, LayoutItem To, double ToOffset)
{
    /// <summary>The ways through the columns between its ends; filled in by the layout.</summary>
    public List<LayoutItem> Ways { get; } = [];
}
