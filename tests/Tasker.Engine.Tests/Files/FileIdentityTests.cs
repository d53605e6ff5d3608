using Tasker.Engine.Files;

namespace Tasker.Engine.Tests.Files;

public sealed class FileIdentityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-identity-").FullName;

    private string Target => Path.Combine(_folder, "a.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_known_until_it_is_written_or_replaced()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Null(FileIdentity.Of(_folder)); // Then nobody may conclude anything.
            return;
        }

        var written = await AtomicFile.WriteKnownAsync(Target, "one"u8.ToArray(), default);
        Assert.NotNull(written);
        Assert.Equal(written, FileIdentity.Of(Target));
        File.CreateSymbolicLink(Target + ".link", Target);
        Assert.Equal(written, FileIdentity.Of(Target + ".link"));

        var replaced = await AtomicFile.WriteKnownAsync(Target, "two"u8.ToArray(), default);
        Assert.NotEqual(written, replaced);
        Assert.Equal(replaced, FileIdentity.Of(Target));

        File.AppendAllText(Target, "!");
        Assert.NotEqual(replaced, FileIdentity.Of(Target));
        File.Delete(Target);
        Assert.Null(FileIdentity.Of(Target));
        Assert.Null(FileIdentity.Of("a\0b"));
    }
}
