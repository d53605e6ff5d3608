namespace Tasker.Formats.Drawing.Layout;

/// <summary>A box with its size and place.</summary>
internal sealed class PlacedBox(GraphBox box)
{
    private readonly Dictionary<GraphBox, double> _in = [];
    private readonly Dictionary<GraphBox, double> _out = [];

    /// <summary>What is placed.</summary>
    public GraphBox Box => box;

    /// <summary>Width.</summary>
    public double Width { get; set; }

    /// <summary>Height.</summary>
    public double Height { get; set; }

    /// <summary>Left side; first inside the group, in the end in the whole picture.</summary>
    public double X { get; set; }

    /// <summary>Upper side.</summary>
    public double Y { get; set; }

    /// <summary>Members of an open group.</summary>
    public List<PlacedBox> Members { get; } = [];

    /// <summary>Lines inside an open group: from a box or the left border (null) to a box or the right border (null).</summary>
    public Dictionary<(GraphBox? From, GraphBox? To), List<(double X, double Y, double Width)>> Lines { get; } = [];

    /// <summary>Where an edge to a box inside, or to this box, passes the left border, from the upper side.</summary>
    public double In(GraphBox inside) => _in.GetValueOrDefault(inside, Height / 2);

    /// <summary>Where an edge from a box inside, or from this box, passes the right border, from the upper side.</summary>
    public double Out(GraphBox inside) => _out.GetValueOrDefault(inside, Height / 2);

    /// <summary>Sets where an edge to a box inside passes the left border.</summary>
    public void SetIn(GraphBox inside, double offset) => _in[inside] = offset;

    /// <summary>Sets where an edge from a box inside passes the right border.</summary>
    public void SetOut(GraphBox inside, double offset) => _out[inside] = offset;

    /// <summary>Moves the box and everything in it.</summary>
    public void Move(double x, double y)
    {
        (X, Y) = (X + x, Y + y);
        foreach (var line in Lines.Values)
        {
            for (var i = 0; i < line.Count; i++)
            {
                line[i] = (line[i].X + x, line[i].Y + y, line[i].Width);
            }
        }

        foreach (var member in Members)
        {
            member.Move(x, y);
        }
    }
}
