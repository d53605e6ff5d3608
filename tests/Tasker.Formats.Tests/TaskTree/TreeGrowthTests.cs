using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Growing;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Translation;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>Task files that come while a run goes on.</summary>
public sealed class TreeGrowthTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-growth-").FullName;
    private readonly List<string> _told = [];
    private readonly List<RunFact> _facts = [];
    private RunState _run = null!;
    private RunRules _rules = null!;
    private TreeGrowth _growth = null!;

    public TreeGrowthTests()
    {
        Task("01-dig/01-a");
        Task("02-sow/01-b", "dependencies: [01-dig/01-a]");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Task_file_that_comes_is_part_of_the_run()
    {
        Begin();
        Task("02-sow/02-c", "dependencies: [01-dig/01-a]\nphase: sow");
        Task("03-reap/01-d", "dependencies: [02-sow/02-c]");

        Grow();

        Assert.Equal(["02-sow", "0"],
            [_run.IdOf(_run.ParentOf(_run.Find("02-sow/02-c"))), _told.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.Equal("03-reap", _run.IdOf(_run.ParentOf(_run.Find("03-reap/01-d"))));
        Assert.Equal(NodeStatus.Waiting, _run.StatusOf(_run.Find("03-reap/01-d")));
        End("01-dig/01-a");
        Assert.Equal(NodeStatus.Running, _run.StatusOf(_run.Find("02-sow/02-c")));
    }

    [Fact]
    public void Task_of_a_folder_that_is_done_joins_all_the_same()
    {
        Begin();
        End("01-dig/01-a");
        Task("01-dig/02-late");

        Grow();

        Assert.Equal(NodeStatus.Running, _run.StatusOf(_run.Find("01-dig/02-late")));
    }

    [Fact]
    public void Bad_one_is_told_and_fails_alone()
    {
        Begin();
        Task("02-sow/02-lost", "dependencies: [02-sow/99-nobody]");
        Task("02-sow/03-after", "dependencies: [02-sow/02-lost]");
        Task("02-sow/04-round", "dependencies: [02-sow/05-about]");
        Task("02-sow/05-about", "dependencies: [02-sow/04-round]");
        Write("tasks/02-sow/06-open.md", "---\ntask_id: 02-sow/06-open\n");
        Task("02-sow/07-fine");

        Grow();

        Assert.Equal(NodeStatus.Running, _run.StatusOf(_run.Find("02-sow/07-fine")));
        Assert.Equal(5, _run.StepCount - 3 + _growth.Unusable.Length);
        Assert.Equal(
            ["tasks/02-sow/02-lost.md", "tasks/02-sow/03-after.md", "tasks/02-sow/04-round.md", "tasks/02-sow/05-about.md",
                "tasks/02-sow/06-open.md"],
            _growth.Unusable.Select(found => found.Where.Path));
        Assert.Contains(_told, line => line.Contains("99-nobody", StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_one_that_is_mended_is_taken()
    {
        Begin();
        Write("tasks/02-sow/06-open.md", "---\ntask_id: 02-sow/06-open\n");
        Grow();
        Assert.Single(_growth.Unusable);

        Task("02-sow/06-open", "outputs: [x]");
        Grow();

        Assert.Empty(_growth.Unusable);
        Assert.True(_run.Find("02-sow/06-open") > 0);
    }

    [Fact]
    public void One_that_closes_a_circle_with_the_run_is_refused_alone()
    {
        Task("03-reap/01-z", "dependencies: [02-sow]");
        Begin();
        Task("02-sow/02-knot", "dependencies: [03-reap/01-z]");
        Task("02-sow/03-fine");

        Grow();

        Assert.Equal(-1, _run.Find("02-sow/02-knot"));
        Assert.True(_run.Find("02-sow/03-fine") > 0, string.Join('\n', _told));
        Assert.Equal(["tasks/02-sow/02-knot.md"], _growth.Unusable.Select(found => found.Where.Path));
    }

    [Fact]
    public void What_is_completed_or_of_another_phase_is_not_taken()
    {
        Begin(only: "01-dig");
        Task("02-sow/02-other");
        Task("01-dig/02-done");
        Write("workspace/status/01-dig/02-done.json", """{ "task_id": "01-dig/02-done", "status": "completed" }""");
        Task("01-dig/03-needs", "dependencies: [02-sow/01-b]");

        Grow();

        Assert.Equal(1, _run.StepCount);
        Assert.Contains("TSK3133", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_new_is_nothing_told_however_often_it_is_looked()
    {
        Write("tasks/README.md", "---\nname: prose\n---\n");
        Write("tasks/00-graph.md", "---\nname: prose\n---\n");
        Begin();

        Assert.False(_growth.Look());
        Assert.False(_growth.Look());
        Assert.Empty(_told);
    }

    private void Begin(string? only = null)
    {
        var place = new TreePlace("tasks");
        var tree = TaskTreeReader.Read(_root, place).Value!;
        tree = only is null ? tree : tree.Without(tree.Tasks.Where(t => t.File.Folder != only).Select(t => t.Id).ToHashSet());
        var settings = TreeSettings.Default with { CpuPerTask = null, MemoryPerTask = null };
        var workflow = TreeTranslator.Translate(tree, "garden", settings, new MachineSize(4, 8L << 30), only).Value!;
        _run = new RunState(workflow);
        _rules = new RunRules(_run);
        _rules.Create("r", "hash", Value.Map.Empty, null, DateTimeOffset.UnixEpoch, _facts);
        _rules.Decide(new RunInput.Tick(), DateTimeOffset.UnixEpoch, _facts);
        _growth = new TreeGrowth(_root, workflow, place, TreeSettings.Default, TimeProvider.System, found => _told.Add(found.ToString()));
        _growth.Begin(_run);
    }

    private void Grow()
    {
        _growth.Look();
        foreach (var addition in _growth.Take(_run))
        {
            if (_rules.Decide(addition, DateTimeOffset.UnixEpoch, _facts) is { } why)
            {
                _growth.Refuse(addition, why);
            }
        }
    }

    private void End(string task)
    {
        var node = _run.Find(task);
        _rules.Decide(new RunInput.AttemptEnded(node, _run.AttemptsOf(node), AttemptEnd.Done), DateTimeOffset.UnixEpoch, _facts);
    }

    private void Task(string id, string lines = "dependencies: []") =>
        Write($"tasks/{id}.md", $"---\ntask_id: \"{id}\"\ntitle: t\n{lines}\n---\n\n# Task\n");

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, path))!);
        File.WriteAllText(Path.Combine(_root, path), text);
    }
}
