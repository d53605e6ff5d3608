namespace Tasker.Planning.Files;

/// <summary>Finds programs by name where the user says that programs are: in PATH, never in the current folder, where anybody may have put one.</summary>
internal static class ProgramPath
{
    /// <summary>The full path of a program; null when there is none.</summary>
    /// <param name="name">Its name, or a path with a separator in it.</param>
    /// <param name="directory">What a path is relative to.</param>
    /// <param name="path">The value of PATH; null: none.</param>
    public static string? Find(string name, string directory, string? path)
    {
        if (name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains('/', StringComparison.Ordinal))
        {
            var full = Path.GetFullPath(name, directory);
            return IsProgram(full) ? full : null;
        }

        var endings = OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd", ".bat", "" } : [""];
        return (from folder in (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                where Path.IsPathRooted(folder)
                from ending in endings
                let full = Path.Combine(folder, name + ending)
                where IsProgram(full)
                select full).FirstOrDefault();
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
