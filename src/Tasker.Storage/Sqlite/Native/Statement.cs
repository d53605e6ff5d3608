using System.Text;
using SQLitePCL;

namespace Tasker.Storage.Sqlite.Native;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as SQLite counts them.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int parameter, long? value)
    {
        database.Check(value is { } number
            ? raw.sqlite3_bind_int64(handle, parameter, number)
            : raw.sqlite3_bind_null(handle, parameter));
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        // By length, not by terminator: a text may hold any character.
        database.Check(value switch
        {
            null => raw.sqlite3_bind_null(handle, parameter),
            "" => raw.sqlite3_bind_text(handle, parameter, ""),
            _ => raw.sqlite3_bind_text(handle, parameter, Encoding.UTF8.GetBytes(value).AsSpan()),
        });
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, parameter, 0)
            : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row; false when there is none. After the last row it can be used anew.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            // The reason is taken before the reset, which would replace it.
            try
            {
                database.Check(code);
            }
            finally
            {
                _ = raw.sqlite3_reset(handle);
            }
        }

        Reset();
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Rows that it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return database.Changes;
    }

    /// <summary>Gives up the rows that are left. What is bound stays.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
