using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>Draws any workflow as text: for Markdown pages, for Graphviz, as a picture, for programs.</summary>
/// <remarks>
/// At most 500 boxes: of larger workflows the innermost groups are drawn closed, with the number of their steps. The same workflow and
/// statuses give the same text. Nothing in a name or a command can break out of the drawing's syntax.
/// </remarks>
public static class GraphText
{
    /// <summary>Draws a workflow.</summary>
    /// <param name="workflow">Any workflow, also one with errors.</param>
    /// <param name="format">What is drawn.</param>
    /// <param name="statuses">Statuses of a run by full id, shown as colours; null for none.</param>
    public static string Draw(Workflow workflow, GraphFormat format, IReadOnlyDictionary<string, NodeStatus>? statuses = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var model = GraphModelBuilder.Build(workflow, statuses);
        return format switch
        {
            GraphFormat.Mermaid => MermaidGraph.Write(model),
            GraphFormat.Dot => DotGraph.Write(model),
            GraphFormat.Svg => SvgGraph.Write(model),
            _ => JsonGraph.Write(model),
        };
    }
}

/// <summary>What <see cref="GraphText"/> draws.</summary>
public enum GraphFormat
{
    /// <summary>A Mermaid flowchart, which many Markdown viewers show.</summary>
    Mermaid,

    /// <summary>DOT, the language of Graphviz.</summary>
    Dot,

    /// <summary>A picture that stands alone, for light and dark surroundings.</summary>
    Svg,

    /// <summary>JSON with nodes, groups and edges; its <c>version</c> is 1.</summary>
    Json,
}
