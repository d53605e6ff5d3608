using System.Diagnostics;

namespace Tasker.Testing;

/// <summary>The files of this repository, as a reviewer sees them: what git tracks, and what is new and not ignored.</summary>
public static class RepositoryFiles
{
    /// <summary>The folder that holds <c>Tasker.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, as a path below <see cref="Root"/> with forward slashes, in order of its text.</summary>
    public static IReadOnlyList<string> All { get; } = List();

    /// <summary>The text of a file, with line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>The lines of a file; a line feed at the end begins no further line.</summary>
    public static string[] Lines(string path) => Read(path).TrimEnd('\n').Split('\n');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tasker.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Tasker.slnx.");
    }

    private static string[] List()
    {
        // The owner of a mounted folder is often somebody else; git would refuse to look at it.
        var git = new ProcessStartInfo("git")
        {
            ArgumentList =
            {
                "-c", "safe.directory=*", "-c", "core.quotePath=off", "ls-files", "--cached", "--others", "--exclude-standard",
            },
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(git)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return
        [
            .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(path => File.Exists(Path.Combine(Root, path)))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }
}
