using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Evaluating;
using Tasker.Planning.Files;
using Tasker.Planning.Metrics;
using Tasker.Planning.States;
using Tasker.Planning.Storing;
using Tasker.Testing;

namespace Tasker.Planning.Tests.Evaluating;

/// <summary>The report says what the state says, also about a plan that is halfway.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly string _target = Directory.CreateTempSubdirectory("tasker-evaluation-").FullName;
    private readonly PlanStore _store;

    public EvaluationTests() => _store = new PlanStore(PlanningFolder.OfTarget(_target), new ManualTime(), "a test");

    public void Dispose() => Directory.Delete(_target, recursive: true);

    [Fact]
    public async Task Every_part_of_the_report_is_there()
    {
        await FillAsync();

        var text = Evaluation.Of(_store).Text;

        Assert.Equal(
            """
            EVALUATION REPORT

            Planning quality
              Verdict: READY_WITH_NOTES
              Issues: 2

            Execution summary
              Tasks: 5
              Completed: 2 (40.0%)
              Failed: 1 (20.0%)
              Blocked: 1 (20.0%)
              Waiting: 1 (20.0%)
              Phase 1: 2/3 completed
              Phase 2: 0/2 completed
              First attempt: 1/2 (50.0%)
              Average attempts: 1.50
              Time of tasks: 90 s

            Verification
              Criteria: 3
              PASS: 1 (33.3%)
              PARTIAL: 1 (33.3%)
              FAIL: 1 (33.3%)
              types: 1/2
              docs: 0/1

            Cost
              Tokens: 12,000
              Cost: $0.5000
              Tokens for each completed task: 6,000
              Cost of each completed task: $0.2500

            Failure analysis
              T003: FAIL - tests fail twice

            Improvement patterns
              1 task: have tests without edge cases: name the edge cases in the acceptance criteria
              1 task: have incomplete types: ask for them in the constraints
              1 task: have incomplete documentation: ask for it in the constraints
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public async Task Programs_get_the_same_figures()
    {
        await FillAsync();

        var json = Evaluation.Of(_store, validate: true).Json;

        Assert.Equal(("READY_WITH_NOTES", 2), ((string)json["planning"]!["verdict"]!, (int)json["planning"]!["issues_count"]!));
        Assert.Equal((5, 2, 1, 1),
            ((int)json["total_tasks"]!, (int)json["completed_count"]!, (int)json["failed_count"]!, (int)json["blocked_count"]!));
        Assert.Equal(
            ("T003", "tests fail\ntwice"), ((string)json["failed_tasks"]![0]!["id"]!, (string)json["failed_tasks"]![0]!["error"]!));
        Assert.Equal(3, json["improvement_patterns"]!.AsArray().Count);
        Assert.Equal(0.5, (double)json["metrics"]!["first_attempt_success_rate"]!);
        Assert.Equal(
            ["dag", "steel_thread", "verification_commands", "calibration"], json["validation"]!.AsObject().Select(check => check.Key));
    }

    [Fact]
    public async Task A_plan_without_tasks_has_a_report_and_no_plan_has_none()
    {
        Assert.Equal(PlanningCodes.NoState, Assert.Throws<PlanningException>(() => Evaluation.Of(_store)).Code);
        await PlanBeginning.BeginAsync(_store, _target, "ingestion", false, default);

        Assert.Contains("Tasks: 0", Evaluation.Of(_store).Text, StringComparison.Ordinal);
        Assert.Null(Calibration.Of(_store.Read()).Json["score"]);
    }

    [Fact]
    public async Task Verifiers_are_judged_by_how_tasks_ended()
    {
        await FillAsync();

        var calibration = Calibration.Of(_store.Read()).Json;

        Assert.Equal((3, 1), ((int)calibration["total_verified"]!, (int)calibration["correct"]!));
        Assert.Equal(["T003"], JsonView.Texts(calibration["false_positives"]));
        Assert.Equal(["T002"], JsonView.Texts(calibration["false_negatives"]));
    }

    private async Task FillAsync()
    {
        await PlanBeginning.BeginAsync(_store, _target, "executing", false, default);
        await _store.ChangeAsync(
            (state, now) =>
            {
                state.Artifacts["task_validation"] = JsonNode.Parse("""{"verdict":"READY_WITH_NOTES","issues":["a","b"]}""");
                Add(state, """{"id":"T001","status":"complete","phase":1,"attempts":1,"duration_seconds":30,"verification":{"recommendation":"PROCEED","criteria":[{"score":"PASS"},{"score":"PARTIAL"}],"quality":{"types":"PASS"},"tests":{"edge_cases":"PASS"}}}""");
                Add(state, """{"id":"T002","status":"complete","phase":1,"attempts":2,"duration_seconds":60,"verification":{"recommendation":"BLOCK","criteria":[{"score":"other"}],"quality":{"types":"FAIL","docs":"PARTIAL"}}}""");
                Add(state, """{"id":"T003","status":"failed","phase":1,"attempts":1,"error":"tests fail\ntwice","failure":{"category":"test"},"verification":{"recommendation":"PROCEED","tests":{"edge_cases":"FAIL"}}}""");
                Add(state, """{"id":"T004","status":"blocked","phase":2,"depends_on":["T003"]}""");
                Add(state, """{"id":"T005","status":"pending","phase":2}""");
                (state.Execution["total_tokens"], state.Execution["total_cost_usd"]) = (12_000, 0.5);
                state.AddEvent(now, "touched");
                return 0;
            },
            default);
    }

    private static void Add(PlanState state, string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        state.Add((string)node["id"]!, node);
    }
}
