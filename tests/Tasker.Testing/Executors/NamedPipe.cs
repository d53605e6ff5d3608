using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tasker.Testing.Executors;

/// <summary>A pipe in the file system, by which a command tells a test that it has come to a place: <c>echo up &gt; pipe</c>.</summary>
public sealed class NamedPipe : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly FileStream _stream;
    private readonly StreamReader _reader;

    public NamedPipe(string path)
    {
        Path = path;
        if (MakePipe(path, 0x1ff) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        // Open at both ends, so that neither side ever waits for the other to open it.
        _stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _reader = new StreamReader(_stream);
    }

    public string Path { get; }

    /// <summary>The next line that was written to it.</summary>
    /// <exception cref="TimeoutException">None came within a minute.</exception>
    public async Task<string> NextLineAsync() => (await _reader.ReadLineAsync().WaitAsync(Guard))!;

    /// <summary>Lets a command go on that reads a line from it.</summary>
    public void Write(string line) => _stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true)]
    private static extern int MakePipe([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);
}
