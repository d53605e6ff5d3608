using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Tests.States;

/// <summary>A plan that commands are given to, one after the other; what must hold is looked at behind each.</summary>
internal sealed class TaskStory
{
    public const int Tasks = 6;

    private readonly Dictionary<string, TaskResult> _results = [];
    private readonly PlanState _state;
    private DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private PlanCheckpoint? _batch;

    public TaskStory(IReadOnlyList<int[]> needs)
    {
        _state = PlanBeginning.New("/plan", "ready", _now);
        for (var i = 0; i < Tasks; i++)
        {
            _state.Add(Id(i), new JsonObject { ["name"] = Id(i), ["phase"] = 1, ["status"] = "pending", ["attempts"] = 0 })
                .SetDependsOn(needs[i].Select(Id));
        }

        DerivedFields.Update(_state);
    }

    private bool IsHalted => Halting.Of(_state, stopFile: false).IsHalted;

    public static string Id(int number) => $"T00{number + 1}";

    /// <summary>Gives a command, and looks at what came of it.</summary>
    /// <returns>False when it was refused.</returns>
    public bool Do(string verb, string id)
    {
        _now = _now.AddSeconds(10);
        var before = _state.Tasks.ToDictionary(
            task => task.Id, task => (task.Status, task.Attempts, Readiness.NeedsAreMet(_state, task), Recoverable(task)));
        var (text, batch, halted) = (_state.Node.ToJsonString(), _batch?.Node.ToJsonString(), IsHalted);
        try
        {
            Command(verb, id);
        }
        catch (PlanningException)
        {
            Assert.Equal(text, _state.Node.ToJsonString());
            Assert.Equal(batch, _batch?.Node.ToJsonString());
            return false;
        }

        DerivedFields.Update(_state);
        foreach (var task in _state.Tasks)
        {
            var (status, attempts, couldStart, ended) = before[task.Id];
            var said = $"'{verb} {id}': {task.Id} was {status} and is {task.Status}.";
            if (task.Attempts != attempts || (task.Status is PlanTaskStatus.Running && status is not PlanTaskStatus.Running))
            {
                Assert.True(verb.StartsWith("start", StringComparison.Ordinal) && task.Id == id, said);
                Assert.True(status is PlanTaskStatus.Pending or PlanTaskStatus.Failed, said);
                Assert.True(couldStart, $"{task.Id} was started before its needs.");
                Assert.True(!halted || verb == "start by force", $"{task.Id} was started although a stop was asked for.");
                Assert.Equal(attempts + 1, task.Attempts);
            }

            Assert.True(status == task.Status || task.Id == id || MayFollow(verb, status, task.Status, ended), said);
            Assert.True(status is not PlanTaskStatus.Complete || task.Status is PlanTaskStatus.Complete || verb == "fail by force", said);
        }

        HoldTasks();
        HoldBatch();
        return true;
    }

    /// <summary>What a command may make of tasks that it does not name: they wait for another one, or a recovery finds their end.</summary>
    private static bool MayFollow(string verb, PlanTaskStatus before, PlanTaskStatus now, bool ended) => (before, now) switch
    {
        (PlanTaskStatus.Pending, PlanTaskStatus.Blocked) or (PlanTaskStatus.Blocked, PlanTaskStatus.Pending) => true,
        (PlanTaskStatus.Running, PlanTaskStatus.Complete or PlanTaskStatus.Failed) => verb == "recover" && ended,
        _ => false,
    };

    private void Command(string verb, string id)
    {
        switch (verb)
        {
            case "start" or "start by force":
                TaskRules.Start(_state, id, IsHalted, force: verb != "start", _now);
                break;
            case "complete":
                TaskRules.Complete(_state, id, [], [], _now);
                break;
            case "fail" or "fail by force":
                TaskRules.Fail(_state, id, new TaskFailure("It broke."), force: verb != "fail", _now);
                break;
            case "fail for good":
                TaskRules.Fail(_state, id, new TaskFailure("It broke.", IsRetryable: false), force: false, _now);
                break;
            case "retry" or "retry by force":
                TaskRules.Retry(_state, id, CheckpointRecovery.IsOrphan(_batch, id), force: verb != "retry", _now);
                break;
            case "skip":
                TaskRules.Skip(_state, id, "Not needed.", CheckpointRecovery.IsOrphan(_batch, id), _now);
                break;
            case "refuse" or "accept":
                VerificationRules.Record(_state, id, verb == "accept" ? "PASS" : "FAIL", verb == "accept" ? "PROCEED" : "BLOCK", [], _now);
                break;
            case "halt":
                HaltRules.Request(_state, "manual", "a test", _now);
                break;
            case "resume":
                HaltRules.Resume(_state, stopFile: false, force: false, _now);
                Assert.False(IsHalted);
                break;
            case "batch" or "batch by force":
                _batch = CheckpointRules.Create(_state, [id, Id(0), id], 3, _batch, force: verb != "batch", _now, batch: null);
                break;
            case "answer success" or "answer failed":
                _results[id] = new TaskResult(
                    new JsonObject { ["status"] = verb["answer ".Length..], ["completed_at"] = Timestamps.Text(_now) });
                break;
            case "tell success" or "tell failed":
                CheckpointRules.Update(
                    _batch ?? throw new PlanningException(PlanningCodes.NotFound, "There is no batch."), id, verb["tell ".Length..], _now);
                break;
            case "recover":
                Recover();
                break;
            default:
                _batch = null;
                break;
        }
    }

    private void Recover()
    {
        if (_batch is not { IsActive: true })
        {
            return;
        }

        var first = CheckpointRecovery.Of(_state, _batch, _results.GetValueOrDefault, _now);
        foreach (var task in _batch.Spawned.Select(_state.Required))
        {
            Assert.False(_batch.Pending.Contains(task.Id) && Recoverable(task), $"{task.Id} has ended by its result and was not taken up.");
            Assert.Equal(first.Orphaned.Contains(task.Id), CheckpointRecovery.IsOrphan(_batch, task.Id));
        }

        // Whoever asks again finds the same orphans and nothing new.
        var text = _state.Tasks.Select(task => task.Node.ToJsonString()).ToArray();
        var again = CheckpointRecovery.Of(_state, _batch, _results.GetValueOrDefault, _now);
        Assert.Empty(again.StateChanges);
        Assert.Empty(again.Recovered);
        Assert.Equal(first.Orphaned, again.Orphaned);
        Assert.Equal(text, _state.Tasks.Select(task => task.Node.ToJsonString()));
    }

    /// <summary>It runs, and its result was written since it began.</summary>
    private bool Recoverable(PlanTask task) => task.Status is PlanTaskStatus.Running && _results.GetValueOrDefault(task.Id) is { } result
        && Timestamps.Read(result.Text("completed_at")) >= Timestamps.Read(task.Text("started_at"));

    private void HoldTasks()
    {
        foreach (var task in _state.Tasks)
        {
            var causes = Causes(task).Distinct().Order().ToArray();
            Assert.True(task.Status != PlanTaskStatus.Blocked || causes.Length > 0, $"{task.Id} is blocked and nothing blocks it.");
            Assert.True(
                task.Status != PlanTaskStatus.Pending || causes.Length == 0, $"{task.Id} waits behind a failure and is not blocked.");
            Assert.Equal(
                task.Status is PlanTaskStatus.Blocked ? causes : [],
                task.Objects("blocked_by").Select(cause => (string)cause["task"]!).Order());

            // Each attempt is told of once: the last one by the task itself, until it is closed.
            var closed = task.Text("started_at") is null ? task.Attempts : task.Attempts - 1;
            Assert.Equal(Enumerable.Range(1, closed), task.Objects("history").Select(one => (int)one["attempt"]!));
        }

        Assert.Equal(
            Ids(PlanTaskStatus.Pending).Where(id => Readiness.NeedsAreMet(_state, _state.Required(id))),
            Readiness.Of(_state).Select(task => task.Id));
        Assert.Equal(Ids(PlanTaskStatus.Running), JsonView.Texts(_state.Execution["active_tasks"]));
        Assert.Equal(Ids(PlanTaskStatus.Complete).Length, (int)_state.Execution["completed_count"]!);
        Assert.Equal(Ids(PlanTaskStatus.Failed).Length, (int)_state.Execution["failed_count"]!);
    }

    private void HoldBatch()
    {
        if (_batch is null)
        {
            return;
        }

        string[] listed = [.. _batch.Pending, .. _batch.Completed, .. _batch.Failed];
        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(_batch.Spawned.Distinct(), _batch.Spawned);
        Assert.Subset(_batch.Spawned.ToHashSet(), listed.ToHashSet());
    }

    private string[] Ids(PlanTaskStatus status) => [.. _state.Tasks.Where(task => task.Status == status).Select(task => task.Id).Order()];

    // Only what waits hands on what it waits for.
    private IEnumerable<string> Causes(PlanTask task) => task.DependsOn.Select(_state.Required).SelectMany(need =>
        (Blocking.IsCause(need) ? new[] { need.Id } : [])
            .Concat(need.Status is PlanTaskStatus.Pending or PlanTaskStatus.Blocked ? Causes(need) : []));
}
