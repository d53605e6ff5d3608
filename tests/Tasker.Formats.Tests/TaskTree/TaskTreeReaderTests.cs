using System.Globalization;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Testing;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>What is read from trees as people write them, and what is told.</summary>
public sealed class TaskTreeReaderTests
{
    private static readonly TreePlace Place = new("tasks");

    [Fact]
    public void Tree_as_people_write_it_is_read_with_every_oddity_told() => Snapshot.Match(Outline(TaskTreeReader.Read(Place, new FakeTree()
        .With("tasks/README.md", "# Garden\n")
        .With("tasks/00-MAP.md", "# Map\n\n```mermaid\ngraph TD\n```\n")
        .With("tasks/TEMPLATE-bed.md", "---\ntask_id: \"02-beds/XX-name\"\n---\n")
        .With("garden/walls/south.txt", "bricks")
        .Task("01-survey/01-measure",
            "phase: \"survey\"\nestimated_duration: \"1-2 hours\"\ncomplexity: \"low\"\noutputs:\n  - \"plan.json\"\n  - \"photos/\"\n")
        .Task(
            "01-survey/02-soil",
            "phase: survey\ndependencies:\n  - \"01-survey/01-measure\"\n"
                + "inputs:\n  - \"../01-measure/plan.json\"\noutputs:\n  - \"acidity.csv\"\n")
        .Task(
            "02-beds/01-draw",
            "phase: \"02-beds\"\npriority: high\ndependencies:\n  - \"01-survey/02-soil\"\ninputs:\n"
                + "  - \"../01-survey/02-soil/acidity.csv\"\n  - \"../../01-survey/01-measure/photos/north.jpg\"\n"
                + "  - \"rainfall.csv\"\noutputs:\n  - \"workspace/outputs/02-beds/01-draw/beds.svg\"\n")
        .Task(
            "02-beds/02-dig",
            "phase: \"02-beds\"\npriority: \"critical\"\ndependencies: [\"02-beds/01-draw\"]\n"
                + "inputs:\n  - \"garden/walls/*.txt\"\noutputs:\n  - \"garden/walls/south.txt\" (modified)\n"
                + "  - \"garden/walls/north.txt\" (new or modified)\n"))));

    [Fact]
    public void Mistakes_are_told_at_their_places_all_at_once() => Snapshot.Match(Outline(TaskTreeReader.Read(Place, new FakeTree()
        .With("tasks/open.md", "---\ntask_id: open\n\n# Never closed\n")
        .With("tasks/a/no-id.md", "---\ntitle: No id\ntaskid: a/no-id\n---\n")
        .With("tasks/a/broken.md", "---\ntask_id: \"a/broken\"\noutputs:\n  - \"x\n---\n")
        .With("tasks/a/rule.md", "---\nA rule above prose.\n\n---\n")
        .With("tasks/a/latin.md", [(byte)'-', (byte)'-', (byte)'-', (byte)'\n', 0xE9, (byte)'\n'])
        .With("tasks/a/01.md", "---\ntask_id: a/1\nowner: me\ndependencis: []\n---\n")
        .With("tasks/a/twice.md", "---\ntask_id: a/twice\n---\n")
        .With("tasks/a/twice.MD", "---\ntask_id: a/twice\n---\n")
        .Task("a/02", "phase: b\npriority: urgent\ncomplexity: hihg\nestimated_duration: soon\ndependencies: [a/03, a/99, a/03, a/o2]\n")
        .Task("a/03",
            "dependencies: [a/04]\ninputs: [\"../../../../../secret\", \"/etc/passwd\"]\noutputs: [\"../../../../x\", \"a${{ env.X }}\"]\n")
        .Task("a/04", "dependencies: [a/05]\n")
        .Task("a/05", "dependencies: [a/03]\n")
        .Task("a/06", "dependencies: [a/06]\noutputs: [{ x: y }, [z]]\n"))));

    [Fact]
    public void Inputs_and_their_makers_are_told_where_the_files_do_not_fit() =>
        Snapshot.Match(Outline(TaskTreeReader.Read(Place, new FakeTree()
        .Task("a/1", "outputs: [report.json, charts/]\n")
        .Task("a/2", "inputs: [../1/report.json]\noutputs: [two.md]\n")
        .Task("a/3", "dependencies: [a/2]\ninputs: [../1/charts/one.svg, ../2/tow.md]\noutputs: [three.md]\n")
        .Task("a/4", "inputs: [../5/late.md]\n")
        .Task("a/5", "dependencies: [a/4]\noutputs: [late.md, workspace/outputs/shared.md]\n")
        .Task(
            "b/1", "dependencies: [a]\ninputs: [\"a/*/three.md\", \"workspace/outputs/**\"]\noutputs: [workspace/outputs/shared.md]\n"))));

    [Fact]
    public void Tree_without_a_task_is_an_error()
    {
        var read = TaskTreeReader.Read(Place, new FakeTree().With("tasks/README.md", "# Nothing yet\n"));

        Assert.Null(read.Value);
        Assert.Equal("TSK3101", Assert.Single(read.Diagnostics).Code);
    }

    [Theory]
    [InlineData("a${{ env.X }}/tasks", "workspace")]
    [InlineData("tasks", "w${{ x")]
    public void Folder_with_a_template_in_its_name_is_refused(string tasks, string workspace)
    {
        var read = TaskTreeReader.Read(new TreePlace(tasks, workspace), new FakeTree().With($"{tasks}/a.md", "---\ntask_id: a\n---\n"));

        Assert.Null(read.Value);
        Assert.Equal("TSK3105", Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void Dependency_on_the_folder_of_the_task_itself_is_told_as_that_with_what_to_write()
    {
        var read = TaskTreeReader.Read(Place, new FakeTree()
            .Task("a/1").Task("a/2", "dependencies: [\"a\"]\n").Task("b/1", "dependencies: [b/]\n"));

        var errors = read.Diagnostics.Where(d => d.Severity is Severity.Error).ToArray();
        Assert.Equal(["TSK3128", "TSK3128"], errors.Select(d => d.Code));
        Assert.Equal("'a/2' depends on 'a', the folder of the phase that it lies in.", errors[0].What);
        Assert.Equal(["Write the tasks of the folder that it needs, such as 'a/1'.", "Remove the dependency."], errors.Select(d => d.Fix));
    }

    [Fact]
    public void Circle_is_told_once_with_the_way_around()
    {
        var tree = new FakeTree();
        for (var i = 0; i < 100; i++)
        {
            tree.Task($"a/{i:000}", $"dependencies: [a/{(i + 1) % 100:000}]\n");
        }

        var found = Assert.Single(TaskTreeReader.Read(Place, tree).Diagnostics);

        Assert.Equal("TSK3127", found.Code);
        Assert.Contains("'a/000' needs 'a/001'", found.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2-4 hours", 2, 4)]
    [InlineData("12–20 hours", 12, 20)]
    [InlineData("1 to 2 hours", 1, 2)]
    [InlineData("90 minutes", 1.5, 1.5)]
    [InlineData("30 minutes - 1 hour", 0.5, 1)]
    [InlineData("~3 hours", 3, 3)]
    public void Expected_times_are_read_as_people_write_them(string text, double least, double most) =>
        Assert.Equal((TimeSpan.FromHours(least), TimeSpan.FromHours(most)), EstimateText.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("4-2 hours")]
    [InlineData("-")]
    public void Other_texts_are_no_times(string text) => Assert.Null(EstimateText.Read(text));

    [Theory]
    [InlineData("03-implementation", "implementation")]
    [InlineData("Implementation", "implementation")]
    [InlineData("2_planning", "planning")]
    [InlineData("3d", "3d")]
    public void Phase_has_one_name_whichever_way_it_is_written(string written, string name) => Assert.Equal(name, PhaseName.Of(written));

    internal static string Outline(ParseResult<TreeDocument> read)
    {
        var text = new StringBuilder();
        foreach (var task in read.Value?.Tasks ?? [])
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{task.Id} \"{task.File.Title}\" phase {task.File.Phase} {task.File.Urgency} {task.File.Estimate}\n");
            text.Append(task.Needs.IsEmpty ? "" : $"    needs {string.Join(", ", task.Needs)}\n");
            text.AppendJoin("", task.Inputs.Select(input => $"    reads {input.Text} = {string.Join(" or ", input.Paths)}\n"));
            text.AppendJoin("", task.Outputs.Select(output => $"    makes {output.Path}{(output.IsModified ? " (modified)" : "")}\n"));
        }

        return text.Append('\n').AppendJoin('\n', read.Diagnostics).Append('\n').ToString();
    }
}
