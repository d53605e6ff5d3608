using Tasker.Engine.Ports;

namespace Tasker.Storage.Sqlite;

/// <summary>The file of the journal in the file system, before SQLite has it.</summary>
internal static class StoreFile
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>True when the file is there.</summary>
    /// <exception cref="JournalUnavailableException">It cannot be told.</exception>
    public static bool Exists(string path)
    {
        if (File.Exists(path))
        {
            return true;
        }

        try
        {
            if (!File.GetAttributes(path).HasFlag(FileAttributes.Directory))
            {
                return true; // Another process has made it since the first look.
            }

            throw new JournalUnavailableException(
                $"'{path}' is a folder where the journal should be. Move it away, or name another place for the journal.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException(
                $"The journal '{path}' cannot be reached: {hidden.Message} Give yourself access to the folder.", hidden);
        }
    }

    /// <summary>Makes the folder and an empty file that only their owner can read; both may be there.</summary>
    /// <exception cref="JournalUnavailableException">They cannot be made.</exception>
    public static void Create(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OnlyOwner | UnixFileMode.UserExecute);
            }

            if (!File.Exists(path))
            {
                CreateEmpty(path);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException(
                $"The journal '{path}' cannot be created: {Sentence(refused.Message)} Give yourself write access to the folder, "
                + "make room on its disk, or name another place for the journal.", refused);
        }
    }

    // Some messages of the system end in a name, without a full stop.
    private static string Sentence(string text) => text.Replace(" : ", ": ", StringComparison.Ordinal).TrimEnd('.', ' ') + ".";

    // SQLite takes an empty file for a new database; its logs get the same rights. An existing file is never opened here: closing it
    // would drop the locks that this process holds on it.
    private static void CreateEmpty(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OnlyOwner;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }
}
