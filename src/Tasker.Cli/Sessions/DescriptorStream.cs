using System.Runtime.InteropServices;

namespace Tasker.Cli.Sessions;

/// <summary>
/// Standard output or error that goes to a file or a pipe. The console of .NET, which knows about terminals, takes longer to get ready than
/// most commands; it is only asked when the system does not take all that is written.
/// </summary>
/// <param name="descriptor">The number of the open file.</param>
/// <param name="console">Opens the stream of the console; it waits for a full pipe, and knows what a closed one means.</param>
internal sealed partial class DescriptorStream(int descriptor, Func<Stream> console) : Stream
{
    /// <summary>The number of standard input.</summary>
    public const int Input = 0;

    /// <summary>The number of standard output.</summary>
    public const int Output = 1;

    /// <summary>The number of standard error.</summary>
    public const int Error = 2;

    private Stream? _console;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (_console is null && !buffer.IsEmpty)
        {
            var written = NativeWrite(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written <= 0)
            {
                _console = console();
                break;
            }

            buffer = buffer[(int)written..];
        }

        _console?.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _console?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>True when a person is at the other end.</summary>
    /// <param name="descriptor">One of the three.</param>
    public static bool IsTerminal(int descriptor) => !OperatingSystem.IsWindows() ? NativeIsTerminal(descriptor) == 1 : !(descriptor switch
    {
        Input => Console.IsInputRedirected,
        Output => Console.IsOutputRedirected,
        _ => Console.IsErrorRedirected,
    });

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int NativeIsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint NativeWrite(int descriptor, in byte bytes, nint count);
}
