using System.Text;
using Tasker.Cli.Sessions;

namespace Tasker.Cli.Tests.Sessions;

public sealed class OutputWriterTests
{
    [Fact]
    public void What_is_written_asynchronously_is_out_before_anybody_waits_for_it()
    {
        using var stream = new MemoryStream();
        using var writer = new OutputWriter(stream);

        Assert.True(writer.WriteAsync("ä").IsCompletedSuccessfully);
        Assert.Equal("ä", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.True(writer.WriteLineAsync("b").IsCompletedSuccessfully && writer.WriteLineAsync().IsCompletedSuccessfully
            && writer.WriteAsync('c').IsCompletedSuccessfully);
        Assert.Equal($"äb{Environment.NewLine}{Environment.NewLine}c", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.True(writer.FlushAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_reader_that_has_gone_is_told_where_it_is_waited_for()
    {
        var writer = new OutputWriter(new ClosedPipe());

        var writing = writer.WriteLineAsync("nobody hears it");

        await Assert.ThrowsAsync<IOException>(() => writing);
    }

    private sealed class ClosedPipe : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
    }
}
