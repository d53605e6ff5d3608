using SQLitePCL;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;
using Tasker.Storage.Sqlite.Native;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// A store that cannot be written: said in words that help, nothing half kept, usable again afterwards.
public sealed class SqliteJournalTroubleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Db => _folder[".tasker/tasker.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_keeps_nothing_of_the_append_and_everything_before()
    {
        await using var journal = Open(Db);
        var run = await CreateAsync(journal);
        await AppendAsync(journal, run, 1, "one");
        journal.Pragma($"max_page_count = {journal.Pragma("page_count") + 3}");

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(
            async () => await AppendAsync(journal, run, 2, new string('x', 1 << 20)));

        Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
        Assert.Contains("disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Make room", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["created", "one"], await ReadAsync(journal));
        Assert.Equal(2, (await journal.FindAsync("r1", None))!.Position);
        Assert.True(await journal.RenewAsync(run, Lease, None));

        journal.Pragma("max_page_count = 1000000");
        await AppendAsync(journal, run, 2, new string('x', 1 << 20));
        Assert.Equal(3, (await ReadAsync(journal)).Count);
    }

    [Fact]
    public async Task A_full_disk_refuses_a_new_run_whole()
    {
        await using var journal = Open(Db);
        await CreateAsync(journal);
        journal.Pragma($"max_page_count = {journal.Pragma("page_count")}");
        var large = new NewRun(
            "r2", "large", "steps", "SPEC.md", DateTimeOffset.UnixEpoch, "other", new byte[1 << 20], 1, Bytes("created"),
            (await journal.FindAsync("r1", None))!.Labels);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.CreateAsync(large, Owner, Lease, None));
        Assert.Null(await journal.FindAsync("r2", None));

        journal.Pragma("max_page_count = 1000000");
        Assert.Equal(1, (await journal.CreateAsync(large, Owner, Lease, None)).Epoch);
    }

    [Fact]
    public async Task A_writer_that_blocks_others_too_long_is_told_of()
    {
        await using var journal = Open(Db, new SqliteSettings { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        var run = await CreateAsync(journal);
        using var other = Database.Open(Db, raw.SQLITE_OPEN_READWRITE, Lease);
        other.Execute("BEGIN IMMEDIATE");

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(
            async () => await AppendAsync(journal, run, 1, "one"));
        Assert.Contains("another process for longer than 0.05 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["created"], await ReadAsync(journal));

        other.Execute("COMMIT");
        await AppendAsync(journal, run, 1, "one");
    }

    [Fact]
    public async Task A_writer_that_blocks_others_for_a_while_is_waited_for()
    {
        await using var journal = Open(Db, new SqliteSettings { BusyTimeout = TimeSpan.FromMinutes(1) });
        var run = await CreateAsync(journal);
        using var other = Database.Open(Db, raw.SQLITE_OPEN_READWRITE, Lease);
        other.Execute("BEGIN IMMEDIATE; UPDATE run SET name = 'other'");

        var append = Task.Run(async () => await AppendAsync(journal, run, 1, "one"));
        other.Execute("COMMIT");

        await append;
        Assert.Equal("other", (await journal.FindAsync("r1", None))!.Name);
    }

    [Fact]
    public async Task A_file_that_was_deleted_while_open_is_missed_at_the_next_write()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // An open file cannot be deleted there.
        }

        await using var journal = Open(Db);
        var run = await CreateAsync(journal);
        Assert.NotNull(await journal.FindAsync("r1", None));
        Directory.Delete(_folder[".tasker"], recursive: true);

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(
            async () => await AppendAsync(journal, run, 1, "one"));

        Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
        Assert.Contains("gone", failure.Message, StringComparison.Ordinal);
        Assert.Null(await journal.FindAsync("r1", None));
        await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(journal, run, 1, "one"));
        Assert.False(Directory.Exists(_folder[".tasker"]));
        await CreateAsync(journal, "r2");
        Assert.Equal(["created"], await ReadAsync(journal, "r2"));
    }

    [Fact]
    public async Task A_file_that_was_replaced_while_open_is_not_written_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // An open file cannot be replaced there.
        }

        await WriteSampleAsync(_folder["other/tasker.db"]);
        var journal = Open(Db);
        var run = await CreateAsync(journal);
        Directory.Delete(_folder[".tasker"], recursive: true);
        Directory.Move(_folder["other"], _folder[".tasker"]);
        await using var second = Open(Db);
        await AppendAsync(second, new RunOwnership("r1", Owner, 1), 4, "four");

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await AppendAsync(journal, run, 1, "one"));
        await journal.DisposeAsync();

        Assert.Equal(["created", "one", "two", "three", "four"], await ReadAsync(second));
        Assert.True(File.Exists($"{Db}-wal"), "the log of the new file was taken away");
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_named()
    {
        Directory.CreateDirectory(Db);
        await using var journal = Open(Db);

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal));

        Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FindAsync("r1", None));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_named()
    {
        await File.WriteAllTextAsync(_folder[".tasker"], "a file");
        await using var journal = Open(Db);

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal));

        Assert.Contains(Db, failure.Message, StringComparison.Ordinal);
        Assert.Equal("a file", await File.ReadAllTextAsync(_folder[".tasker"]));
    }

    [Fact]
    public async Task A_disposed_journal_says_so()
    {
        var journal = Open(Db);
        var run = await CreateAsync(journal);
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await AppendAsync(journal, run, 1, "x"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.FindAsync("r1", None));
    }
}
