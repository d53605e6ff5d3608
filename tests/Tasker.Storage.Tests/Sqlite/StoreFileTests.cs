using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;

namespace Tasker.Storage.Tests.Sqlite;

/// <summary>The file of a journal, before SQLite has it.</summary>
public sealed class StoreFileTests : IDisposable
{
    private const int Rounds = 2_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_another_makes_at_this_moment_is_no_folder()
    {
        using var together = new Barrier(2);
        var making = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    together.SignalAndWait();
                    StoreFile.Create(_folder[$"{i}.db"]);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Exception? told = null;

        for (var i = 0; i < Rounds; i++)
        {
            together.SignalAndWait();
            told ??= Record.Exception(() => StoreFile.Exists(_folder[$"{i}.db"]));
        }

        await making;
        Assert.Null(told);
    }

    [Fact]
    public void A_folder_and_a_link_to_one_are_told()
    {
        Directory.CreateDirectory(_folder["folder"]);
        AssertIsToldAsFolder("folder");
        if (OperatingSystem.IsWindows())
        {
            return; // Links need a permission there.
        }

        File.CreateSymbolicLink(_folder["link"], "folder");
        AssertIsToldAsFolder("link");
    }

    private void AssertIsToldAsFolder(string name)
    {
        var told = Assert.Throws<JournalUnavailableException>(() => StoreFile.Exists(_folder[name]));
        Assert.Contains("is a folder", told.Message, StringComparison.Ordinal);
    }
}
