using System.Diagnostics;
using Tasker.Engine.Files;

namespace Tasker.Engine.Tests.Files;

public sealed class LeftoversTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-left-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_what_processes_have_left_that_are_gone_is_removed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Nothing tells the number of a process that lives.
        }

        var (gone, me) = (Gone(), Environment.ProcessId);
        Write($".state.json.tasker-new.{gone}", $".a.b.tasker-new.tasker-new.{gone}");
        Write($".mine.tasker-new.{me}");
        File.SetLastWriteTimeUtc(At($".mine.tasker-new.{me}"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string[] stay =
        [
            $".now.tasker-new.{me}", $".other.tasker-new.{Parent()}", $"state.json.tasker-new.{gone}", ".state.json.tasker-new",
            ".state.json.tasker-new.", ".x.tasker-new.-1",
            ".x.tasker-new.1x", ".x.tasker-new.99999999999999999999", $".tasker-new.{gone}", $".x.tasker-new.{gone}.bak", "state.json",
        ];
        Write(stay);
        Directory.CreateDirectory(At($".folder.tasker-new.{gone}"));
        File.CreateSymbolicLink(At($".link.tasker-new.{gone}"), At("state.json"));
        File.CreateSymbolicLink(At($".broken.tasker-new.{gone}"), At("nowhere"));

        Leftovers.Remove(_folder);
        Leftovers.Remove(Path.Combine(_folder, "nowhere"));

        Assert.Equal(
            stay.Concat([$".folder.tasker-new.{gone}", $".link.tasker-new.{gone}", $".broken.tasker-new.{gone}"])
                .Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal("x", File.ReadAllText(At("state.json")));
    }

    [Fact]
    public void Beside_one_file_only_what_it_was_to_become_is_removed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var gone = Gone();
        Write($".a*.md.tasker-new.{gone}");
        string[] stay =
        [
            $".ab.md.tasker-new.{gone}", $".a*.md.tasker-new.{Parent()}", $".a*.md.tasker-new.tasker-new.{gone}", ".a*.md.tasker-new.",
            "a*.md",
        ];
        Write(stay);

        Leftovers.RemoveOf(At("a*.md"));
        Leftovers.RemoveOf(Path.Combine(_folder, "nowhere", "a.md"));

        Assert.Equal(
            stay.Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    /// <summary>The number of a process that has ended.</summary>
    private static int Gone()
    {
        using var process = Process.Start(new ProcessStartInfo("true"))!;
        process.WaitForExit();
        return process.Id;
    }

    /// <summary>The number of a process that lives as long as this one does.</summary>
    private static int Parent() => int.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[1]);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            File.WriteAllText(At(name), "x");
        }
    }
}
