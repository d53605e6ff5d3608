using FsCheck;
using FsCheck.Fluent;
using Tasker.Engine.Files;
using Tasker.Testing.Executors;

namespace Tasker.Engine.Tests.Files;

public sealed class PlainFileTests : IDisposable
{
    private const int Most = 1 << 16;

    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-plain-").FullName;

    private string Target => Path.Combine(_folder, "a.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read_whole_whatever_it_holds_and_is_called() => Prop.ForAll(Files.ToArbitrary(), file =>
    {
        var path = Path.Combine(_folder, file.Name);
        File.WriteAllBytes(path, file.Content);

        var (read, head) = (PlainFile.Read(path, Most), new byte[7]);
        var count = PlainFile.ReadHead(path, head);

        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(file.Content, read);
            Assert.Equal(file.Content[..Math.Min(7, file.Content.Length)], head[..count]);
        }
        else
        {
            Assert.Equal((null, -1), (read, count));
        }

        File.Delete(path);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void What_is_larger_than_asked_for_is_left_to_others()
    {
        File.WriteAllBytes(Target, new byte[10]);

        Assert.Null(PlainFile.Read(Target, 9));
    }

    [Fact]
    public void Links_folders_and_what_is_not_there_are_never_read()
    {
        File.WriteAllText(Target, "{}");
        File.CreateSymbolicLink(Target + ".link", Target);
        File.CreateSymbolicLink(Target + ".lost", "nowhere");

        Assert.Null(PlainFile.Read(Target + ".link", Most));
        Assert.Null(PlainFile.Read(Target + ".lost", Most));
        Assert.Null(PlainFile.Read(Target + ".none", Most));
        Assert.Null(PlainFile.Read(Path.Combine(Target, "below"), Most));
        Assert.Null(PlainFile.Read("a\0b", Most));
        Assert.Null(PlainFile.Read(_folder, Most));
    }

    [Fact]
    public async Task A_pipe_is_empty_and_nobody_waits_for_it_or_takes_from_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var pipe = new NamedPipe(Target);
        pipe.Write("{}");

        Assert.Empty(PlainFile.Read(Target, Most)!);
        Assert.Equal(0, PlainFile.ReadHead(Target, new byte[7]));
        Assert.Equal("{}", await pipe.NextLineAsync());
    }

    [Fact]
    public void What_may_not_be_read_is_left_to_others()
    {
        File.WriteAllText(Target, "{}");
        if (OperatingSystem.IsLinux() && !Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(Target, UnixFileMode.None);
            Assert.Null(PlainFile.Read(Target, Most));
        }
    }

    private static Gen<NamedFile> Files =>
        from name in Gen.Elements("a", "T001.json", "with blank", "é🙂", new string('n', 200), "-", "*")
        from content in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf()
        select new NamedFile(name, content);

    private sealed record NamedFile(string Name, byte[] Content);
}
