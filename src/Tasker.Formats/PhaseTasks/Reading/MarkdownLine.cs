namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>What a line of a phase task is. Columns count from 0.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Number of the line, from 0.</param>
/// <param name="Level">Of a heading: its level. Of an item and plain text: columns before it.</param>
/// <param name="Column">Where <paramref name="Text"/> begins.</param>
/// <param name="Text">The text without marks and without blanks around it.</param>
internal readonly record struct MarkdownLine(LineKind Kind, int Number, int Level, int Column, string Text);

/// <summary>Kinds of lines.</summary>
internal enum LineKind
{
    /// <summary>Nothing but blanks.</summary>
    Blank,

    /// <summary>A heading.</summary>
    Heading,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>Anything else.</summary>
    Text,

    /// <summary>Inside or at the edge of a fenced block.</summary>
    Code,
}
