using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary>A disk of its own in memory, of a chosen size, that can be made larger or read-only (Linux, as its administrator).</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> Tried = new(Try);

    public SmallDisk(int kilobytes)
    {
        Folder = Directory.CreateTempSubdirectory("tasker-e2e-disk-").FullName;
        Do("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Folder);
        Project = Directory.CreateDirectory(Path.Combine(Folder, "project")).FullName;
    }

    /// <summary>True where disks may be mounted.</summary>
    public static bool IsPossible => Tried.Value;

    public string Folder { get; }

    /// <summary>A folder on it.</summary>
    public string Project { get; }

    public void Resize(int kilobytes) => Do("mount", "-o", $"remount,size={kilobytes}k", Folder);

    public void MakeReadOnly(bool isReadOnly) => Do("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Folder);

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        try
        {
            using var file =
                new FileStream(Path.Combine(Folder, "filler"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(Path.Combine(Folder, "filler"));

    public void Dispose()
    {
        Do("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Try()
    {
        try
        {
            using var disk = new SmallDisk(64);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static void Do(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {error}");
        }
    }
}
