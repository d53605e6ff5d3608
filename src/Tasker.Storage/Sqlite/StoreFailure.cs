using SQLitePCL;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>Says to people what a failure of SQLite means and what to do.</summary>
internal static class StoreFailure
{
    // No room for the index of the log; SQLite calls it a failure of the disk.
    private const int NoRoomForIndex = raw.SQLITE_IOERR | (19 << 8);

    public static bool IsFull(SqliteFailure failure) =>
        failure.PrimaryCode == raw.SQLITE_FULL || failure.Code == NoRoomForIndex;

    public static JournalUnavailableException Explain(SqliteFailure failure, string path, TimeSpan busyTimeout) =>
        new(failure.PrimaryCode switch
        {
            _ when IsFull(failure) =>
                $"The journal '{path}' cannot grow: its disk is full. Nothing of this was kept, everything before is. "
                + "Make room and go on.",
            raw.SQLITE_READONLY =>
                $"The journal '{path}' cannot be written: the file, its folder or its disk is read-only for this user. "
                + "Give yourself write access to both file and folder, and go on.",
            raw.SQLITE_CANTOPEN =>
                $"The journal '{path}' cannot be opened. The file and the logs beside it (-wal, -shm) must be readable and "
                + "writable for this user, and so must the folder. Give yourself access, and go on.",
            raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                $"The journal '{path}' may not be used by this user. Give yourself access to it, and go on.",
            raw.SQLITE_NOTADB =>
                $"'{path}' is not a journal: file is not a database. It was overwritten, or another program made it. "
                + "Move it away to begin a new journal, or put a copy of the journal in its place.",
            raw.SQLITE_CORRUPT =>
                $"The journal '{path}' is damaged: {failure.Words}. Keep a copy of it; "
                + $"'sqlite3 {Path.GetFileName(path)} .recover' saves what can be read. Move it away to begin a new journal.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"The journal '{path}' is being written by another process for longer than {busyTimeout.TotalSeconds:0.##} s. "
                + "Nothing of this was kept. End that process, or try again when it is done.",
            raw.SQLITE_IOERR =>
                $"Reading or writing the journal '{path}' failed: {failure.Words} (SQLite {failure.Code}). "
                + "Look after the disk and its mount, and go on.",
            raw.SQLITE_TOOBIG =>
                $"What should go into the journal '{path}' is larger than SQLite can keep in one piece. Nothing of it was kept.",
            _ =>
                $"The journal '{path}' cannot be used: {failure.Words} (SQLite {failure.Code}). "
                + "If the file is sound, this is a fault of Tasker and worth a report.",
        }, failure);

    /// <summary>The file went away under an open connection.</summary>
    public static JournalUnavailableException Gone(string path) => new(
        $"The journal '{path}' is gone: it was deleted, moved or replaced while it was in use. Nothing of this was kept. "
        + "Put it back to go on, or begin anew.");

    /// <summary>There is no native SQLite at all.</summary>
    public static JournalUnavailableException NoLibrary(string path, DllNotFoundException missing) => new(
        $"The journal '{path}' cannot be used: this system has no SQLite library. "
        + "Install it (Debian: libsqlite3-0, Alpine: sqlite-libs).", missing);
}
