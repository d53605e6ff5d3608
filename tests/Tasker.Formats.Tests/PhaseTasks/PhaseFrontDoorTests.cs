using Tasker.Formats.FrontDoors;

namespace Tasker.Formats.Tests.PhaseTasks;

public sealed class PhaseFrontDoorTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-phases-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("# T\n\n## Phase: A\n", FrontDoor.PhaseTask)]
    [InlineData("\uFEFF# T\r\n\r\n## phase A\r\n", FrontDoor.PhaseTask)]
    [InlineData("- [ ] **STEP 1**: x\n", FrontDoor.Steps)]
    [InlineData("```\n## Phase: A\n```\n", null)]
    [InlineData("# T\n## Phases of the moon\n", null)]
    [InlineData("---\ntask_id: a\n---\n## Phase: A\n", null)]
    public void Markdown_is_told_apart_by_what_stands_in_it(string text, FrontDoor? door)
    {
        Write("t.md", text);
        Assert.Equal(door, FrontDoorFinder.Find(Path.Combine(_root, "t.md"), "t.md").Value?.Door);
    }

    [Fact]
    public void A_first_phase_far_down_is_found_too()
    {
        Write("t.md", string.Concat(Enumerable.Repeat("A line of prose before anything else.\n", 2_000)) + "## Phase: A\n");
        Assert.Equal(FrontDoor.PhaseTask, FrontDoorFinder.Find(Path.Combine(_root, "t.md"), "t.md").Value?.Door);
    }

    [Fact]
    public void A_folder_with_a_tree_and_tasks_of_phases_is_a_tree_and_the_others_are_told()
    {
        Write("tasks/a/1.md", "---\ntask_id: \"a/1\"\n---\n");
        Write("tasks/meeting.md", "## Phase: A\n");
        Write("tasks/README.md", "Nothing.\n");

        var found = FrontDoorFinder.Find(_root, ".");

        Assert.Equal(FrontDoor.TaskTree, found.Value?.Door);
        Assert.StartsWith(
            "The folder also holds a task of phases: meeting.md.", Assert.Single(found.Diagnostics).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_one_task_of_phases_is_that_task_and_with_several_one_must_be_named()
    {
        Write("tasks/meeting.md", "## Phase: A\n");
        Assert.Equal(Path.Combine(_root, "tasks/meeting.md"), FrontDoorFinder.Find(_root, ".").Value?.Path);

        Write("tasks/other.md", "## Phase: A\n");
        Assert.Equal("Name one: meeting.md, other.md.", Assert.Single(FrontDoorFinder.Find(_root, ".").Diagnostics).Fix);
        Assert.Equal(["meeting.md", "other.md"], FrontDoorFinder.FindAll(_root, ".").Value!.Select(plan => Path.GetFileName(plan.Path)));
    }

    [Fact]
    public void What_a_link_leads_to_outside_of_the_folder_decides_nothing()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        File.WriteAllText(Path.Combine(outside, "meeting.md"), "## Phase: A\n");
        File.WriteAllText(Path.Combine(outside, "1.md"), "---\ntask_id: \"a/1\"\n---\n");
        Directory.CreateDirectory(Path.Combine(_root, "tasks", "a"));
        File.CreateSymbolicLink(Path.Combine(_root, "tasks", "meeting.md"), Path.Combine(outside, "meeting.md"));
        File.CreateSymbolicLink(Path.Combine(_root, "tasks", "a", "1.md"), Path.Combine(outside, "1.md"));

        Assert.Null(FrontDoorFinder.Find(_root, ".").Value);

        Write("tasks/kept.md", "## Phase: A\n");
        File.CreateSymbolicLink(Path.Combine(_root, "tasks", "same.md"), "kept.md");
        Assert.Equal(["kept.md", "same.md"], FrontDoorFinder.FindAll(_root, ".").Value!.Select(plan => Path.GetFileName(plan.Path)));
        Directory.Delete(outside, recursive: true);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
