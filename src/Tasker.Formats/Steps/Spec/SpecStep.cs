using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Spec;

/// <summary>One step of a <c>SPEC.md</c>: its line in the checklist, and its section where there is one.</summary>
public sealed record SpecStep
{
    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>True when its box is ticked.</summary>
    public required bool IsDone { get; init; }

    /// <summary>The text before the first <c> - </c>, without marks.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// The text after the first <c> - </c>, without marks; empty when there is none. A note on a line without a mark
    /// is part of it.
    /// </summary>
    public required string Description { get; init; }

    /// <summary>The last mark on the line; null when there is none.</summary>
    public SpecAnnotation? Annotation { get; init; }

    /// <summary>What people wrote behind the mark, as it stands there; empty when there is nothing.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Where the line is.</summary>
    public required Place Where { get; init; }

    /// <summary>Its section; null when the document has none for this number.</summary>
    public SpecSection? Section { get; init; }
}
