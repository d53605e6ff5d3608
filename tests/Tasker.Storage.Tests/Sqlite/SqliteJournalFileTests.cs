using SQLitePCL;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite;
using Tasker.Storage.Sqlite.Native;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// The file: when it is made, what it may be, and which files are refused.
public sealed class SqliteJournalFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Db => _folder[".tasker/tasker.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_created_before_the_first_run()
    {
        var stranger = new RunOwnership("r1", Owner, 1);
        await using (var journal = Open(Db))
        {
            Assert.Null(await journal.FindAsync("r1", None));
            Assert.Empty(await journal.ListAsync(new RunFilter(), None).ToArrayAsync(None));
            Assert.False(await journal.RenewAsync(stranger, Lease, None));
            Assert.False(await journal.DeleteAsync("r1", None));
            await journal.ReleaseAsync(stranger, None);
            await Assert.ThrowsAsync<RunNotFoundException>(() => journal.AcquireAsync("r1", Owner, Lease, None));
            await Assert.ThrowsAsync<RunNotFoundException>(() => journal.SendAsync("r1", Bytes("x"), None));
            await Assert.ThrowsAsync<OwnershipLostException>(async () => await AppendAsync(journal, stranger, 0, "x"));
            await Assert.ThrowsAsync<OwnershipLostException>(() => journal.TakeMessagesAsync(stranger, None));
            await Assert.ThrowsAsync<OwnershipLostException>(() => journal.RemoveMessagesAsync(stranger, 1, None));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Only_the_owner_of_the_files_can_read_them()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // No such rights there; the profile of the user guards its files.
        }

        await using var journal = Open(Db);
        await CreateAsync(journal);

        const UnixFileMode readWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(readWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder[".tasker"]));
        Assert.Equal(
            [readWrite, readWrite, readWrite], Directory.EnumerateFiles(_folder[".tasker"]).Select(File.GetUnixFileMode));
    }

    [Fact]
    public async Task Every_append_is_flushed_and_the_log_is_written_ahead()
    {
        await using var journal = Open(Db);
        var run = await CreateAsync(journal);
        var before = journal.Flushes;
        await AppendAsync(journal, run, 1, "one");
        await AppendAsync(journal, run, 2, "two");

        Assert.Equal(2, journal.Flushes - before);
        Assert.Equal(2, journal.Pragma("synchronous")); // FULL
        Assert.True(File.Exists($"{Db}-wal"));
    }

    [Fact]
    public async Task A_single_writer_gets_its_answer_without_waiting()
    {
        await using var journal = Open(Db);
        var run = await CreateAsync(journal);

        var append = AppendAsync(journal, run, 1, "one").AsTask();

        Assert.True(append.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_closed_journal_is_one_file()
    {
        await WriteSampleAsync(Db);

        Assert.Equal([Db], Directory.EnumerateFiles(_folder[".tasker"]));
    }

    [Fact]
    public async Task Many_may_create_the_file_at_the_same_time()
    {
        for (var round = 0; round < 25; round++)
        {
            var file = _folder[$"{round}/tasker.db"];
            var journals = Enumerable.Range(0, 8).Select(_ => Open(file)).ToArray();

            await Task.WhenAll(journals.Select((journal, i) => Task.Run(() => CreateAsync(journal, $"r{i}"))));

            Assert.Equal(8, await journals[0].ListAsync(new RunFilter(), None).CountAsync(None));
            foreach (var journal in journals)
            {
                await journal.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task An_empty_file_is_a_new_journal()
    {
        Directory.CreateDirectory(_folder[".tasker"]);
        await File.WriteAllBytesAsync(Db, []);
        await using var journal = Open(Db);

        Assert.Null(await journal.FindAsync("r1", None));
        await CreateAsync(journal);

        Assert.Equal(["created"], await ReadAsync(journal));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        Directory.CreateDirectory(_folder[".tasker"]);
        var text = string.Concat(Enumerable.Repeat("These are my notes.\n", 500));
        await File.WriteAllTextAsync(Db, text);
        await using (var journal = Open(Db))
        {
            var reading = await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FindAsync("r1", None));
            var writing = await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal));

            Assert.Equal(reading.Message, writing.Message);
            Assert.Contains(Db, writing.Message, StringComparison.Ordinal);
            Assert.Contains("file is not a database", writing.Message, StringComparison.Ordinal);
            Assert.Contains("Move it away", writing.Message, StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(Db));
        Assert.Equal([Db], Directory.EnumerateFiles(_folder[".tasker"]));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder[".tasker"]);
        Sql("CREATE TABLE bookmark (url TEXT)");
        var before = await File.ReadAllBytesAsync(Db);
        await using (var journal = Open(Db))
        {
            var refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal));
            Assert.Contains("another program", refusal.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FindAsync("r1", None));
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Db));
    }

    [Fact]
    public async Task A_journal_of_a_newer_program_is_refused_by_both_versions()
    {
        await WriteSampleAsync(Db);
        Sql("PRAGMA user_version = 99");
        await using var journal = Open(Db);

        var refusal = await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal, "r2"));
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"knows {Schema.Migrations[^1].Version} at most", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.FindAsync("r1", None));
    }

    [Fact]
    public async Task Who_has_the_file_open_stops_when_a_newer_program_brings_it_on()
    {
        await using var journal = Open(Db);
        var run = await CreateAsync(journal);
        Sql("PRAGMA user_version = 99");

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await AppendAsync(journal, run, 1, "one"));

        Sql($"PRAGMA user_version = {Schema.Migrations[^1].Version}");
        await AppendAsync(journal, run, 1, "one");
        Assert.Equal(["created", "one"], await ReadAsync(journal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_older_journal_is_brought_on_step_by_step_by_whoever_opens_it(bool byReading)
    {
        await WriteSampleAsync(Db);
        var version = Schema.Migrations[^1].Version;
        var newer = new SqliteSettings
        {
            Migrations =
            [
                .. Schema.Migrations,
                new Migration(version + 1, "CREATE TABLE extra (a INTEGER)"),
                new Migration(version + 2, "ALTER TABLE extra ADD COLUMN b INTEGER; INSERT INTO extra VALUES (1, 2)"),
            ],
        };

        for (var time = 0; time < 2; time++)
        {
            await using var journal = Open(Db, newer);
            if (!byReading)
            {
                await journal.SendAsync("r1", Bytes("x"), None);
            }

            Assert.Equal(["created", "one", "two", "three"], await ReadAsync(journal));
        }

        using var database = Database.Open(Db, raw.SQLITE_OPEN_READWRITE, Lease);
        Assert.Equal(version + 2, database.Number("PRAGMA user_version"));
        Assert.Equal(1, database.Number("SELECT count(*) FROM extra WHERE b = 2"));
    }

    [Fact]
    public async Task A_step_of_the_schema_that_fails_changes_nothing()
    {
        await WriteSampleAsync(Db);
        var version = Schema.Migrations[^1].Version;
        var broken = new SqliteSettings
        {
            Migrations =
            [
                .. Schema.Migrations,
                new Migration(version + 1, "CREATE TABLE extra (a INTEGER)"),
                new Migration(version + 2, "ALTER TABLE missing ADD COLUMN b INTEGER"),
            ],
        };
        await using (var journal = Open(Db, broken))
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(() => CreateAsync(journal, "r2"));
        }

        await using var old = Open(Db);
        Assert.Equal(["created", "one", "two", "three"], await ReadAsync(old));
    }

    private void Sql(string sql)
    {
        using var database = Database.Open(Db, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, Lease);
        database.Execute(sql);
    }
}
