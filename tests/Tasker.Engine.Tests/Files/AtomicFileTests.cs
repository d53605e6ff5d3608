using System.Diagnostics;
using Tasker.Engine.Files;

namespace Tasker.Engine.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-atomic-").FullName;

    private string File1 => Path.Combine(_folder, "file");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_file_is_written_and_nothing_is_left_beside_it()
    {
        await AtomicFile.WriteAsync(File1, "one"u8.ToArray(), default);
        await AtomicFile.WriteAsync(File1, "two"u8.ToArray(), default);

        Assert.Equal("two", await File.ReadAllTextAsync(File1));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_link_stays_and_what_it_names_is_written()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, File1);

        await AtomicFile.WriteAsync(link, "one"u8.ToArray(), default); // It names nothing yet.
        await AtomicFile.WriteAsync(link, "two"u8.ToArray(), default);

        Assert.Equal(File1, new FileInfo(link).LinkTarget);
        Assert.Equal("two", await File.ReadAllTextAsync(File1));
    }

    [Fact]
    public async Task Mode_owner_and_group_of_a_file_stay_as_they_were()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There are none.
        }

        await File.WriteAllTextAsync(File1, "one");
        File.SetUnixFileMode(File1, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.SetGroup);
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", ["12345:23456", File1]);
            await chown.WaitForExitAsync();
            File.SetUnixFileMode(File1, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.SetGroup);
            Assert.Equal((12345u, 23456u), FileOwner.Of(File1));
        }

        var (owner, mode) = (FileOwner.Of(File1), File.GetUnixFileMode(File1));
        Assert.True(await AtomicFile.ReplaceAsync(File1, "two"u8.ToArray(), () => true, default));

        Assert.Equal("two", await File.ReadAllTextAsync(File1));
        Assert.Equal((owner, mode), (FileOwner.Of(File1), File.GetUnixFileMode(File1)));
    }
}
