using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tasker.Storage.Sqlite.Native;

/// <summary>Chooses the native library: the system's, which gets its fixes, unless it is missing or older than the bundled one.</summary>
internal sealed unsafe class SqliteLibrary
{
    // The version of the bundled library, on which everything here works: 3.35.5.
    private const int OldestVersion = 3_035_005;

    private const int FileHasMoved = 20;

    private static readonly Lazy<SqliteLibrary> Chosen = new(Choose);

    private readonly delegate* unmanaged[Cdecl]<IntPtr, byte*, int, void*, int> _fileControl;

    private SqliteLibrary(IntPtr handle) =>
        _fileControl = (delegate* unmanaged[Cdecl]<IntPtr, byte*, int, void*, int>)
            NativeLibrary.GetExport(handle, "sqlite3_file_control");

    /// <summary>The library of this process, loaded when it is asked for the first time.</summary>
    /// <exception cref="DllNotFoundException">There is no library at all.</exception>
    public static SqliteLibrary Instance => Chosen.Value;

    /// <summary>True when the file of a connection is not at its path any more: deleted, moved or replaced.</summary>
    public bool HasMoved(sqlite3 connection)
    {
        var moved = 0;
        fixed (byte* main = "main\0"u8)
        {
            // Systems on which an open file cannot be moved answer that they do not know the question.
            return _fileControl(connection.DangerousGetHandle(), main, FileHasMoved, &moved) == raw.SQLITE_OK && moved != 0;
        }
    }

    private static SqliteLibrary Choose()
    {
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        var handle = LoadSystem();
        if (handle == IntPtr.Zero)
        {
            handle = NativeLibrary.Load("e_sqlite3", provider, null);
        }

        NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == "e_sqlite3" ? handle : IntPtr.Zero);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return new SqliteLibrary(handle);
    }

    private static IntPtr LoadSystem()
    {
        // The library of Windows has another calling convention on 32 bits.
        var name = OperatingSystem.IsMacOS() ? "/usr/lib/libsqlite3.dylib"
            : OperatingSystem.IsWindows() ? Environment.Is64BitProcess ? "winsqlite3.dll" : ""
            : "libsqlite3.so.0";
        if (name.Length == 0 || !NativeLibrary.TryLoad(name, out var handle))
        {
            return IntPtr.Zero;
        }

        if (Number(handle, "sqlite3_libversion_number") >= OldestVersion && Number(handle, "sqlite3_threadsafe") != 0)
        {
            return handle;
        }

        NativeLibrary.Free(handle);
        return IntPtr.Zero;
    }

    private static int Number(IntPtr handle, string function) =>
        NativeLibrary.TryGetExport(handle, function, out var address) ? ((delegate* unmanaged[Cdecl]<int>)address)() : 0;
}
