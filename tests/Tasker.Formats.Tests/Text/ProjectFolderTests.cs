using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Text;

/// <summary>What is below the project root once every link is followed, and what is not.</summary>
public sealed class ProjectFolderTests : IDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("tasker-project-").FullName;
    private readonly string _root;

    public ProjectFolderTests()
    {
        _root = Path.Combine(_above, "top");
        Directory.CreateDirectory(Path.Combine(_root, "a"));
        Directory.CreateDirectory(Path.Combine(_above, "outside"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "inner"), "a");
        Directory.CreateSymbolicLink(Path.Combine(_root, "whole"), Path.Combine(_root, "a"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "outer"), "../outside");
        Directory.CreateSymbolicLink(Path.Combine(_root, "a/late"), "../../outside/late");
        Directory.CreateSymbolicLink(Path.Combine(_above, "door"), "top");
    }

    public void Dispose() => Directory.Delete(_above, recursive: true);

    [Theory]
    [InlineData("a", true)]
    [InlineData("a/new", true)]
    [InlineData("a/new/deeper/still", true)]
    [InlineData("new/../a", true)]
    [InlineData("inner/new", true)]
    [InlineData("whole/new/deeper", true)]
    [InlineData("outer", false)]
    [InlineData("outer/new", false)]
    [InlineData("inner/late", false)]
    [InlineData("a/late/deeper", false)]
    [InlineData("..", false)]
    [InlineData("../outside", false)]
    [InlineData("a/../../outside/new", false)]
    public void Folder_is_made_where_it_stays_below_the_root_and_nowhere_else(string path, bool isBelow)
    {
        var folder = new ProjectFolder(_root);

        Assert.Equal(isBelow, folder.Holds(path));
        Assert.Equal(isBelow, folder.Make(path));
        Assert.Equal(isBelow, folder.Make(path)); // Twice is once.

        Assert.Equal(isBelow, Directory.Exists(Path.Combine(_root, path)) && folder.Holds(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_above, "outside")));
    }

    [Fact]
    public void Root_may_itself_be_reached_through_a_link()
    {
        var folder = new ProjectFolder(Path.Combine(_above, "door"));

        Assert.True(folder.Make("a/new"));
        Assert.True(Directory.Exists(Path.Combine(_root, "a/new")));
        Assert.False(folder.Make("outer/new"));
    }

    [Fact]
    public void Beginning_of_a_file_of_any_size_is_read()
    {
        File.WriteAllText(Path.Combine(_root, "a/large"), new string('x', 5 << 20));
        var folder = new ProjectFolder(_root);

        Assert.Equal(100, folder.ReadHead("whole/large", 100).Bytes!.Value.Length);
        Assert.Null(folder.Read("whole/large").Bytes);
        Assert.Equal("leads out of the project root", folder.ReadHead("outer/x", 100).Problem);
    }
}
