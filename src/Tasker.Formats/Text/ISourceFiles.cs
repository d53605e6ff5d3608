namespace Tasker.Formats.Text;

/// <summary>Opens further files that a file names. What may be read is decided here and nowhere else.</summary>
public interface ISourceFiles
{
    /// <summary>Reads a file below the project root.</summary>
    /// <param name="path">Path from the root with <c>/</c> between its parts and without <c>..</c>.</param>
    /// <returns>Its bytes, or why there are none.</returns>
    SourceFile Read(string path);
}

/// <summary>What came of opening a file.</summary>
/// <param name="Bytes">Its content; null when it could not be read.</param>
/// <param name="Problem">Why not, as a clause that follows the path: <c>does not exist</c>. Empty when it was read.</param>
public sealed record SourceFile(ReadOnlyMemory<byte>? Bytes, string Problem)
{
    /// <summary>A file that was read.</summary>
    public static SourceFile Of(ReadOnlyMemory<byte> bytes) => new(bytes, "");

    /// <summary>A file that could not be read.</summary>
    public static SourceFile Missing(string problem) => new(null, problem);
}
