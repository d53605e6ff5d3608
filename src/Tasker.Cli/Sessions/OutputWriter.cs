using System.Text;

namespace Tasker.Cli.Sessions;

/// <summary>
/// Standard output or error. Each write goes out whole and at once: a frame of the live screen must not come in pieces. What is asked for
/// asynchronously is done at once as well: the system cannot write to these streams in another way, and a thread that waits for it instead of
/// this one costs more than most commands do.
/// </summary>
internal sealed class OutputWriter : StreamWriter
{
    private const int WriteSize = 16 << 10;

    /// <param name="stream">The stream of the process.</param>
    public OutputWriter(Stream stream)
        : base(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), WriteSize) => AutoFlush = true;

    public override Task WriteAsync(char value) => Done(() => Write(value));

    public override Task WriteAsync(string? value) => Done(() => Write(value));

    public override Task WriteLineAsync() => Done(WriteLine);

    public override Task WriteLineAsync(string? value) => Done(() => WriteLine(value));

    public override Task FlushAsync() => Done(Flush);

    /// <summary>What goes wrong is told where it is waited for, as of any other writer.</summary>
    private static Task Done(Action write)
    {
        try
        {
            write();
            return Task.CompletedTask;
        }
        catch (IOException closed)
        {
            return Task.FromException(closed);
        }
    }
}
