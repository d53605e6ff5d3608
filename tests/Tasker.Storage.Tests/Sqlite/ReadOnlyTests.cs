using System.Runtime.InteropServices;
using Tasker.Engine.Ports;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// Files that this user may read and not write. Everything here runs on one thread, whose rights are taken from it.
public sealed partial class ReadOnlyTests : IDisposable
{
    private const UnixFileMode ReadAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode EnterAll = ReadAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode WriteAll = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly TempFolder _folder = new();

    private string Db => _folder[".tasker/tasker.db"];

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(_folder[".tasker"]))
        {
            File.SetUnixFileMode(_folder[".tasker"], EnterAll | UnixFileMode.UserWrite);
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_only_journal_is_read_and_its_writes_are_refused_with_a_way_out(bool folderToo)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The rights of files work otherwise there.
        }

        await WriteSampleAsync(Db);
        File.SetUnixFileMode(_folder.Path, EnterAll);
        File.SetUnixFileMode(Db, ReadAll);
        File.SetUnixFileMode(_folder[".tasker"], folderToo ? EnterAll : EnterAll | WriteAll);

        WithoutRights(() =>
        {
            var journal = Open(Db);
            var append = AppendAsync(journal, new RunOwnership("r1", Owner, 1), 4, "x");
            var failure = Assert.Throws<JournalUnavailableException>(() => append.AsTask().GetAwaiter().GetResult());
            Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
            Assert.Contains("Give yourself", failure.Message, StringComparison.Ordinal);
            Assert.Equal(["created", "one", "two", "three"], ReadAsync(journal).GetAwaiter().GetResult());
            journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        });
    }

    [Fact]
    public void A_folder_that_cannot_be_written_gets_no_journal_and_is_named()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The rights of files work otherwise there.
        }

        File.SetUnixFileMode(_folder.Path, EnterAll);
        WithoutRights(() =>
        {
            var journal = Open(Db);
            Assert.Null(journal.FindAsync("r1", None).GetAwaiter().GetResult());
            var failure = Assert.Throws<JournalUnavailableException>(() => CreateAsync(journal).GetAwaiter().GetResult());
            Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
            Assert.Contains("cannot be created", failure.Message, StringComparison.Ordinal);
        });
        File.SetUnixFileMode(_folder.Path, EnterAll | UnixFileMode.UserWrite);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    // The administrator may write everything, so on Linux this thread becomes nobody for the file system meanwhile.
    private static void WithoutRights(Action test)
    {
        var isAdministrator = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux();
        if (isAdministrator)
        {
            _ = SetFileSystemUser(65534);
        }

        try
        {
            test();
        }
        finally
        {
            if (isAdministrator)
            {
                _ = SetFileSystemUser(0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
