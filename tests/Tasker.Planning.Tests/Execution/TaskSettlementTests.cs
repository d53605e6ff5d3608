using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Execution;
using Tasker.Planning.Files;
using Tasker.Planning.Operations;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Execution;

/// <summary>What comes of a task is written down once, whatever crashes and whoever asks again.</summary>
public sealed class TaskSettlementTests : IAsyncLifetime
{
    private const string Run = "run-1";
    private static readonly StepOutcome Worked = new("succeeded", 0, "", 1);

    private readonly string _target = Directory.CreateTempSubdirectory("tasker-settle-").FullName;
    private readonly PlanStore _store;
    private readonly TaskOperations _tasks;

    public TaskSettlementTests()
    {
        _store = new PlanStore(PlanningFolder.OfTarget(_target), new ManualTime(), "a test");
        _tasks = new TaskOperations(_store);
    }

    public async Task InitializeAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "ready", force: false, default);
        await _store.ChangeAsync(
            (state, now) =>
            {
                state.Add("T001",
                    new JsonObject { ["id"] = "T001", ["status"] = "pending", ["phase"] = 1, ["declared_files"] = new JsonArray("a.txt") });
                state.Add("T002",
                    new JsonObject { ["id"] = "T002", ["status"] = "pending", ["phase"] = 1, ["depends_on"] = new JsonArray("T001") });
                state.AddEvent(now, "tasks_loaded");
                return 0;
            },
            default);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_target, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_task_that_is_settled_stays_so()
    {
        await StartAsync();
        Claim("success");

        Assert.Equal((true, ""), await SettleAsync());
        var before = File.ReadAllText(_store.Folder.State);
        Claim("failed");
        Assert.Equal((true, ""), await SettleAsync("failed"));

        Assert.Equal(before, File.ReadAllText(_store.Folder.State));
    }

    [Fact]
    public async Task A_failure_is_told_the_same_when_it_is_asked_for_again()
    {
        await StartAsync();
        File.WriteAllText(Path.Combine(_target, "a.txt"), "half");
        Claim("success");

        var settled = await SettleAsync("failed");

        Assert.False(settled!.Value.IsDone);
        Assert.Equal(settled, await SettleAsync());
        Assert.Equal((PlanTaskStatus.Failed, PlanTaskStatus.Blocked), (StatusOf("T001"), StatusOf("T002")));
        Assert.False(File.Exists(Path.Combine(_target, "a.txt")));
        Assert.Single(_store.Read().Node["events"]!.AsArray(), e => (string?)e!["type"] == "task_failed");
    }

    [Fact]
    public async Task What_somebody_else_runs_or_has_taken_back_is_left_alone()
    {
        await _tasks.StartAsync("T001", force: false, default);
        Claim("success");
        Assert.Null(await SettleAsync());
        Assert.Equal(PlanTaskStatus.Running, StatusOf("T001"));
        Assert.Contains("somebody else", (await Assert.ThrowsAsync<PlanningException>(StartAsync)).Message, StringComparison.Ordinal);

        await _tasks.RetryAsync("T001", force: true, default);
        await StartAsync();
        await _tasks.RetryAsync("T001", force: true, default);
        Claim("success");
        Assert.Null(await SettleAsync());
        Assert.Equal(PlanTaskStatus.Pending, StatusOf("T001"));
    }

    [Fact]
    public async Task The_word_of_a_verifier_stays_beside_what_we_found()
    {
        await StartAsync();
        await _store.ChangeAsync((state, now) => VerificationRules.Record(state, "T001", "CONDITIONAL", "PROCEED", [], now), default);
        Claim("success");

        await SettleAsync();

        var task = _store.Read().Required("T001");
        Assert.Empty(PlanningSchemas.Problems("evidence", JsonFile.Read(_store.Folder.Evidence(task.Id), "it")));
        Assert.Equal(
            ("CONDITIONAL", "PASS"), ((string?)task.Verification!["verdict"], (string?)task.Object(PlanTask.EvidenceField)!["verdict"]));
    }

    [Fact]
    public async Task A_task_starts_once_for_a_run_and_its_place_in_the_batch_is_one()
    {
        var checkpoints = new CheckpointOperations(_store);
        for (var i = 0; i < 2; i++)
        {
            await checkpoints.StartAsync(Run, "T001", 3, default);
        }

        Assert.Equal(1, _store.Read().Required("T001").Attempts);
        Assert.Equal(["T001"], _tasks.ReadCheckpoint()!.Spawned);
        await Assert.ThrowsAsync<PlanningException>(() => checkpoints.StartAsync("run-2", "T002", 3, default));
    }

    [Fact]
    public async Task What_came_of_it_is_told_to_the_batch_once_also_when_a_crash_came_in_between()
    {
        var checkpoints = new CheckpointOperations(_store);
        await checkpoints.StartAsync(Run, "T001", 3, default);
        Claim("success");
        var before = File.ReadAllText(_store.Folder.Checkpoint);
        await SettleAsync();
        Assert.Equal(["T001"], _tasks.ReadCheckpoint()!.Completed);

        File.WriteAllText(_store.Folder.Checkpoint, before);
        await SettleAsync();

        Assert.Equal(["T001"], _tasks.ReadCheckpoint()!.Completed);
        Assert.Single(_store.Read().Node["events"]!.AsArray(), e => (string?)e!["type"] == "checkpoint_updated");
    }

    private Task<TaskOutcome> StartAsync() =>
        _store.ChangeWithFilesAsync((state, now) => _tasks.StartForAsync(state, Run, "T001", now, default), default);

    private Task<(bool IsDone, string Message)?> SettleAsync(string check = "succeeded") => new TaskSettlement(_store).SettleAsync(
        Run, "T001", Worked,
        [
            new CriterionCheck(
                new AcceptanceCriterion("It holds", "test -e x"), new StepOutcome(check, check == "failed" ? 1 : 0, "", 1), ""),
        ]);

    private PlanTaskStatus StatusOf(string id) => _store.Read().Required(id).Status;

    private void Claim(string status) => File.WriteAllText(
        _store.Folder.Result("T001"), $$$"""{"task_id":"T001","status":"{{{status}}}","files":{"created":["a.txt"],"modified":[]}}""");
}
