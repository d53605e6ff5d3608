namespace Tasker.Core.Diagnostics;

/// <summary>A place in a file. Lines and columns count from 1, as editors show them; 0 means "the whole file".</summary>
/// <param name="Path">The file as the user named it, or as found below the project root.</param>
/// <param name="Line">Line, from 1; 0 when the finding is about the whole file.</param>
/// <param name="Column">Column in characters, from 1; 0 when the finding is about the whole line.</param>
public readonly record struct Place(string Path, int Line = 0, int Column = 0)
{
    /// <summary><c>path:line:column</c>, the form that terminals and editors turn into a link.</summary>
    public override string ToString() =>
        Line == 0 ? Path : Column == 0 ? $"{Path}:{Line}" : $"{Path}:{Line}:{Column}";
}
