using Tasker.Cli.Sessions;

namespace Tasker.Cli.Tests.Sessions;

public sealed class DescriptorStreamTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_goes_behind_what_others_wrote_to_the_same_open_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);
        foreach (var word in new[] { "one ", "two ", "three" })
        {
            using var stream = new DescriptorStream((int)file.DangerousGetHandle(), () => throw new InvalidOperationException());
            stream.Write(System.Text.Encoding.UTF8.GetBytes(word));
        }

        Assert.Equal("one two three", File.ReadAllText(_path));
    }

    [Fact]
    public void What_the_system_does_not_take_the_console_gets()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var console = new MemoryStream();
        using var stream = new DescriptorStream(-1, () => console);

        stream.Write("left"u8);
        stream.Write("over"u8);

        Assert.Equal("leftover"u8.ToArray(), console.ToArray());
    }
}
