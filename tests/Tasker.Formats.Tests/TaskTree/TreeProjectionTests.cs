using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.TaskTree.Progress;
using Tasker.Formats.TaskTree.Reading;
using Tasker.Formats.TaskTree.Running;
using Tasker.Formats.TaskTree.Status;
using Tasker.Formats.TaskTree.Translation;
using Tasker.Testing;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>The files of a workspace follow the run.</summary>
public sealed class TreeProjectionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TreePlace Place = new("tasks");

    private readonly string _root = Directory.CreateTempSubdirectory("tasker-tree-").FullName;
    private readonly TreeDocument _tree = TaskTreeReader.Read(Place, new FakeTree()
        .Task("a/1").Task("a/2", "dependencies: [a/1]\n").Task("a/3", "dependencies: [a/2]\n").Task("b/1")).Value!;

    private readonly RunState _run;
    private readonly RunRules _rules;
    private readonly TreeProjection _projection;
    private readonly List<string> _alerts = [];
    private readonly ManualTime _time = new(Start);
    private DateTimeOffset _now = Start;

    public TreeProjectionTests()
    {
        _run = new RunState(Translate(_tree));
        _rules = new RunRules(_run);
        _projection = Projection();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Task_that_runs_has_a_status_a_process_id_and_a_log_that_grows()
    {
        await BeginAsync();
        await DecideAsync(new RunInput.AttemptBegan(Node("a/1"), 1, """{"pid":4711}"""));
        await File.WriteAllTextAsync(Log("a/1", 1), "first line\n");
        await WrittenAsync();

        Assert.Equal(TaskProgress.Running, Record("a/1")!.Status);
        Assert.Equal(Start, Record("a/1")!.StartedAt);
        Assert.Equal("4711\n", Text("workspace/pids/a/1.pid"));
        Assert.Equal("first line\n", Text("workspace/logs/a/1.log"));
        Assert.Null(Record("a/2"));
    }

    [Fact]
    public async Task Task_that_is_over_before_it_is_shown_never_was_running()
    {
        await BeginAsync();
        _time.Advance(TaskFileQueue.ShownAfter - TimeSpan.FromMilliseconds(1));
        Assert.Equal([TimeSpan.FromMilliseconds(1)], _time.Armed);
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();

        Assert.Equal(TaskProgress.Completed, Record("a/1")!.Status);
        Assert.Equal(TaskProgress.Running, Record("b/1")!.Status); // It runs still.
        Assert.False(Directory.Exists(Path.Combine(_root, "workspace/pids/a"))); // Nothing was ever written there.
    }

    [Fact]
    public async Task Task_is_shown_once_it_has_run_for_a_while()
    {
        await BeginAsync();
        Assert.Null(Record("a/1"));
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(_root) { IncludeSubdirectories = true };
        watcher.Renamed += (_, change) => Tell(change.Name);
        watcher.Created += (_, change) => Tell(change.Name);
        watcher.EnableRaisingEvents = true;
        _time.Advance(TaskFileQueue.ShownAfter);
        await shown.Task;

        Assert.Equal(TaskProgress.Running, Record("b/1")!.Status);

        void Tell(string? name)
        {
            if (Record("b/1") is not null)
            {
                shown.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task Run_that_has_another_owner_writes_nothing_any_more()
    {
        await BeginAsync();
        await _projection.LeaveAsync(isOwner: false);

        Assert.Null(Record("a/1"));
        Assert.Empty(_time.Armed);
    }

    [Fact]
    public async Task Completed_task_keeps_its_log_when_that_of_the_attempt_goes()
    {
        await BeginAsync();
        await File.WriteAllTextAsync(Log("a/1", 1), "all of it\n");
        _now += TimeSpan.FromSeconds(90);
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();
        File.Delete(Log("a/1", 1));

        var record = Record("a/1")!;
        Assert.Equal((TaskProgress.Completed, 90d, 0, true),
            (record.Status, record.DurationSeconds!.Value, record.ExitCode!.Value, record.OutputsValidated!.Value));
        Assert.Equal(Start.AddSeconds(90), record.CompletedAt);
        Assert.Equal("all of it\n", Text("workspace/logs/a/1.log"));
        Assert.False(File.Exists(Path.Combine(_root, "workspace/pids/a/1.pid")));
    }

    [Fact]
    public async Task Failure_blocks_all_that_depend_on_it_and_the_alert_says_how_many()
    {
        await BeginAsync();
        await EndAsync("a/1", new AttemptEnd(AttemptOutcome.Failed, 3, null, "promised output 'x' is missing", Value.Map.Empty));
        await WrittenAsync();

        Assert.Equal((TaskProgress.Failed, 3), (Record("a/1")!.Status, Record("a/1")!.ExitCode!.Value));
        Assert.StartsWith("Missing outputs", Record("a/1")!.Error, StringComparison.Ordinal);
        Assert.Equal((TaskProgress.Blocked, "a/1"), (Record("a/3")!.Status, Record("a/3")!.BlockedBy));
        Assert.Null(Record("a/3")!.CompletedAt);
        Assert.Equal(["ALERT: Task a/1 failed, blocking 2 tasks"], _alerts);
    }

    [Fact]
    public async Task Retry_clears_what_was_blocked()
    {
        await BeginAsync();
        await EndAsync("a/1", AttemptEnd.Failure("no"));
        await WrittenAsync();
        Assert.Equal(TaskProgress.Blocked, Record("a/2")!.Status);
        await DecideAsync(new RunInput.Retry(Node("a/1"), "me"));
        await WrittenAsync();

        Assert.Equal(TaskProgress.Running, Record("a/1")!.Status);
        Assert.Null(Record("a/2"));
    }

    [Fact]
    public async Task Task_whose_run_was_stopped_before_its_turn_waits()
    {
        await BeginAsync();
        await DecideAsync(new RunInput.Abort("me"));
        await EndAsync("a/1", new AttemptEnd(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty));
        await EndAsync("b/1", AttemptEnd.Done);
        await WrittenAsync();

        Assert.Equal((NodeStatus.Cancelled, NodeStatus.Cancelled), (_run.StatusOf(Node("a/1")), _run.StatusOf(Node("a/2"))));
        Assert.Equal((TaskProgress.Failed, "Stopped"), (Record("a/1")!.Status, Record("a/1")!.Error));
        Assert.Null(Record("a/2"));
        Assert.Null(Record("a/3"));
        var left = TreeSelection.Of(_root, TreeStatus.Read(_root, _tree).Value!, null, new DiagnosticBag())!;
        Assert.Equal(["a/1", "a/2", "a/3", "b/1"], left.Tasks.Select(task => task.Id));
    }

    [Fact]
    public async Task Task_that_a_failure_had_blocked_stays_blocked_when_its_run_is_stopped()
    {
        var tree = TaskTreeReader.Read(Place, new FakeTree().Task("a/1").Task("a/2", "dependencies: [a/1]\n").Task("a/3")).Value!;
        var run = new RunState(Translate(tree));
        var (rules, facts) = (new RunRules(run), new List<RunFact>());
        rules.Create("r", "h", Value.Map.Empty, null, _now, facts);
        var failure = new RunInput.AttemptEnded(run.Find("a/1"), 1, AttemptEnd.Failure("no"));
        foreach (var input in new RunInput[] { new RunInput.Tick(), failure, new RunInput.Abort("me") })
        {
            Assert.Null(rules.Decide(input, _now, facts));
        }

        await _projection.ApplyAsync(run, 0, facts, run.TakeChanges(), CancellationToken.None);
        await WrittenAsync();

        Assert.Equal(NodeStatus.Cancelled, run.StatusOf(run.Find("a/2")));
        var record = Record("a/2")!;
        Assert.Equal((TaskProgress.Blocked, "a/1", null, null), (record.Status, record.BlockedBy, record.Error, record.CompletedAt));
    }

    [Fact]
    public async Task Task_without_its_input_is_blocked_and_says_what_it_waits_for()
    {
        await BeginAsync();
        await EndAsync("a/1", AttemptEnd.Failure($"{TaskAttempts.WaitingFor} 'x'"));
        await WrittenAsync();

        Assert.Equal((TaskProgress.Blocked, "Waiting for input 'x'"), (Record("a/1")!.Status, Record("a/1")!.Error));
    }

    [Fact]
    public async Task Files_lost_in_a_crash_are_written_again_and_those_of_an_earlier_run_go()
    {
        await BeginAsync();
        await EndAsync("a/1", AttemptEnd.Failure("no"));
        await WrittenAsync();
        var before = Text("workspace/status/a/2.json");
        File.Delete(Path.Combine(_root, "workspace/status/a/2.json"));
        await Projection().RecoverAsync(_run, [], CancellationToken.None);
        Assert.Equal(before, Text("workspace/status/a/2.json"));

        var fresh = new RunState(_run.Workflow);
        await Projection().RecoverAsync(fresh, [], CancellationToken.None);
        Assert.Null(Record("a/2"));
    }

    [Fact]
    public async Task What_is_completed_is_left_out_the_next_time()
    {
        await BeginAsync();
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();
        var bag = new DiagnosticBag();
        var left = TreeSelection.Of(_root, TreeStatus.Read(_root, _tree).Value!, null, bag)!;

        Assert.Equal(["a/2", "a/3", "b/1"], left.Tasks.Select(t => t.Id));
        Assert.Empty(left.Tasks[0].Needs);
        Assert.Empty(bag.ToImmutable());
        Assert.Equal(["a/2: running", "a/3: waiting"], TreeSelection.Missing(_root, TreeStatus.Read(_root, _tree).Value!, "a", bag)!);
    }

    [Fact]
    public async Task Workspace_that_leads_out_of_the_project_gets_nothing()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-tree-");
        Directory.CreateSymbolicLink(Path.Combine(_root, "workspace"), outside.FullName);

        await BeginAsync();
        await WrittenAsync();
        // One for all tasks.
        Assert.Contains("leads out of the project through a link", _projection.Shortfall!.What, StringComparison.Ordinal);
        Assert.Empty(outside.EnumerateFileSystemInfos());
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task Links_under_the_names_of_files_are_not_written_through_and_go_away()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-tree-");
        var victim = Path.Combine(outside.FullName, "victim");
        await File.WriteAllTextAsync(victim, "precious");
        foreach (var name in (string[])["logs/a/1.log", "logs/a/1.log.new", "status/a/1.json", "pids/a/1.pid"])
        {
            var path = Path.Combine(_root, "workspace", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, name.EndsWith("pid", StringComparison.Ordinal) ? victim + ".none" : victim);
        }

        await BeginAsync();
        await File.WriteAllTextAsync(Log("a/1", 1), "said\n");
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();

        Assert.Equal("said\n", Text("workspace/logs/a/1.log"));
        Assert.Equal(TaskProgress.Completed, Record("a/1")!.Status);
        Assert.Equal("precious", await File.ReadAllTextAsync(victim));
        Assert.Equal([victim], outside.EnumerateFileSystemInfos().Select(file => file.FullName));
        Assert.All(
            (string[])["logs/a/1.log", "status/a/1.json"],
            name => Assert.Null(new FileInfo(Path.Combine(_root, "workspace", name)).LinkTarget));
        Assert.False(Path.Exists(Path.Combine(_root, "workspace/logs/a/1.log.new")));
        Assert.Empty(Directory.GetFiles(Path.Combine(_root, "workspace/pids/a")));
        outside.Delete(recursive: true);
    }

    [Fact]
    public async Task What_could_not_be_written_is_tried_again_at_the_end()
    {
        await BeginAsync();
        await DecideAsync(new RunInput.AttemptBegan(Node("a/1"), 1, """{"pid":4711}"""));
        await WrittenAsync();
        Directory.Move(Path.Combine(_root, "workspace/status"), Path.Combine(_root, "aside"));
        await File.WriteAllTextAsync(Path.Combine(_root, "workspace/status"), "in the way");
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();
        Assert.Equal(("workspace/status/a/1.json", Severity.Warning), (_projection.Shortfall!.Where.Path, _projection.Shortfall.Severity));
        Assert.StartsWith(
            "The files of 2 tasks, of 'a/1' first, do not show what happened: ", _projection.Shortfall.What, StringComparison.Ordinal);
        Assert.Contains("'tasker runs show r'", _projection.Shortfall.Why, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "workspace/pids/a/1.pid")));

        File.Delete(Path.Combine(_root, "workspace/status"));
        Directory.Move(Path.Combine(_root, "aside"), Path.Combine(_root, "workspace/status"));
        await WrittenAsync();
        Assert.Equal((TaskProgress.Completed, TaskProgress.Running), (Record("a/1")!.Status, Record("a/2")!.Status));
        Assert.Null(_projection.Shortfall);
    }

    [Fact]
    public async Task One_file_that_cannot_be_written_keeps_no_other_from_being_there_after_a_crash()
    {
        await BeginAsync();
        await EndAsync("a/1", AttemptEnd.Done);
        await WrittenAsync();
        File.Delete(Path.Combine(_root, "workspace/status/a/1.json"));
        File.Delete(Path.Combine(_root, "workspace/status/a/2.json"));
        Directory.CreateDirectory(Path.Combine(_root, "workspace/status/a/1.json"));
        await Projection().RecoverAsync(_run, [], CancellationToken.None);
        Directory.Delete(Path.Combine(_root, "workspace/status/a/1.json"));

        Assert.Equal(TaskProgress.Running, Record("a/2")!.Status);
        Assert.StartsWith("Files of tasks could not be brought up to date", Assert.Single(_alerts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_that_is_given_up_is_no_trouble()
    {
        await BeginAsync();
        await Projection().RecoverAsync(_run, [], new CancellationToken(canceled: true));

        Assert.Empty(_alerts);
    }

    [Fact]
    public async Task Alert_counts_also_what_waits_for_the_folder_of_the_failed_task()
    {
        var tree = TaskTreeReader.Read(Place, new FakeTree()
            .Task("a/1").Task("a/2").Task("b/1", "dependencies: [a]\n").Task("c/1", "dependencies: [b/1]\n").Task("c/2")).Value!;
        var run = new RunState(Translate(tree));
        var (rules, facts) = (new RunRules(run), new List<RunFact>());
        rules.Create("r", "h", Value.Map.Empty, null, _now, facts);
        Assert.Null(rules.Decide(new RunInput.Tick(), _now, facts));
        run.TakeChanges();
        Assert.Null(rules.Decide(new RunInput.AttemptEnded(run.Find("a/1"), 1, AttemptEnd.Failure("no")), _now, facts));
        await _projection.ApplyAsync(run, 0, facts, run.TakeChanges(), CancellationToken.None);
        await WrittenAsync();

        Assert.Equal(["ALERT: Task a/1 failed, blocking 2 tasks"], _alerts);
        Assert.Equal(NodeStatus.Waiting, run.StatusOf(run.Find("b/1"))); // 'a' has not ended.
    }

    private static Workflow Translate(TreeDocument tree) =>
        TreeTranslator.Translate(tree, "garden", TreeSettings.Default, new MachineSize(64, 1L << 40)).Value!;

    private TreeProjection Projection() => new(_root, Place, Log, _time, _alerts.Add);

    /// <summary>All that was put off is written.</summary>
    private async Task WrittenAsync() => await _projection.LeaveAsync(isOwner: true);

    private int Node(string task) => _run.Find(task);

    private string Log(string step, int attempt)
    {
        Directory.CreateDirectory(Path.Combine(_root, ".tasker"));
        return Path.Combine(_root, ".tasker", $"{step.Replace('/', '+')}.{attempt}.log");
    }

    private string Text(string path) => File.ReadAllText(Path.Combine(_root, path));

    private TaskRecord? Record(string task) => TreeStatus.Read(_root, _tree).Value!.Records.GetValueOrDefault(task);

    private async Task BeginAsync()
    {
        var facts = new List<RunFact>();
        _rules.Create("r", "h", Value.Map.Empty, null, _now, facts);
        await DecideAsync(new RunInput.Tick());
    }

    private Task EndAsync(string task, AttemptEnd end) =>
        DecideAsync(new RunInput.AttemptEnded(Node(task), _run.AttemptsOf(Node(task)), end));

    private async Task DecideAsync(RunInput input)
    {
        var (facts, position) = (new List<RunFact>(), _run.Position);
        Assert.Null(_rules.Decide(input, _now, facts));
        await _projection.ApplyAsync(_run, position, facts, _run.TakeChanges(), CancellationToken.None);
    }
}
