using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.TaskTree.Running;

namespace Tasker.Formats.Tests.TaskTree;

/// <summary>What is done around the attempt at a task.</summary>
public sealed class TaskAttemptsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-tree-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Folder_for_outputs_is_there_before_the_agent_starts()
    {
        var end = await RunAsync(() => Assert.True(Directory.Exists(Path.Combine(_root, "workspace/outputs/a/1"))));

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
    }

    [Fact]
    public async Task Task_without_its_input_is_not_begun_and_says_what_it_waits_for()
    {
        var begun = false;
        var end = await RunAsync(() => begun = true, ("TASKER_TASK_INPUTS", """[["plan.md","workspace/outputs/plan.md"]]"""));

        Assert.False(begun);
        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.StartsWith("Waiting for input 'plan.md' or 'workspace/outputs/plan.md'", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_in_any_of_its_places_is_enough()
    {
        Directory.CreateDirectory(Path.Combine(_root, "workspace/outputs"));
        await File.WriteAllTextAsync(Path.Combine(_root, "workspace/outputs/plan.md"), "");

        var end = await RunAsync(() => { }, ("TASKER_TASK_INPUTS", """[["plan.md","workspace/*/plan.md"]]"""));

        Assert.Equal(AttemptOutcome.Succeeded, end.Outcome);
    }

    [Fact]
    public async Task File_that_should_be_modified_and_is_as_before_fails_the_task()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "gate.txt"), "old");
        var changes = ("TASKER_TASK_CHANGES", """["gate.txt"]""");

        var same = await RunAsync(() => { }, changes);
        var changed = await RunAsync(() => File.WriteAllText(Path.Combine(_root, "gate.txt"), "newer"), changes);

        Assert.Equal(AttemptOutcome.Failed, same.Outcome);
        Assert.Contains("'gate.txt'", same.Message, StringComparison.Ordinal);
        Assert.Equal(AttemptOutcome.Succeeded, changed.Outcome);
    }

    [Fact]
    public async Task Folder_of_results_that_leads_out_of_the_project_is_refused()
    {
        var outside = Directory.CreateTempSubdirectory("tasker-tree-");
        Directory.CreateSymbolicLink(Path.Combine(_root, "workspace"), outside.FullName);

        var end = await RunAsync(() => { });

        Assert.Equal(AttemptOutcome.Failed, end.Outcome);
        Assert.Empty(outside.EnumerateFileSystemInfos());
        outside.Delete(recursive: true);
    }

    private Task<AttemptEnd> RunAsync(Action work, params (string Name, string Value)[] env) =>
        new TaskAttempts(new Worker(work), () => { }).RunAsync(
            new AttemptOrder
            {
                Key = "r/a/1/1",
                RunId = "r",
                StepId = "a/1",
                Attempt = 1,
                Root = _root,
                WorkingDirectory = _root,
                LogPath = "",
                OutputPath = "",
                Action = new StepAction.Agent("task-agent", "tasks/a/1.md", [], null, ImmutableSortedDictionary<string, string>.Empty),
                Env = ImmutableSortedDictionary.CreateRange(
                    env.Append(("TASKER_TASK_OUTPUTS", "workspace/outputs/a/1")).Select(e => KeyValuePair.Create(e.Item1, e.Item2))),
            },
            new Silence(), CancellationToken.None);

    private sealed class Worker(Action work) : IExecutor
    {
        public bool Does(StepAction action) => true;

        public Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
        {
            work();
            return Task.FromResult(AttemptEnd.Done);
        }

        public Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop) =>
            RunAsync(order, observer, stop);
    }

    private sealed class Silence : IAttemptObserver
    {
        public void Began(string handle)
        {
        }

        public void Ready()
        {
        }

        public void Progress(string text)
        {
        }

        public void Ending()
        {
        }
    }
}
