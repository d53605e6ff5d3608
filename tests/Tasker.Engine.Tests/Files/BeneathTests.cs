using Tasker.Engine.Files;

namespace Tasker.Engine.Tests.Files;

/// <summary>What the kernel says of folders and links. Elsewhere than on Linux it says nothing, which is always right.</summary>
public sealed class BeneathTests : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("tasker-beneath-").FullName;

    private string Root => Path.Combine(_above, "top");

    public BeneathTests()
    {
        Directory.CreateDirectory(Path.Combine(Root, "a/b"));
        Directory.CreateDirectory(Path.Combine(_above, "outside/b"));
        File.WriteAllText(Path.Combine(Root, "a/file"), "");
        Directory.CreateSymbolicLink(Path.Combine(Root, "inner"), "a");
        Directory.CreateSymbolicLink(Path.Combine(Root, "outer"), "../outside");
        Directory.CreateSymbolicLink(Path.Combine(Root, "absolute"), Path.Combine(_above, "outside"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "nothing"), "a/none");
        Directory.CreateSymbolicLink(Path.Combine(Root, "round"), "round");
    }

    public void Dispose() => Directory.Delete(_above, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a/../a/b")]
    [InlineData("inner/b")]
    public void Folder_that_is_below_the_root_is_told(string path) =>
        Assert.Equal(OperatingSystem.IsLinux(), Beneath.HasFolder(Root, path));

    [Theory]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("../top/a")]
    [InlineData("/")]
    [InlineData("outer")]
    [InlineData("outer/b")]
    [InlineData("absolute/b")]
    [InlineData("nothing")]
    [InlineData("round")]
    [InlineData("none")]
    [InlineData("a/none")]
    [InlineData("a/file")]
    [InlineData("a/b\0")]
    public void Whatever_else_is_not_told_to_be_one(string path) => Assert.False(Beneath.HasFolder(Root, path));

    [Fact]
    public void Root_that_is_not_there_has_no_folder() => Assert.False(Beneath.HasFolder(Path.Combine(_above, "gone"), ""));

    [Fact]
    public void Link_that_takes_the_place_of_a_folder_is_seen_at_once()
    {
        Directory.Delete(Path.Combine(Root, "a/b"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "a/b"), Path.Combine(_above, "outside"));

        Assert.False(Beneath.HasFolder(Root, "a/b"));
    }
}
