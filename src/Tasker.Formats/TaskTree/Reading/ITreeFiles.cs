namespace Tasker.Formats.TaskTree.Reading;

/// <summary>The files of a project, as far as a tree of tasks asks for them. Nothing outside the project root is ever touched.</summary>
internal interface ITreeFiles
{
    /// <summary>The Markdown files below a folder, from the project root, in order; hidden folders and links are not followed.</summary>
    /// <param name="folder">The folder, from the project root.</param>
    /// <param name="isCut">True when there were more than are listed.</param>
    IReadOnlyList<TreeFile> Markdown(string folder, out bool isCut);

    /// <summary>The beginning of a listed file: its front matter at least, or so much that there is none. Null when it cannot be read, with the reason as a clause.</summary>
    byte[]? Head(TreeFile file, out string problem);

    /// <summary>The content of a file; null when it cannot be read, with the reason as a clause.</summary>
    byte[]? Read(string path, out string problem);

    /// <summary>True when a file or folder is there, or something matches a pattern of <c>*</c>, <c>?</c> and <c>**</c>.</summary>
    bool Exists(string path);
}

/// <summary>A file that was listed.</summary>
/// <param name="Path">Its path from the project root.</param>
/// <param name="IsLink">True when it is a link, which may lead anywhere.</param>
internal readonly record struct TreeFile(string Path, bool IsLink = false);
