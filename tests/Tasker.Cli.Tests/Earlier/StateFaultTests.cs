namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations in what a state may become.</summary>
public sealed class StateFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task What_has_ended_does_not_fail_unless_somebody_insists()
    {
        await ThreeAsync();
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task complete T001");
        await _plan.OkAsync("state task skip T002 x");

        Assert.Contains("--force", await _plan.RefusedAsync("state task fail T001 late"), StringComparison.Ordinal);
        await _plan.RefusedAsync("state task fail T002 late");

        Assert.Equal(("complete", "skipped"), (_plan.Status("T001"), _plan.Status("T002")));
        await _plan.OkAsync("state task fail T001 late --force");
        Assert.Contains("failed 1", await _plan.OkAsync("state status"), StringComparison.Ordinal);
        Assert.DoesNotContain("complete 1", await _plan.OkAsync("state status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_runs_is_not_blocked_by_what_it_needed()
    {
        await ThreeAsync();
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task complete T001");
        await _plan.OkAsync("state task start T002");

        await _plan.OkAsync("state task fail T001 'it was wrong' --force");

        Assert.Equal(("running", "pending"), (_plan.Status("T002"), _plan.Status("T003")));
    }

    [Fact]
    public async Task Blocking_reaches_all_that_depend_on_it_and_is_taken_back_from_all()
    {
        await ThreeAsync();
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task fail T001 broken");
        Assert.Equal(("blocked", "blocked"), (_plan.Status("T002"), _plan.Status("T003")));
        Assert.Contains("T001", await _plan.RefusedAsync("state task retry T003"), StringComparison.Ordinal);
        Assert.Contains("T001", await _plan.RefusedAsync("state task retry T002"), StringComparison.Ordinal);

        Assert.Equal("Task T001 reset to pending, unblocked: [T002, T003]\n", await _plan.OkAsync("state task retry T001"));

        Assert.Equal(("pending", "pending", "pending"), (_plan.Status("T001"), _plan.Status("T002"), _plan.Status("T003")));
    }

    [Fact]
    public async Task What_a_verifier_refused_is_neither_ready_nor_startable()
    {
        await ThreeAsync();
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task complete T001");
        await _plan.OkAsync("state record-verification T001 --verdict fail --recommendation block");

        Assert.Equal("", await _plan.OkAsync("state ready"));
        Assert.Contains("T001", await _plan.RefusedAsync("state task start T002"), StringComparison.Ordinal);

        await _plan.OkAsync("state record-verification T001 --verdict PASS --recommendation PROCEED");
        Assert.Equal("T002: Make T002 (phase 1)\n", await _plan.OkAsync("state ready"));
        await _plan.OkAsync("state task start T002");
    }

    [Theory]
    [InlineData("T002", "T001", "make them the same")]
    [InlineData("../x", "T002", "T002.json")]
    [InlineData("nonsense id", "T002", "T002.json")]
    public async Task Ids_of_tasks_are_checked_against_their_files(string id, string file, string told)
    {
        await _plan.BeginAsync();
        _plan.Define("T009").Define(id, file: file);

        Assert.Contains(told, await _plan.RefusedAsync("state load-tasks"), StringComparison.Ordinal);

        Assert.False(_plan.State.GetProperty("tasks").EnumerateObject().Any());
    }

    [Fact]
    public async Task A_need_that_nobody_is_is_told_wherever_somebody_would_wait_for_it()
    {
        await _plan.BeginAsync();
        _plan.Define("T001", "T009");
        await _plan.OkAsync("state load-tasks");

        Assert.Equal("# T001 pending: it needs T009, which does not exist\n", await _plan.OkAsync("state ready --explain"));
        Assert.Contains("T001 needs T009", (await _plan.RunAsync("validate dependency-existence")).Out, StringComparison.Ordinal);
        Assert.Contains("T009", await _plan.RefusedAsync("state task start T001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_that_was_changed_after_it_was_checked_is_not_taken_for_good()
    {
        const string Map = """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake","type":"process"}]}]}],"flows":[]}""";
        await _plan.BeginAsync("logical");
        _plan.Write(".tasker/artifacts/capability-map.json", Map);
        await _plan.OkAsync("state validate capability_map");

        _plan.Write(".tasker/artifacts/capability-map.json", Map.Replace("Bread", "Cake", StringComparison.Ordinal));

        Assert.Contains("capability", await _plan.RefusedAsync("state advance"), StringComparison.OrdinalIgnoreCase);
        await _plan.OkAsync("state validate capability_map");
        Assert.Equal("Advanced from logical to physical\n", await _plan.OkAsync("state advance"));
    }

    [Fact]
    public async Task Before_its_plan_is_ready_no_task_starts()
    {
        await _plan.BeginAsync("physical");
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");

        Assert.Contains("phase physical", await _plan.RefusedAsync("state task start T001"), StringComparison.Ordinal);
        Assert.Equal("pending", _plan.Status("T001"));
    }

    [Fact]
    public async Task A_phase_is_one_of_the_ten_and_was_completed_once()
    {
        await _plan.BeginAsync("ready");
        Assert.Contains("executing", await _plan.RefusedAsync("state set-phase executng"), StringComparison.Ordinal);
        foreach (var phase in new[] { "physical", "ready", "logical", "ready", "ready" })
        {
            await _plan.OkAsync($"state set-phase {phase}");
        }

        var completed = _plan.State.GetProperty("phase").GetProperty("completed").EnumerateArray().Select(phase => phase.GetString()!)
            .ToArray();
        Assert.Equal(completed.Distinct(), completed);
        Assert.Equal("sequencing", completed[^1]);
        await _plan.OkAsync("state set-phase logical");
        Assert.Equal("spec_review", _plan.State.GetProperty("phase").GetProperty("completed").EnumerateArray().Last().GetString());
    }

    [Fact]
    public async Task The_phase_of_execution_is_that_of_the_task_that_began_last()
    {
        await _plan.BeginAsync();
        _plan.Define("T001", phase: 1).Define("T002", phase: 4);
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state task start T001");
        Assert.Equal(1, _plan.State.GetProperty("execution").GetProperty("current_phase").GetInt32());

        await _plan.OkAsync("state task start T002");

        Assert.Equal(4, _plan.State.GetProperty("execution").GetProperty("current_phase").GetInt32());
    }

    [Fact]
    public async Task The_result_of_an_earlier_try_is_never_taken_for_that_of_a_later_one()
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state checkpoint create T001");
        await _plan.OkAsync("state task start T001");
        _plan.Write(".tasker/bundles/T001-result.json", """{"version":"1.0","task_id":"T001","name":"Make","status":"success","started_at":"2026-01-01T00:00:00Z","completed_at":"2026-01-01T00:00:01Z"}""");
        await _plan.OkAsync("state task fail T001 broken");

        await _plan.OkAsync("state task retry T001");
        await _plan.OkAsync("state task start T001");

        Assert.False(File.Exists(Path.Combine(_plan.Folder, ".tasker/bundles/T001-result.json")));
        Assert.Contains("Orphaned: T001", await _plan.OkAsync("state checkpoint recover"), StringComparison.Ordinal);
        Assert.Equal("running", _plan.Status("T001"));
    }

    [Fact]
    public async Task The_result_that_a_plan_before_has_left_is_not_that_of_a_first_try()
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");
        _plan.Write(".tasker/bundles/T001-result.json", """{"version":"1.0","task_id":"T001","status":"success"}""");
        _plan.Write(".tasker/bundles/T001-evidence.json", "{}");

        await _plan.OkAsync("state checkpoint create T001");
        await _plan.OkAsync("state task start T001");

        Assert.Contains("Orphaned: T001", await _plan.OkAsync("state checkpoint recover"), StringComparison.Ordinal);
        Assert.Equal(
            ["T001-evidence.earlier.json", "T001-result.earlier.json"],
            Directory.GetFiles(Path.Combine(_plan.Folder, ".tasker/bundles")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failure_that_is_final_is_tried_again_by_force_only()
    {
        await ThreeAsync();
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task fail T001 hopeless --no-retry");

        Assert.Contains("--force", await _plan.RefusedAsync("state task retry T001"), StringComparison.Ordinal);
        await _plan.OkAsync("state task retry T001 --force");

        Assert.Equal("hopeless", _plan.Task("T001").GetProperty("history")[0].GetProperty("error").GetString());
        Assert.Equal("Task T001 started (attempt 2)\n", await _plan.OkAsync("state task start T001"));
    }

    [Fact]
    public async Task Being_ready_is_worked_out_and_never_kept()
    {
        await ThreeAsync();
        Assert.Equal("T001: Make T001 (phase 1)\n", await _plan.OkAsync("state ready"));
        Assert.Equal(["pending", "pending", "pending"], new[] { "T001", "T002", "T003" }.Select(_plan.Status));
        Assert.Equal(
            "T001: Make T001 (phase 1)\n# T002 pending: it needs T001, which is pending\n# T003 pending: it needs T002, which is pending\n",
            await _plan.OkAsync("state ready --explain"));
    }

    [Theory]
    [InlineData("{}", "it has no version, no phase and no tasks")]
    [InlineData("""{"version":"2.0","tasks":{}}""", "there is no 'phase'")]
    [InlineData("""{"version":"2.0","phase":{"current":"soon"},"tasks":{}}""", "'soon' is no phase")]
    [InlineData("""{"version":"2.0","phase":{"current":"ready"},"tasks":{"T001":1}}""", "'tasks.T001' is no object")]
    [InlineData("""{"version":"2.0","phase":{"current":"ready"},"tasks":{"T001":{"status":"fine"}}}""", "'tasks.T001.status' is 'fine'")]
    [InlineData("""{"version":"2.0","phase":{"current":"ready"},"tasks":{},"events":1}""", "'events' is no list")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{", "is no valid JSON")]
    public async Task A_broken_state_is_told_with_its_file_what_why_and_the_way_out(string text, string what)
    {
        await _plan.BeginAsync();
        _plan.Write(".tasker/state.json", text);

        var told = await _plan.RefusedAsync("state status");

        Assert.Contains("<folder>/.tasker/state.json", told, StringComparison.Ordinal);
        Assert.Contains(what, told, StringComparison.Ordinal);
        Assert.Contains("It is not guessed at, so that no task is passed over or done twice.", told, StringComparison.Ordinal);
        Assert.Contains("'tasker doctor --repair'", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_of_a_version_that_is_not_known_is_told_with_its_file()
    {
        await _plan.BeginAsync();
        _plan.Write(".tasker/state.json", """{"version":"9.1","phase":{"current":"ready"},"tasks":{}}""");

        var told = await _plan.RefusedAsync("state status");

        Assert.Contains("'<folder>/.tasker/state.json' has version '9.1'", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("validate-tasks",
        "The verdict is missing: it is one of READY, READY_WITH_NOTES, BLOCKED, as in 'tasker state validate-tasks READY'.")]
    [InlineData(
        "record-calibration T001",
        "The outcome is missing: it is one of correct, false_positive, false_negative, as in "
            + "'tasker state record-calibration T001 correct'.")]
    [InlineData(
        "record-verification T001 --verdict '' --recommendation BLOCK",
        "The verdict is missing: it is one of PASS, FAIL, CONDITIONAL, as in 'tasker state record-verification T001 --verdict PASS'.")]
    public async Task A_word_that_was_not_given_is_said_to_be_missing_with_those_that_may_stand_there(string command, string expected)
    {
        await ThreeAsync();

        Assert.Equal($"tasker: {expected}\n", await _plan.RefusedAsync($"state {command}"));
    }

    [Theory]
    [InlineData("state task fail T001 ''")]
    [InlineData("state fail-task T001 '  '")]
    public async Task A_failure_says_what_happened(string command)
    {
        await ThreeAsync();

        var told = await _plan.RefusedAsync(command);

        Assert.StartsWith(
            "tasker: The message is empty: say what happened, as in 'tasker state task fail T001 ", told, StringComparison.Ordinal);
        Assert.Equal("pending", _plan.Status("T001"));
    }

    private async Task ThreeAsync()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002", "T001").Define("T003", "T002");
        await _plan.OkAsync("state load-tasks");
    }
}
