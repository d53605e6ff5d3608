namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations that broke the protocol's own scripts.</summary>
public sealed class ProtocolFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Files_are_given_as_several_values_repeated_or_with_commas()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002").Define("T003");
        await _plan.OkAsync("state load-tasks");
        (string, string)[] spellings =
        [
            ("T001", "--created a.py b.py --modified c.py"), ("T002", "--created a.py --created b.py --modified c.py"),
            ("T003", "--created a.py,b.py --modified c.py"),
        ];
        foreach (var (id, given) in spellings)
        {
            await _plan.OkAsync($"state task start {id}");
            await _plan.OkAsync($"state task complete {id} {given}");
            Assert.Equal(["a.py", "b.py"], _plan.Task(id).GetProperty("files_created").EnumerateArray().Select(file => file.GetString()));
            Assert.Equal(["c.py"], _plan.Task(id).GetProperty("files_modified").EnumerateArray().Select(file => file.GetString()));
        }
    }

    [Fact]
    public async Task An_orphan_that_recovery_finds_can_be_tried_again_as_its_hint_says()
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state checkpoint create T001");
        await _plan.OkAsync("state task start T001");
        Assert.Contains("Orphaned: T001", await _plan.OkAsync("state checkpoint recover"), StringComparison.Ordinal);

        Assert.Equal("Task T001 reset to pending\n", await _plan.OkAsync("state task retry T001"));

        Assert.Equal("T001: Make T001 (phase 1)\n", await _plan.OkAsync("state ready"));
    }

    [Fact]
    public async Task A_stop_file_alone_halts_is_confirmed_and_taken_back()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state task start T001");
        _plan.Write(".tasker/STOP", "");

        Assert.Equal("HALTED: stop_file\n", (await _plan.RunAsync("state check-halt")).Out);
        await _plan.RefusedAsync("state task start T002");
        Assert.Equal("Halt confirmed. Running tasks: [T001]\n", await _plan.OkAsync("state confirm-halt"));
        await _plan.OkAsync("state resume");

        Assert.False(File.Exists(Path.Combine(_plan.Folder, ".tasker", "STOP")));
        await _plan.OkAsync("state check-halt");
        Assert.Contains("nothing to resume", (await _plan.OkAsync("state resume")).ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_skipped_satisfies_those_that_need_it_and_the_end_of_the_plan()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002", "T001");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state task skip T001 'not needed'");
        Assert.Equal("T002: Make T002 (phase 1)\n", await _plan.OkAsync("state ready"));

        await _plan.OkAsync("state task start T002");
        await _plan.OkAsync("state task complete T002");
        await _plan.OkAsync("state advance");

        Assert.Equal("complete", await _plan.OkAsync("state get-field phase"));
    }

    [Fact]
    public async Task A_task_fails_before_it_was_started_and_blocks_all_that_need_it()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002", "T001").Define("T003", "T002");
        await _plan.OkAsync("state load-tasks");

        Assert.Equal(
            "Task T001 failed (dependency): bundle is broken\n",
            await _plan.OkAsync("state task fail T001 'bundle is broken' --category dependency --no-retry"));

        Assert.Equal(("failed", "blocked", "blocked"), (_plan.Status("T001"), _plan.Status("T002"), _plan.Status("T003")));
    }

    [Fact]
    public async Task A_plan_whose_tasks_failed_before_they_began_is_no_success()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002", "T001");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state task fail T001 broken --no-retry");
        Assert.Equal("", await _plan.OkAsync("state ready"));

        Assert.Contains("1 failed", await _plan.RefusedAsync("state advance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phase_is_set_only_where_there_is_a_plan_and_the_message_says_how_to_begin_one() =>
        Assert.Contains("'tasker state init <dir>'", await _plan.RefusedAsync("state set-phase physical"), StringComparison.Ordinal);

    [Fact]
    public async Task Tasks_that_are_loaded_again_take_new_definitions_and_keep_what_was_done()
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Define("T002").Define("T003");
        await _plan.OkAsync("state load-tasks");
        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task complete T001");

        _plan.Define("T001", phase: 2).Define("T002", "T001", phase: 3).Define("T004", "T002");
        File.Delete(Path.Combine(_plan.Folder, ".tasker/tasks/T003.json"));
        Assert.Equal("Loaded 3 tasks\n", await _plan.OkAsync("state load-tasks"));

        Assert.Equal(("complete", 2), (_plan.Status("T001"), _plan.Task("T001").GetProperty("phase").GetInt32()));
        Assert.Equal("T001", _plan.Task("T002").GetProperty("depends_on")[0].GetString());
        Assert.DoesNotContain("T003", await _plan.OkAsync("state ready"), StringComparison.Ordinal);
        Assert.Equal("T002: Make T002 (phase 3)\n", await _plan.OkAsync("state ready"));
    }

    [Fact]
    public async Task A_blocked_verdict_is_kept_with_its_summary_and_shown_later()
    {
        await _plan.BeginAsync("validation");
        Assert.Contains("holes in it", await _plan.RefusedAsync("state validate-tasks blocked 'holes in it' --issues one two"),
            StringComparison.Ordinal);

        var kept = _plan.State.GetProperty("artifacts").GetProperty("task_validation");
        Assert.Equal(("BLOCKED", "holes in it"), (kept.GetProperty("verdict").GetString(), kept.GetProperty("summary").GetString()));
        Assert.Contains("holes in it", await _plan.RefusedAsync("state advance"), StringComparison.Ordinal);
        Assert.Contains("holes in it", await _plan.OkAsync("evaluate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_starts_a_task_that_is_started_is_told_the_same_again()
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");

        Assert.Equal(await _plan.OkAsync("state task start T001"), await _plan.OkAsync("state start-task T001"));

        Assert.Equal(1, _plan.Task("T001").GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Advancing_asks_for_nine_tenths_of_the_requirements()
    {
        await _plan.BeginAsync("definition");
        _plan.Write(".tasker/inputs/spec.md", "# Bread\n- R1: It kneads.\n- R2: It bakes.\n");
        _plan.Write(
            ".tasker/artifacts/capability-map.json",
            """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","spec_ref":"R1","behaviors":[{"id":"B1","name":"Knead","type":"process"}]}]}],"flows":[]}""");
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");

        Assert.Contains("Spec coverage 50.0% below threshold 90.0%", await _plan.RefusedAsync("state advance"), StringComparison.Ordinal);
    }
}
