using System.Collections.Concurrent;
using Tasker.Core.Diagnostics;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Finds programs as a shell does, and remembers where.</summary>
internal sealed class ProgramFinder
{
    private const int MostNames = 20_000;

    private readonly ConcurrentDictionary<(string Path, string Name), string> _found = new();

    /// <summary>The path of a program; null when there is none that can be executed.</summary>
    /// <param name="name">With a slash: a path, used as it is. Else looked up.</param>
    /// <param name="path">The <c>PATH</c> of the command.</param>
    /// <param name="directory">Where the command starts; relative folders in <paramref name="path"/> count from there.</param>
    public string? Find(string name, string path, string directory)
    {
        if (IsPath(name))
        {
            return name;
        }

        if (_found.TryGetValue((path, name), out var known))
        {
            return known;
        }

        var mayRemember = true;
        foreach (var folder in Folders(path))
        {
            mayRemember &= Path.IsPathRooted(folder);
            foreach (var candidate in Candidates(Path.Combine(directory, folder, name)))
            {
                if (IsExecutable(candidate))
                {
                    return mayRemember ? _found.GetOrAdd((path, name), candidate) : candidate;
                }
            }
        }

        return null;
    }

    /// <summary>Drops what is remembered of a program that was not where it had been.</summary>
    /// <returns>True when something was remembered, so that another look is worth it.</returns>
    public bool Forget(string name, string path) => _found.TryRemove((path, name), out _);

    /// <summary>Why a program was not found, and what may have been meant.</summary>
    public static string Explain(string name, string path, string directory)
    {
        if (!IsPath(name))
        {
            var names = Folders(path).SelectMany(f => Names(Path.Combine(directory, f))).Take(MostNames);
            return $"'{name}' was not found on PATH. "
                + Suggestions.DidYouMean(name, names, "Install it, or give the path of the program.");
        }

        var full = Path.Combine(directory, name);
        if (File.Exists(full))
        {
            return IsExecutable(full)
                ? $"'{name}' cannot be run: the interpreter that its first line names is not there."
                : $"'{name}' may not be executed. Run: chmod +x {name}";
        }

        return Directory.Exists(full)
            ? $"'{name}' is a folder, no program."
            : $"'{name}' was not found in {directory}. "
              + Suggestions.DidYouMean(
                  Path.GetFileName(name), Names(Path.GetDirectoryName(full) ?? directory), "Check the path; it counts from there.");
    }

    private static bool IsPath(string name) => name.Contains('/') || (OperatingSystem.IsWindows() && name.Contains('\\'));

    private static string[] Folders(string path) => path.Split(Path.PathSeparator);

    private static string[] Candidates(string file) =>
        OperatingSystem.IsWindows() && !Path.HasExtension(file) ? [file + ".exe", file + ".cmd", file + ".bat"] : [file];

    private static bool IsExecutable(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || Libc.Access(file, Libc.Executable) == 0);

    private static string[] Names(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Take(MostNames).Select(f => Path.GetFileName(f)).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
