namespace Tasker.Formats.TaskTree.Reading;

/// <summary>The files of a project, as far as a tree of tasks asks for them. Nothing outside the project root is ever touched.</summary>
internal interface ITreeFiles
{
    /// <summary>
    /// The Markdown files below a folder, from the project root, in order; hidden folders and links to folders are not followed.
    /// </summary>
    /// <param name="folder">The folder, from the project root.</param>
    /// <param name="isCut">True when there were more than are listed.</param>
    IReadOnlyList<string> Markdown(string folder, out bool isCut);

    /// <summary>
    /// The beginning of a listed file: its front matter at least, or so much that there is none. A link is followed inside the root.
    /// </summary>
    /// <param name="path">The file, from the project root.</param>
    /// <param name="buffers">Its <see cref="ReadBuffers.Head"/> gets the bytes.</param>
    /// <param name="problem">Why it cannot be read, as a clause; null when it was.</param>
    ReadOnlySpan<byte> Head(string path, ReadBuffers buffers, out string? problem);

    /// <summary>The content of a file; null when it cannot be read, with the reason as a clause.</summary>
    byte[]? Read(string path, out string problem);

    /// <summary>True when a file or folder is there, or something matches a pattern of <c>*</c>, <c>?</c> and <c>**</c>.</summary>
    bool Exists(string path);
}
