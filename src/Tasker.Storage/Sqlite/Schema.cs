using System.Collections.Immutable;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>The tables of the journal, and how a file gets them.</summary>
internal static class Schema
{
    /// <summary>Marks the file as ours: "TASK".</summary>
    public const int ApplicationId = 0x5441534B;

    /// <summary>All steps, in order. A change of the tables is a new step at the end.</summary>
    public static ImmutableArray<Migration> Migrations { get; } =
    [
        new(1, """
            CREATE TABLE run (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                run_id TEXT NOT NULL UNIQUE,
                name TEXT NOT NULL,
                front_door TEXT NOT NULL,
                source TEXT NOT NULL,
                created_at INTEGER NOT NULL,     -- 100 ns since 1970, as all times here
                workflow_hash TEXT NOT NULL,
                position INTEGER NOT NULL,       -- number of facts
                status INTEGER NOT NULL,
                done INTEGER NOT NULL,
                failed INTEGER NOT NULL,
                total INTEGER NOT NULL,
                ended_at INTEGER,
                epoch INTEGER NOT NULL,
                owner_host TEXT,                 -- null while nobody owns the run, as the other parts of the owner
                owner_boot TEXT,
                owner_process INTEGER,
                owner_start INTEGER,
                lease_until INTEGER,
                labels TEXT                      -- a JSON object; null when there are none
            );
            CREATE INDEX run_by_time ON run (created_at);
            CREATE INDEX run_open ON run (created_at) WHERE ended_at IS NULL;
            CREATE INDEX run_by_workflow ON run (workflow_hash);
            CREATE TABLE workflow (hash TEXT PRIMARY KEY NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL);
            CREATE TABLE segment (
                id INTEGER PRIMARY KEY,          -- run.id << 36 | number of facts before it
                count INTEGER NOT NULL,
                crc INTEGER NOT NULL,            -- CRC-32C of run_id, position, count and data
                data BLOB NOT NULL
            );
            CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, content BLOB NOT NULL);
            CREATE INDEX message_by_run ON message (run);
            """),
    ];

    /// <summary>What the file is: 0 for an empty one, else its version.</summary>
    /// <exception cref="JournalUnavailableException">It belongs to another program, or to a newer Tasker.</exception>
    public static int VersionOf(Database database, IReadOnlyList<Migration> known)
    {
        if (database.InTransaction)
        {
            return Look(database, known);
        }

        // One look in one transaction: between two, another process could make the tables, and they would seem to be a stranger's.
        database.Execute("BEGIN");
        try
        {
            return Look(database, known);
        }
        finally
        {
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }
        }
    }

    /// <summary>Brings the file to the newest version, in one transaction; nothing is done to one that has it.</summary>
    public static void Migrate(Database database, IReadOnlyList<Migration> known)
    {
        var version = VersionOf(database, known);
        TurnOnLog(database);
        if (version == known[^1].Version)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            version = VersionOf(database, known); // Another process may have been faster.
            foreach (var step in known.Where(step => step.Version > version))
            {
                database.Execute(step.Sql);
                database.Execute($"PRAGMA user_version = {step.Version}");
            }

            database.Execute($"PRAGMA application_id = {ApplicationId}");
            database.Execute("COMMIT");
        }
        finally
        {
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }
        }
    }

    public static JournalUnavailableException Newer(string path, int version, int known) => new(
        $"The journal '{path}' was written by a newer Tasker: it has schema version {version}, and this one knows "
        + $"{known} at most. Update Tasker; the journal was not changed.");

    private static int Look(Database database, IReadOnlyList<Migration> known)
    {
        var version = (int)database.Number("PRAGMA user_version");
        var application = database.Number("PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || HasTables(database)))
        {
            throw new JournalUnavailableException(
                $"'{database.Path}' is a database of another program, not a journal of Tasker. "
                + "Tasker does not touch it. Move it away, or name another place for the journal.");
        }

        if (version > known[^1].Version)
        {
            throw Newer(database.Path, version, known[^1].Version);
        }

        return version;
    }

    // The switch to the write-ahead log does not wait for others as transactions do, so it is tried again behind one that does.
    private static void TurnOnLog(Database database)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                database.Execute("PRAGMA journal_mode = WAL");
                return;
            }
            catch (SqliteFailure busy) when (busy.PrimaryCode == SQLitePCL.raw.SQLITE_BUSY && attempt < 5)
            {
                database.Execute("BEGIN IMMEDIATE; COMMIT");
            }
        }
    }

    private static bool HasTables(Database database) => database.Number("SELECT count(*) FROM sqlite_master") > 0;
}
