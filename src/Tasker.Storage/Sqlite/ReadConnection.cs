using SQLitePCL;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>The connection that reads, beside the one that writes, so that nobody who looks waits for a flush.</summary>
internal sealed class ReadConnection(string path, SqliteSettings settings) : IDisposable
{
    private readonly Lock _gate = new();
    private Database? _database;
    private RunReader? _reader;
    private bool _isFrozen;
    private bool _disposed;

    /// <summary>Reads something at once.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="whenEmpty">What there is to be seen while nothing was ever written; nothing is created for it.</param>
    public T Read<T>(Func<RunReader, T> read, Func<T> whenEmpty)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteJournal));
            try
            {
                return Open() is { } reader ? read(reader) : whenEmpty();
            }
            catch (SqliteFailure failure)
            {
                throw StoreFailure.Explain(failure, path, settings.BusyTimeout);
            }
            catch (DllNotFoundException missing)
            {
                throw StoreFailure.NoLibrary(path, missing);
            }
            finally
            {
                if (_isFrozen)
                {
                    Close();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Close();
        }
    }

    private RunReader? Open()
    {
        if (_database is { HasMoved: true })
        {
            Close();
        }

        if (_reader is null && StoreFile.Exists(path))
        {
            _database = OpenFile();
            if (_database is not null)
            {
                _database.Execute("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF");
                _reader = new RunReader(_database);
            }
        }

        return _reader;
    }

    private Database? OpenFile()
    {
        try
        {
            return Checked(Database.Open(path, raw.SQLITE_OPEN_READWRITE, settings.BusyTimeout));
        }
        catch (SqliteFailure refused) when (IsFrozen(refused))
        {
            // Nobody is writing: the log is empty, and none can be made here. Closed after each use, in case that changes.
            _isFrozen = true;
            return Checked(Database.Open(
                $"{new Uri(path).AbsoluteUri}?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, settings.BusyTimeout));
        }
    }

    // A folder that is read-only, or a disk that has no room for even an empty log.
    private bool IsFrozen(SqliteFailure refused) =>
        (StoreFailure.IsFull(refused) || refused.PrimaryCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        && new FileInfo($"{path}-wal") is not { Exists: true, Length: > 0 };

    private Database? Checked(Database database)
    {
        try
        {
            var version = Schema.VersionOf(database, settings.Migrations);
            if (version > 0)
            {
                if (version < settings.Migrations[^1].Version)
                {
                    Schema.Migrate(database, settings.Migrations);
                }

                return database;
            }
        }
        catch
        {
            database.Dispose();
            throw;
        }

        database.Dispose();
        return null;
    }

    private void Close()
    {
        _database?.Dispose();
        (_database, _reader, _isFrozen) = (null, null, false);
    }
}
