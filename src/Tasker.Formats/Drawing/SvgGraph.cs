using System.Text;
using Tasker.Core.Workflows;
using Tasker.Formats.Drawing.Layout;
using static Tasker.Formats.Drawing.DrawnText;

namespace Tasker.Formats.Drawing;

/// <summary>A picture that stands alone: no scripts, no links, no fonts of its own.</summary>
internal sealed class SvgGraph
{
    private const double Margin = 24;
    private const double KeyHeight = 34;
    private const double MostHeader = 640;

    private readonly StringBuilder _svg = new();
    private readonly Dictionary<GraphBox, PlacedBox> _placed = [];
    private readonly GraphModel _model;
    private readonly Wiring _wiring;

    private SvgGraph(GraphModel model) => (_model, _wiring) = (model, new Wiring(model.Edges));

    public static string Write(GraphModel model) => new SvgGraph(model).Write();

    private string Write()
    {
        var top = Margin + (_model.Description.Length > 0 ? 56 : 36);
        var root = new BoxLayout(_wiring).Place(_model.Root);
        root.Move(Margin, top);
        var description = TextWidth.Cut(_model.Description, 12, Math.Max(MostHeader, root.Width));
        var title = TextWidth.Cut(_model.Title, 16, Math.Max(MostHeader, root.Width));
        Index(root);
        var statuses = _model.Root.Inside().Select(box => box.Status).OfType<Core.Runs.NodeStatus>().ToHashSet();
        var key = SvgStyle.Statuses.Where(entry => statuses.Contains(entry.Status)).ToArray();
        var header = Math.Max(TextWidth.Of(title, 16), TextWidth.Of(description, 12));
        var width = Math.Ceiling(Math.Max(Math.Max(root.Width, header), key.Sum(entry => KeyWidth(entry.Word))) + (2 * Margin));
        var height = Math.Ceiling(top + root.Height + Margin + (key.Length > 0 ? KeyHeight : 0));

        _svg.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Number(width)}\" height=\"{Number(height)}\" viewBox=\"0 0 "
                + $"{Number(width)} {Number(height)}\" role=\"img\">\n");
        _svg.Append($"<title>{Xml(_model.Title)}</title>\n<style>\n{SvgStyle.Sheet}\n</style>\n");
        _svg.Append(
            "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
                + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"head\" d=\"M0 .8 7.5 4 0 7.2Z\"/></marker></defs>\n");
        _svg.Append($"<rect class=\"page\" width=\"{Number(width)}\" height=\"{Number(height)}\" rx=\"10\"/>\n");
        Text("name", Margin, Margin + 14, title);
        if (description.Length > 0)
        {
            Text("about", Margin, Margin + 35, description);
        }

        Groups(root);
        Edges();
        Stacks(root);
        Boxes(root);
        Key(key, top + root.Height + Margin);
        return _svg.Append("</svg>\n").ToString();
    }

    private void Index(PlacedBox box)
    {
        _placed[box.Box] = box;
        box.Members.ForEach(Index);
    }

    private void Groups(PlacedBox group)
    {
        foreach (var member in group.Members.Where(member => member.Box.IsOpen))
        {
            var box = member.Box;
            _svg.Append($"<g class=\"{Class(box)}\"><title>{Xml(box.Details)}</title>");
            _svg.Append(
                $"<rect class=\"group{(box.IsSpecial ? " special" : "")}\" x=\"{Number(member.X)}\" y=\"{Number(member.Y)}\" "
                    + $"width=\"{Number(member.Width)}\" height=\"{Number(member.Height)}\" rx=\"12\"/>");
            var room = member.Width - 32;
            var title = TextWidth.Cut(box.Title, BoxLayout.TitleSize, room);
            Text("title", member.X + 16, member.Y + 22, title);
            var used = TextWidth.Of(title, BoxLayout.TitleSize) + 10;
            if (box.Caption.Length > 0 && room - used > 40)
            {
                Text("caption", member.X + 16 + used, member.Y + 22, TextWidth.CutMono(box.Caption, BoxLayout.CaptionSize, room - used));
            }

            _svg.Append("</g>\n");
            Groups(member);
        }
    }

    private void Boxes(PlacedBox group)
    {
        foreach (var member in group.Members)
        {
            if (member.Box.IsOpen)
            {
                Boxes(member);
            }
            else
            {
                Box(member);
            }
        }
    }

    private void Box(PlacedBox placed)
    {
        var (box, x, y) = (placed.Box, placed.X, placed.Y);
        var (width, height) = (Number(placed.Width), Number(placed.Height));
        _svg.Append($"<g class=\"{Class(box)}\"><title>{Xml(box.Details)}</title>");
        if (box.Kind is BoxKind.Many)
        {
            _svg.Append(
                $"<rect class=\"card\" x=\"{Number(x + 4)}\" y=\"{Number(y + 4)}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>");
        }

        _svg.Append(
            $"<rect class=\"card{(box.IsSpecial ? " special" : "")}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{width}\" "
                + $"height=\"{height}\" rx=\"8\"/>");
        _svg.Append(
            $"<rect class=\"bar\" x=\"{Number(x + 5)}\" y=\"{Number(y + 9)}\" width=\"3\" "
                + $"height=\"{Number(placed.Height - 18)}\" rx=\"1.5\"/>");
        _svg.Append(
            $"<path class=\"icon\" transform=\"translate({Number(x + 15)} {Number(y + (placed.Height / 2) - 8)})\" "
                + $"d=\"{SvgStyle.Icon(box.Kind)}\"/>");
        var room = placed.Width - BoxLayout.TextLeft - 12;
        var title = TextWidth.Cut(box.Title, BoxLayout.TitleSize, room);
        Text("title", x + BoxLayout.TextLeft, y + (box.Caption.Length > 0 ? 20 : (placed.Height / 2) + 4.5), title);
        if (box.Caption.Length > 0)
        {
            Text("caption", x + BoxLayout.TextLeft, y + 35, TextWidth.CutMono(box.Caption, BoxLayout.CaptionSize, room));
        }

        _svg.Append("</g>\n");
    }

    /// <summary>Short arrows between the members of a sequence.</summary>
    private void Stacks(PlacedBox group)
    {
        for (var i = 1; group.Box.IsSequence && i < group.Members.Count; i++)
        {
            var (above, below) = (group.Members[i - 1], group.Members[i]);
            var areWide = Math.Min(above.X + above.Width, below.X + below.Width) > group.X + 60;
            var x = Number(areWide ? group.Members[0].X + 30 : above.X + (above.Width / 2));
            _svg.Append(
                $"<path class=\"edge\" marker-end=\"url(#arrow)\" d=\"M{x} {Number(above.Y + above.Height)}V{Number(below.Y - 1)}\"/>\n");
        }

        foreach (var member in group.Members.Where(member => member.Box.IsOpen))
        {
            Stacks(member);
        }
    }

    private void Edges()
    {
        foreach (var (edge, common) in _wiring.Drawn)
        {
            var points = Points(edge, common);
            if (points is null)
            {
                continue;
            }

            var path = new StringBuilder();
            var (x, y) = points[0];
            path.Append($"M{Number(x)} {Number(y)}");
            foreach (var (nextX, nextY) in points.Skip(1))
            {
                var half = (nextX - x) / 2;
                path.Append(Math.Abs(nextY - y) < 0.5
                    ? $"H{Number(nextX)}"
                    : $"C{Number(x + half)} {Number(y)} {Number(nextX - half)} {Number(nextY)} {Number(nextX)} {Number(nextY)}");
                (x, y) = (nextX, Math.Abs(nextY - y) < 0.5 ? y : nextY);
            }

            var kind = edge.Until switch
            {
                NeedKind.Ended => " ended",
                NeedKind.Started => " started",
                _ => "",
            };
            var words = edge.Until is NeedKind.Succeeded ? "" : $" ({edge.Until.ToString().ToLowerInvariant()})";
            _svg.Append(
                $"<path class=\"edge{kind}\" marker-end=\"url(#arrow)\" "
                    + $"d=\"{path}\"><title>{Xml($"{edge.To.Title} needs {edge.From.Title}{words}")}</title></path>\n");
        }
    }

    /// <summary>The points that an edge passes, from border to border; null for one that closes a circle and has no way.</summary>
    private List<(double X, double Y)>? Points(GraphEdge edge, GraphBox common)
    {
        var from = _placed[edge.From];
        var points = new List<(double X, double Y)> { (from.X + from.Width, from.Y + (from.Height / 2)) };
        for (var at = edge.From.Parent!; at != common; at = at.Parent!)
        {
            var group = _placed[at];
            Follow(group.Lines[(edge.From, null)]);
            points.Add((group.X + group.Width, group.Y + group.Out(edge.From)));
        }

        if (!_placed[common].Lines.TryGetValue((edge.From, edge.To), out var ways))
        {
            return null;
        }

        Follow(ways);
        var groups = new Stack<PlacedBox>();
        for (var at = edge.To.Parent!; at != common; at = at.Parent!)
        {
            groups.Push(_placed[at]);
        }

        foreach (var group in groups)
        {
            points.Add((group.X, group.Y + group.In(edge.To)));
            Follow(group.Lines[(null, edge.To)]);
        }

        var to = _placed[edge.To];
        points.Add((to.X - 1, to.Y + (to.Height / 2)));
        return points;

        void Follow(List<(double X, double Y, double Width)> line)
        {
            foreach (var way in line)
            {
                points.Add((way.X, way.Y));
                points.Add((way.X + way.Width, way.Y));
            }
        }
    }

    private void Key((Core.Runs.NodeStatus Status, string Word)[] key, double y)
    {
        var x = Margin;
        foreach (var (status, word) in key)
        {
            _svg.Append(
                $"<g class=\"{status.ToString().ToLowerInvariant()}\"><rect class=\"bar\" x=\"{Number(x)}\" y=\"{Number(y)}\" "
                    + $"width=\"10\" height=\"10\" rx=\"3\"/></g>");
            Text("key", x + 16, y + 9.5, word);
            x += KeyWidth(word);
        }
    }

    private static double KeyWidth(string word) => TextWidth.Of(word, 12) + 36;

    private void Text(string style, double x, double y, string text) =>
        _svg.Append($"<text class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\">{Xml(text)}</text>");

    private static string Class(GraphBox box) => box.Status?.ToString().ToLowerInvariant() ?? "plain";
}
