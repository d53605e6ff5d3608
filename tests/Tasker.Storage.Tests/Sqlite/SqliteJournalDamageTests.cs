using SQLitePCL;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;
using static Tasker.Storage.Tests.Sqlite.JournalSample;

namespace Tasker.Storage.Tests.Sqlite;

// Damage to what is kept: found, named by its place, and everything before it read.
public sealed class SqliteJournalDamageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Db => _folder["tasker.db"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "created")]
    [InlineData(2, "created one")]
    [InlineData(3, "created one two")]
    public async Task A_flipped_bit_is_found_and_everything_before_it_is_read(int at, string readable)
    {
        await WriteSampleAsync(Db);
        Flip("segment", $"id & 0xff = {at}");

        await AssertDamagedAsync(at, readable, "checksum");
    }

    [Theory]
    [InlineData("DELETE FROM segment WHERE id & 0xff = 2", 2, "created one", "facts 2 to 2 are missing")]
    [InlineData("DELETE FROM segment WHERE id & 0xff >= 2", 2, "created one", "facts 2 to 3 are missing")]
    [InlineData("DELETE FROM segment", 0, "", "facts 0 to 3 are missing")]
    [InlineData("UPDATE run SET position = 9", 4, "created one two three", "facts 4 to 8 are missing")]
    [InlineData("UPDATE segment SET count = 7 WHERE id & 0xff = 3", 3, "created one two", "says that it has 7 facts")]
    [InlineData("UPDATE segment SET count = -1 WHERE id & 0xff = 1", 1, "created", "says that it has -1 facts")]
    [InlineData("UPDATE segment SET count = 2 WHERE id & 0xff = 1", 1, "created", "checksum")]
    [InlineData("UPDATE segment SET crc = 0 WHERE id & 0xff = 1", 1, "created", "checksum")]
    [InlineData("UPDATE segment SET data = 'text' WHERE id & 0xff = 1", 1, "created", "checksum")]
    public async Task What_does_not_fit_together_is_found(string sql, int at, string readable, string detail)
    {
        await WriteSampleAsync(Db);
        Damage(sql);

        await AssertDamagedAsync(at, readable, detail);
    }

    [Fact]
    public async Task A_segment_in_the_place_of_another_is_found()
    {
        await using (var journal = Open(Db))
        {
            var (first, second) = (await CreateAsync(journal, "r1"), await CreateAsync(journal, "r2"));
            await AppendAsync(journal, first, 1, "one");
            await AppendAsync(journal, second, 1, "another one");
        }

        Damage(
            "UPDATE segment SET (crc, data) = (SELECT crc, data FROM segment WHERE id = (2 << 36) | 1) WHERE id = (1 << 36) | 1");

        await AssertDamagedAsync(1, "created", "checksum");
    }

    [Fact]
    public async Task Damage_behind_many_segments_is_found_after_all_of_them()
    {
        await using (var journal = Open(Db))
        {
            var run = await CreateAsync(journal);
            for (var i = 1; i < 30; i++)
            {
                await AppendAsync(journal, run, i, new string('x', 100_000));
            }
        }

        Flip("segment", "id & 0xff = 27");

        await AssertDamagedAsync(27, string.Join(' ', Enumerable.Repeat(new string('x', 100_000), 26).Prepend("created")), "checksum");
    }

    [Fact]
    public async Task Reading_from_the_middle_of_a_gap_finds_it()
    {
        await WriteSampleAsync(Db);
        Damage("DELETE FROM segment WHERE id & 0xff IN (1, 2)");
        await using var journal = Open(Db);

        var damage = await Assert.ThrowsAsync<JournalDamagedException>(
            async () => await journal.ReadAsync("r1", 2, None).CountAsync(None));

        Assert.Equal(1, damage.Position);
    }

    [Fact]
    public async Task A_damaged_workflow_is_found()
    {
        await WriteSampleAsync(Db);
        Flip("workflow", "true");
        await using var journal = Open(Db);

        var damage = await Assert.ThrowsAsync<JournalDamagedException>(() => journal.ReadWorkflowAsync("r1", None));

        Assert.Contains("workflow", damage.Message, StringComparison.Ordinal);
        Assert.Equal(4, (await ReadAsync(journal)).Count);
    }

    [Fact]
    public async Task Facts_behind_the_last_known_one_are_not_overwritten()
    {
        await WriteSampleAsync(Db);
        Damage("UPDATE run SET position = 3");
        await using var journal = Open(Db);

        await Assert.ThrowsAsync<JournalDamagedException>(
            async () => await AppendAsync(journal, new RunOwnership("r1", Owner, 1), 3, "other"));

        Assert.Equal(["created", "one", "two"], await ReadAsync(journal));
    }

    [Fact]
    public async Task A_damaged_page_of_the_file_never_passes_for_facts()
    {
        var expected = new List<string> { "created" };
        await using (var journal = Open(Db))
        {
            var run = await CreateAsync(journal);
            for (var i = 1; i < 60; i++)
            {
                expected.Add($"{i} {new string('x', i * 131)}");
                await AppendAsync(journal, run, i, expected[i]);
            }
        }

        var sound = await File.ReadAllBytesAsync(Db);
        var random = new Random(20300102);
        for (var round = 0; round < 60; round++)
        {
            var damaged = (byte[])sound.Clone();
            random.NextBytes(damaged.AsSpan(random.Next(damaged.Length - 64), 64));
            await File.WriteAllBytesAsync(Db, damaged);
            await using var journal = Open(Db);

            var read = new List<string>();
            try
            {
                await ReadAsync(journal, into: read);
            }
            catch (JournalException)
            {
                // Where the damage hit the run itself, its table or the header, there is nothing to be read.
            }

            Assert.Equal(expected.Take(read.Count), read);
        }
    }

    private async Task AssertDamagedAsync(long position, string readable, string detail)
    {
        await using var journal = Open(Db);
        var read = new List<string>();

        var damage = await Assert.ThrowsAsync<JournalDamagedException>(() => ReadAsync(journal, into: read));

        Assert.Equal(readable, string.Join(' ', read));
        Assert.Equal(("r1", position), (damage.RunId, damage.Position));
        Assert.Contains(detail, damage.Message, StringComparison.Ordinal);
    }

    private void Damage(string sql)
    {
        using var database = Database.Open(Db, raw.SQLITE_OPEN_READWRITE, Lease);
        database.Execute(sql);
    }

    // Turns one bit in the middle of the data of a row.
    private void Flip(string table, string where)
    {
        using var database = Database.Open(Db, raw.SQLITE_OPEN_READWRITE, Lease);
        using var select = database.PrepareOnce($"SELECT rowid, data FROM {table} WHERE {where}");
        Assert.True(select.Step());
        var (row, data) = (select.Number(0), select.Blob(1).ToArray());
        select.Reset();
        data[data.Length / 2] ^= 0x10;
        using var update = database.PrepareOnce($"UPDATE {table} SET data = ?2 WHERE rowid = ?1");
        Assert.Equal(1, update.Bind(1, row).Bind(2, data.AsSpan()).Run());
    }
}
