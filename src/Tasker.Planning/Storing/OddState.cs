namespace Tasker.Planning.Storing;

/// <summary>What may stand in the place of a state and is no file with content. It cannot be copied: of a pipe nothing ever comes.</summary>
internal static class OddState
{
    /// <summary>What it is, as a part of a sentence; null: a file with content, or nothing at all.</summary>
    public static string? Kind(string path)
    {
        var file = new FileInfo(path);
        return Directory.Exists(path) ? "is a folder"
            : file.LinkTarget is { } end && !LeadsSomewhere(file) ? $"is a link to '{end}', which is not there"
            : file is { Exists: true, Length: 0 } ? "is empty, or no file at all but a pipe or a device"
            : null;
    }

    private static bool LeadsSomewhere(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } end && Path.Exists(end.FullName);
        }
        catch (IOException)
        {
            return false; // Links in a circle.
        }
    }

    /// <summary>Puts it away, itself: what a link leads to is not touched.</summary>
    public static void Move(string path, string to)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            Directory.Move(path, to);
        }
        else
        {
            File.Move(path, to);
        }
    }
}
