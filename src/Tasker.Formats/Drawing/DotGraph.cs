using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>DOT for Graphviz. An edge of a group begins or ends at a step of it and is clipped at its border.</summary>
internal static class DotGraph
{
    public static string Write(GraphModel model)
    {
        var text = new StringBuilder("digraph \"").Append(DrawnText.Dot(model.Title)).Append(
            """
            " {
              rankdir=LR; compound=true; fontname="Helvetica"; fontsize=12;
              node [shape=box, style="rounded,filled", fillcolor="#f8fafc", color="#94a3b8", fontname="Helvetica", fontsize=11];
              edge [color="#64748b", arrowsize=0.7, fontname="Helvetica", fontsize=9];

            """);
        foreach (var member in model.Root.Members)
        {
            Box(text, member, 1);
        }

        foreach (var edge in model.Edges)
        {
            var (from, to) = (Last(edge.From), First(edge.To));
            var attributes = new List<string>();
            Add(!ReferenceEquals(from, edge.From), $"ltail=cluster_n{edge.From.Number}");
            Add(!ReferenceEquals(to, edge.To), $"lhead=cluster_n{edge.To.Number}");
            Add(edge.Until is NeedKind.Ended, "style=dashed, label=\"ended\"");
            Add(edge.Until is NeedKind.Started, "style=dotted, label=\"started\"");
            text.Append("  n").Append(from.Number).Append(" -> n").Append(to.Number);
            text.Append(attributes.Count > 0 ? $" [{string.Join(", ", attributes)}];\n" : ";\n");

            void Add(bool holds, string attribute)
            {
                if (holds)
                {
                    attributes.Add(attribute);
                }
            }
        }

        return text.Append("}\n").ToString();
    }

    private static void Box(StringBuilder text, GraphBox box, int depth)
    {
        var (fill, line) = Colours(box.Status);
        text.Append(' ', depth * 2);
        if (!box.IsOpen)
        {
            text.Append('n').Append(box.Number).Append(" [label=\"").Append(DrawnText.Dot(box.Title)).Append("\", tooltip=\"")
                .Append(DrawnText.Dot(box.Details)).Append('"');
            text.Append(box.Status is null ? "" : $", fillcolor=\"{fill}\", color=\"{line}\"");
            text.Append(box.Kind switch
            {
                BoxKind.Check => ", shape=hexagon",
                BoxKind.Approve => ", shape=parallelogram",
                BoxKind.Many => ", peripheries=2",
                _ => "",
            });
            text.Append(box.IsSpecial ? ", style=\"rounded,filled,dashed\"];\n" : "];\n");
            return;
        }

        var label = box.Caption.Length > 0 ? $"{box.Title}: {box.Caption}" : box.Title;
        text.Append("subgraph cluster_n").Append(box.Number).Append(" {\n").Append(' ', (depth + 1) * 2);
        text.Append("label=\"").Append(DrawnText.Dot(label)).Append("\"; style=\"rounded").Append(box.IsSpecial ? ",dashed" : "")
            .Append("\"; color=\"").Append(line).Append("\";\n");
        foreach (var member in box.Members)
        {
            Box(text, member, depth + 1);
        }

        text.Append(' ', depth * 2).Append("}\n");
    }

    private static (string Fill, string Line) Colours(NodeStatus? status) => status switch
    {
        NodeStatus.Running => ("#dbeafe", "#2563eb"),
        NodeStatus.RetryWait => ("#ffedd5", "#ea580c"),
        NodeStatus.Succeeded => ("#dcfce7", "#16a34a"),
        NodeStatus.Failed => ("#fee2e2", "#dc2626"),
        NodeStatus.Skipped => ("#f1f5f9", "#94a3b8"),
        NodeStatus.Blocked => ("#fef3c7", "#d97706"),
        NodeStatus.Cancelled => ("#f3e8ff", "#9333ea"),
        _ => ("#f8fafc", "#94a3b8"),
    };

    private static GraphBox First(GraphBox box) => box.IsOpen ? First(box.Members[0]) : box;

    private static GraphBox Last(GraphBox box) => box.IsOpen ? Last(box.Members[^1]) : box;
}
