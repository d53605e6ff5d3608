using SQLitePCL;

namespace Tasker.Storage.Sqlite.Native;

/// <summary>One connection to a SQLite file. Used by one thread at a time; its users see to that.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    private Database(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>True between BEGIN and COMMIT; some failures end a transaction by themselves.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rows changed since the connection was opened.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_handle);

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>True when the file is not at its path any more.</summary>
    public bool HasMoved => SqliteLibrary.Instance.HasMoved(_handle);

    /// <param name="path">An absolute path; with <see cref="raw.SQLITE_OPEN_URI"/> a URI.</param>
    /// <param name="flags">Flags of sqlite3_open_v2.</param>
    /// <param name="busyTimeout">How long to wait for other processes.</param>
    public static Database Open(string path, int flags, TimeSpan busyTimeout)
    {
        _ = SqliteLibrary.Instance;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = new SqliteFailure(
                handle.IsInvalid ? code : raw.sqlite3_extended_errcode(handle), raw.sqlite3_errstr(code).utf8_to_string());
            handle.Dispose();
            throw failure;
        }

        var database = new Database(handle, path);
        database.Check(raw.sqlite3_extended_result_codes(handle, 1));
        database.Check(raw.sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
        return database;
    }

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>A statement to be used again and again; disposed of with the connection.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        var statement = new Statement(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>A statement to be used once; its user disposes of it.</summary>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        return new Statement(this, handle);
    }

    /// <summary>The first column of the first row.</summary>
    public long Number(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new SqliteFailure(raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string());
        }
    }

    /// <summary>Closes the connection. The last one of all processes moves the write-ahead log into the file.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }
}
