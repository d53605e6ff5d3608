using System.IO.Enumeration;

namespace Tasker.Executors.Processes;

/// <summary>Finds files by a pattern: <c>*</c> and <c>?</c> inside a name, <c>**</c> for any depth.</summary>
internal static class PathPattern
{
    private const int MostVisited = 200_000;
    private const int MostFound = 10_000;
    private const int DeepestFolder = 64;

    /// <summary>True when the text has a wildcard.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>The paths that match, in order. <c>**</c> does not walk through links. At most 10,000 are found.</summary>
    /// <param name="folder">Where the pattern counts from; absolute.</param>
    /// <param name="pattern">The pattern; with a slash at its end it asks for folders.</param>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        var walk = new Walk(pattern.EndsWith('/'));
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        walk.Visit(pattern.StartsWith('/') ? "/" : folder, parts, 0);
        return [.. walk.Found.Order(StringComparer.Ordinal)];
    }

    private sealed class Walk(bool wantsFolders)
    {
        private int _visited;

        public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

        public void Visit(string folder, ReadOnlySpan<string> parts, int depth)
        {
            if (parts.IsEmpty || depth > DeepestFolder || _visited > MostVisited || Found.Count >= MostFound)
            {
                return;
            }

            if (parts[0] == "**")
            {
                var rest = parts.Length == 1 ? ["*"] : parts[1..];
                Visit(folder, rest, depth);
                foreach (var entry in Entries(folder))
                {
                    if ((entry.Attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == FileAttributes.Directory)
                    {
                        Visit(entry.FullName, parts, depth + 1);
                    }
                }
            }
            else if (!IsPattern(parts[0]))
            {
                Take(Path.Combine(folder, parts[0]), parts, depth);
            }
            else
            {
                foreach (var entry in Entries(folder))
                {
                    if (FileSystemName.MatchesSimpleExpression(parts[0], entry.Name, ignoreCase: false))
                    {
                        Take(entry.FullName, parts, depth);
                    }
                }
            }
        }

        private void Take(string path, ReadOnlySpan<string> parts, int depth)
        {
            if (parts.Length > 1)
            {
                Visit(path, parts[1..], depth + 1);
            }
            else if (Directory.Exists(path) || (!wantsFolders && File.Exists(path)))
            {
                Found.Add(Path.GetFullPath(path));
            }
        }

        private FileSystemInfo[] Entries(string folder)
        {
            try
            {
                var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(MostVisited - _visited + 1).ToArray();
                _visited += entries.Length + 1;
                return entries;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }
}
