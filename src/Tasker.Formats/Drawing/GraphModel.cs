using Tasker.Core.Workflows;

namespace Tasker.Formats.Drawing;

/// <summary>A workflow as it is drawn: boxes in boxes, and what follows what.</summary>
/// <param name="Title">Name of the workflow.</param>
/// <param name="Description">One sentence; may be empty.</param>
/// <param name="Root">The box that holds everything else; not drawn itself.</param>
/// <param name="Edges">Edges in the order of the boxes that they lead to.</param>
/// <param name="Hidden">Steps and groups that are not drawn because there are too many.</param>
internal sealed record GraphModel(string Title, string Description, GraphBox Root, IReadOnlyList<GraphEdge> Edges, int Hidden);

/// <summary>One box follows another.</summary>
/// <param name="From">The one that is needed.</param>
/// <param name="To">The one that waits.</param>
/// <param name="Until">How far the needed one must have come.</param>
/// <param name="BySequence">True when the order of their group says so, not a need.</param>
internal sealed record GraphEdge(GraphBox From, GraphBox To, NeedKind Until, bool BySequence);
