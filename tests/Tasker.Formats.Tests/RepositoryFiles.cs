using System.Runtime.CompilerServices;

namespace Tasker.Formats.Tests;

/// <summary>Files of the repository that tests hold true: examples, guides, schemas.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file's text.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The workflow files of the examples, from the root of the repository, with <c>/</c>.</summary>
    public static IEnumerable<string> Examples() =>
        Directory.EnumerateFiles(Path.Combine(Root, "examples"), "*.yaml", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "tasker.yaml" && !path.Contains("/.claude/", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
