using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>A Mermaid flowchart.</summary>
internal static class MermaidGraph
{
    private static readonly (NodeStatus Status, string Style)[] Styles =
    [
        (NodeStatus.Running, "fill:#dbeafe,stroke:#2563eb,color:#1e3a8a"),
        (NodeStatus.RetryWait, "fill:#ffedd5,stroke:#ea580c,color:#7c2d12"),
        (NodeStatus.Succeeded, "fill:#dcfce7,stroke:#16a34a,color:#14532d"),
        (NodeStatus.Failed, "fill:#fee2e2,stroke:#dc2626,color:#7f1d1d"),
        (NodeStatus.Skipped, "fill:#f1f5f9,stroke:#94a3b8,color:#475569"),
        (NodeStatus.Blocked, "fill:#fef3c7,stroke:#d97706,color:#78350f"),
        (NodeStatus.Cancelled, "fill:#f3e8ff,stroke:#9333ea,color:#581c87"),
    ];

    public static string Write(GraphModel model)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var member in model.Root.Members)
        {
            Box(text, member, 1);
        }

        foreach (var edge in model.Edges)
        {
            text.Append("  n").Append(edge.From.Number).Append(Arrow(edge)).Append('n').Append(edge.To.Number).Append('\n');
        }

        foreach (var (status, style) in Styles)
        {
            var boxes = model.Root.Inside().Where(box => box.Status == status).Select(box => $"n{box.Number}").ToArray();
            if (boxes.Length > 0)
            {
                var name = status.ToString().ToLowerInvariant();
                text.Append("  classDef ").Append(name).Append(' ').Append(style).Append('\n');
                text.Append("  class ").AppendJoin(',', boxes).Append(' ').Append(name).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Box(StringBuilder text, GraphBox box, int depth)
    {
        var label = DrawnText.Mermaid(
            box.Kind is BoxKind.Group or BoxKind.Many && box.Caption.Length > 0 ? $"{box.Title}: {box.Caption}" : box.Title);
        text.Append(' ', depth * 2);
        if (!box.IsOpen)
        {
            var (open, close) = Shape(box.Kind);
            text.Append('n').Append(box.Number).Append(open).Append('"').Append(label).Append('"').Append(close).Append('\n');
            return;
        }

        text.Append("subgraph n").Append(box.Number).Append("[\"").Append(label).Append("\"]\n");
        if (box.IsSequence)
        {
            text.Append(' ', (depth + 1) * 2).Append("direction TB\n");
        }

        foreach (var member in box.Members)
        {
            Box(text, member, depth + 1);
        }

        text.Append(' ', depth * 2).Append("end\n");
    }

    private static (string Open, string Close) Shape(BoxKind kind) => kind switch
    {
        BoxKind.Check => ("{{", "}}"),
        BoxKind.Wait => ("([", "])"),
        BoxKind.Approve => ("[/", "/]"),
        BoxKind.Agent => ("(", ")"),
        BoxKind.Many => ("[[", "]]"),
        _ => ("[", "]"),
    };

    private static string Arrow(GraphEdge edge) => edge.Until switch
    {
        NeedKind.Ended => " -. ended .-> ",
        NeedKind.Started => " -. started .-> ",
        NeedKind.Passed when !edge.BySequence => " -- passed --> ",
        _ => " --> ",
    };
}
