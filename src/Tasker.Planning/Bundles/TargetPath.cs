using Tasker.Planning.Files;

namespace Tasker.Planning.Bundles;

/// <summary>Files of the target directory as tasks name them: absolute, or relative, with or without the name of the directory in front.</summary>
internal static class TargetPath
{
    /// <summary>The full path; null when it leads out of the target directory.</summary>
    public static string? Resolve(string target, string file)
    {
        if (target.Length == 0 || InsidePath.Resolve(target, file) is not { } path)
        {
            return null;
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(target)) + "/";
        return !Path.Exists(path) && file.StartsWith(name, StringComparison.Ordinal) ? InsidePath.Resolve(target, file[name.Length..]) : path;
    }
}
