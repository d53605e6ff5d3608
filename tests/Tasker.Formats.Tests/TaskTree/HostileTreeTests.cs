using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>Files that are large, many, or meant to hurt.</summary>
public sealed class HostileTreeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-hostile-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Front_matter_that_is_longer_than_what_is_read_is_told_as_that()
    {
        var many = $"---\ntask_id: a/1\n{string.Concat(Enumerable.Repeat("# more\n", 2_344))}---\n";
        var most = $"---\ntask_id: a/0\n{string.Concat(Enumerable.Repeat("# more\n", 1_999))}---\n";
        var far = $"---\ntask_id: a/2\n# {new string('ü', FrontMatter.MostBytes)}\n---\n";
        var open = $"---\ntask_id: a/3\n{string.Concat(Enumerable.Repeat("# more\n", 2_344))}";

        var read = TaskTreeReader.Read(new TreePlace("tasks"),
            new FakeTree().With("tasks/a/0.md", most).With("tasks/a/1.md", many).With("tasks/a/2.md", far).With("tasks/a/3.md", open));

        var errors = read.Diagnostics.Where(d => d.Severity is Severity.Error).ToArray();
        Assert.Equal(["TSK3114", "TSK3102", "TSK3102"], errors.Select(d => d.Code));
        Assert.Equal(
            ["The front matter has 2,345 lines.", "The front matter has no end within the first 256 KiB of the file.",
                "The front matter has no end."],
            errors.Select(d => d.What));
    }

    [Fact]
    public void File_of_any_size_is_read_by_its_front_matter()
    {
        Write("a/1", "---\ntask_id: a/1\noutputs: [x]\n---\n" + new string('x', 10 << 20) + "\0");

        var read = TaskTreeReader.Read(_root, new TreePlace("tasks"));

        Assert.Equal(["x"], read.Value!.Tasks.Single().Outputs.Select(o => o.Text));
        Assert.DoesNotContain(read.Diagnostics, d => d.Severity is Severity.Error);
    }

    [Fact]
    public void Front_matter_without_end_is_told_however_long_the_file_is()
    {
        Write("a/1", "---\ntask_id: a/1\n" + string.Concat(Enumerable.Repeat("  - more\n", 1 << 20)));

        var read = TaskTreeReader.Read(_root, new TreePlace("tasks"));

        Assert.Contains(read.Diagnostics, d => d.Code == "TSK3102");
    }

    [Fact]
    public void Aliases_that_grow_are_refused()
    {
        var text = new StringBuilder("---\ntask_id: a/1\na0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++)
        {
            text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        Write("a/1", text + "---\n");

        Assert.Contains(TaskTreeReader.Read(_root, new TreePlace("tasks")).Diagnostics, d => d.Severity is Severity.Error);
    }

    [Fact]
    public void Paths_and_links_that_leave_the_project_are_refused()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-outside-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(outside, "2.md"), "---\ntask_id: a/2\n---\n");
            Write("a/1", "---\ntask_id: a/1\ninputs: [../../../../../etc/passwd, /etc/passwd]\noutputs: [../../../../../x]\n---\n");
            File.CreateSymbolicLink(Path.Combine(_root, "tasks/a/2.md"), Path.Combine(outside, "2.md"));

            var read = TaskTreeReader.Read(_root, new TreePlace("tasks"));

            Assert.Equal(["TSK3113", "TSK3122", "TSK3122", "TSK3122"],
                read.Diagnostics.Where(d => d.Severity is Severity.Error).Select(d => d.Code).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Many_files_are_read_at_once_and_told_in_the_order_of_their_names()
    {
        var tree = new FakeTree();
        for (var i = 0; i < 1_000; i++)
        {
            tree.Task($"a/{i:000}", i % 7 == 0 ? "priority: odd" : "");
        }

        var read = TaskTreeReader.Read(new TreePlace("tasks"), tree);

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"a/{i:000}"), read.Value!.Tasks.Select(t => t.Id));
        Assert.Equal(
            Enumerable.Range(0, 1_000).Where(i => i % 7 == 0).Select(i => $"tasks/a/{i:000}.md"),
            read.Diagnostics.Where(d => d.Code == "TSK3109").Select(d => d.Where.Path));
    }

    [Fact]
    public void Many_may_depend_on_a_folder_of_many_and_read_what_nobody_makes()
    {
        const int Many = 500;
        var tree = new FakeTree();
        for (var i = 0; i < Many; i++)
        {
            tree.Task($"a/{i:00000}", "estimated_duration: 1 hour\noutputs: [made]");
            tree.Task($"b/{i:00000}", "estimated_duration: 1 hour\ndependencies: [a]\ninputs: [nowhere.txt]");
            tree.Task($"c/{i:00000}", $"dependencies: [b/{i:00000}]\ninputs: [../../a/{i:00000}/made]");
        }

        var read = TaskTreeReader.Read(new TreePlace("tasks"), tree);

        Assert.Equal(["TSK3123"], read.Diagnostics.Select(d => d.Code).Distinct()); // None of 'c' reads without depending.
        Assert.Equal("a", Assert.Single(read.Value!.Tasks.Single(t => t.Id == "b/00007").Needs));
        Assert.Equal(TimeSpan.FromHours(2), CriticalPath.Of(read.Value)!.Length);
    }

    [Fact]
    public void Circle_through_a_folder_is_told_by_its_tasks()
    {
        var tree = new FakeTree().Task("a/1", "dependencies: [b]").Task("a/2").Task("b/1", "dependencies: [a/1]").Task("b/2");

        var found = Assert.Single(TaskTreeReader.Read(new TreePlace("tasks"), tree).Diagnostics);

        Assert.Equal("Tasks wait for one another: 'a/1' needs 'b/1' needs 'a/1'.", found.What);
    }

    private void Write(string id, string text)
    {
        var path = Path.Combine(_root, "tasks", id + ".md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
