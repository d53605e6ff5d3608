namespace Tasker.Core.Diagnostics;

/// <summary>A place in a file. Lines and columns count from 1, as editors show them; 0 means "the whole file".</summary>
/// <param name="Path">The file as the user named it, or as found below the project root.</param>
/// <param name="Line">Line, from 1; 0 when the finding is about the whole file.</param>
/// <param name="Column">Column in characters, from 1; 0 when the finding is about the whole line.</param>
public readonly record struct Place(string Path, int Line = 0, int Column = 0)
{
    /// <summary>
    /// <c>path:line:column</c>, the form that terminals and editors turn into a link. Control characters of a name are shown as <c>·</c>.
    /// </summary>
    public override string ToString()
    {
        var shown = Path is { } path && path.Any(char.IsControl) ? string.Concat(path.Select(c => char.IsControl(c) ? '·' : c)) : Path;
        return Line == 0 ? shown : Column == 0 ? $"{shown}:{Line}" : $"{shown}:{Line}:{Column}";
    }

    /// <summary>The place of one character of a text that begins at this place.</summary>
    /// <param name="text">The text, as it stands in the file.</param>
    /// <param name="offset">Which character, from 0; one past the end is its end.</param>
    /// <returns>
    /// The place; this one when it names no line, the line alone when it names no column. Later lines are taken to be
    /// indented as far as the first one begins, which is so in a YAML block and in text that begins at column 1.
    /// </returns>
    public Place Inside(ReadOnlySpan<char> text, int offset)
    {
        var before = text[..Math.Clamp(offset, 0, text.Length)];
        return Line == 0 ? this : this with
        {
            Line = Line + before.Count('\n'),
            Column = Column == 0 ? 0 : Column + before.Length - (before.LastIndexOf('\n') + 1),
        };
    }
}
