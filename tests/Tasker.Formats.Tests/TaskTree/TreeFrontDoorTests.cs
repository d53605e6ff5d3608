using Tasker.Core.Diagnostics;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>Trees on disk: how they are found, and what of the disk is looked at.</summary>
public sealed class TreeFrontDoorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-tree-").FullName;

    public TreeFrontDoorTests()
    {
        Write("tasks/README.md", "# Tasks\n");
        Write("tasks/a/1.md", "---\ntask_id: a/1\n---\n");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/")]
    [InlineData("")]
    public void Folder_of_tasks_is_found_by_itself_and_by_the_folder_around_it(string path)
    {
        var found = FrontDoorFinder.Find(Path.Combine(_root, path), path).Value;

        Assert.Equal(FrontDoor.TaskTree, found?.Door);
        Assert.Equal(Path.Combine(_root, "tasks"), found?.Path);
    }

    [Fact]
    public void Folder_with_another_plan_is_that_plan()
    {
        Write("SPEC.md", "- [ ] **STEP 1**: x\n");

        Assert.Equal(FrontDoor.Steps, FrontDoorFinder.Find(_root, ".").Value?.Door);
    }

    [Fact]
    public void One_task_is_no_plan_and_the_folder_is_named()
    {
        var found = Assert.Single(FrontDoorFinder.Find(Path.Combine(_root, "tasks/a/1.md"), "tasks/a/1.md").Diagnostics);

        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains("one task of a tree", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_notes_is_no_tree()
    {
        Write("notes/x.md", "---\ntitle: x\n---\n");

        Assert.Null(FrontDoorFinder.Find(Path.Combine(_root, "notes"), "notes").Value);
    }

    [Fact]
    public void Links_and_hidden_folders_are_not_followed()
    {
        Write("elsewhere/2.md", "---\ntask_id: b/2\n---\n");
        Write("tasks/.drafts/3.md", "---\ntask_id: .drafts/3\n---\n");
        Directory.CreateSymbolicLink(Path.Combine(_root, "tasks/b"), Path.Combine(_root, "elsewhere"));

        Assert.Equal(["tasks/README.md", "tasks/a/1.md"], new TreeFiles(_root).Markdown("tasks", out var isCut));
        Assert.False(isCut);
    }

    [Theory]
    [InlineData("tasks/a/1.md", true)]
    [InlineData("tasks/a/", true)]
    [InlineData("tasks/a/1.md/", false)]
    [InlineData("tasks/*/1.md", true)]
    [InlineData("**/1.md", true)]
    [InlineData("tasks/**", true)]
    [InlineData("tasks/?/2.md", false)]
    [InlineData("nowhere/*", false)]
    public void Patterns_find_what_is_there(string path, bool exists) => Assert.Equal(exists, new TreeFiles(_root).Exists(path));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
