namespace Tasker.Formats.Text;

/// <summary>Keeps readers from what looks like a file and never ends, or never begins.</summary>
internal static class RegularFile
{
    /// <summary>
    /// True when there is nothing to read: an empty file, a pipe, a device. Such a thing is taken for an empty text and never opened, since
    /// opening a pipe waits for somebody who writes.
    /// </summary>
    /// <exception cref="IOException">The file is not there, or cannot be looked at.</exception>
    public static bool IsEmpty(string path) => new FileInfo(path).Length == 0;
}
