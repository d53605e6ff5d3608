using SQLitePCL;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>The connection that writes, opened by the first write. Used by one thread at a time.</summary>
internal sealed class WriteConnection(string path, SqliteSettings settings) : IDisposable
{
    private Database? _database;
    private RunWriter? _writer;
    private Statement? _begin;
    private Statement? _version;
    private Statement? _commit;
    private long _flushes;

    /// <summary>True after the first write; read by any thread.</summary>
    public bool IsOpen => Volatile.Read(ref _database) is not null;

    /// <summary>Transactions that changed something, each of them one flush to the disk.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Does all writes in one transaction. Never throws: each write gets its own failure.</summary>
    public void Commit(List<IPendingWrite> group)
    {
        try
        {
            var writer = Open();
            Begin();
            var before = _database!.TotalChanges;
            foreach (var write in group)
            {
                Apply(write, writer);
            }

            _commit!.Step();
            if (_database.TotalChanges != before)
            {
                Interlocked.Increment(ref _flushes);
            }
        }
        catch (SqliteFailure failure)
        {
            FailAll(group, StoreFailure.Explain(failure, path, settings.BusyTimeout));
        }
        catch (DllNotFoundException missing)
        {
            FailAll(group, StoreFailure.NoLibrary(path, missing));
        }
#pragma warning disable CA1031 // Each write that waits must get an answer, whatever went wrong, or its run would hang.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            FailAll(group, failure);
        }
    }

    /// <summary>Asks or sets how SQLite works; for tests.</summary>
    public long Pragma(string pragma)
    {
        Open();
        return _database!.Number($"PRAGMA {pragma}");
    }

    /// <summary>Opens the file, makes it where it is missing, and brings its schema to our version.</summary>
    public RunWriter Open()
    {
        if (_writer is not null)
        {
            if (!_database!.HasMoved)
            {
                return _writer;
            }

            Dispose();
            throw StoreFailure.Gone(path);
        }

        StoreFile.Create(path);
        var database = Database.Open(path, raw.SQLITE_OPEN_READWRITE, settings.BusyTimeout);
        try
        {
            Schema.Migrate(database, settings.Migrations);
            database.Execute(
                """
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                PRAGMA foreign_keys = OFF;
                PRAGMA trusted_schema = OFF;
                PRAGMA temp_store = MEMORY;
                PRAGMA journal_size_limit = 67108864;
                """);
            _begin = database.Prepare("BEGIN IMMEDIATE");
            _version = database.Prepare("PRAGMA user_version");
            _commit = database.Prepare("COMMIT");
            _writer = new RunWriter(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }

        Volatile.Write(ref _database, database);
        return _writer;
    }

    public void Dispose()
    {
        var database = _database;
        _writer = null;
        Volatile.Write(ref _database, null);
        database?.Dispose();
    }

    private static void Apply(IPendingWrite write, RunWriter writer)
    {
        try
        {
            write.Apply(writer);
        }
        catch (JournalException refusal) when (refusal is not JournalUnavailableException)
        {
            write.Fail(refusal);
        }
    }

    // The version is asked each time, as a newer program may have brought the file on while this one had it open.
    private void Begin()
    {
        _begin!.Step();
        _version!.Step();
        var version = _version.Int(0);
        _version.Reset();
        if (version != settings.Migrations[^1].Version)
        {
            throw Schema.Newer(path, version, settings.Migrations[^1].Version);
        }
    }

    private void FailAll(List<IPendingWrite> group, Exception failure)
    {
        foreach (var write in group)
        {
            write.Fail(failure);
        }

        try
        {
            if (_database is { InTransaction: true } database)
            {
                database.Execute("ROLLBACK");
            }
        }
        catch (SqliteFailure)
        {
            // A connection that cannot even roll back is of no more use; the next write opens another one.
            Dispose();
        }
    }
}
