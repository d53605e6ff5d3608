using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>Plans executed by the real command, with an agent that is a script.</summary>
public sealed class ExecuteTests
{
    [LinuxFact]
    public async Task Every_task_is_done_after_what_it_needs_checked_and_committed_with_its_own_files_alone()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002: T001", "T003: T002");
        plan.Write("notes.txt", "somebody else works here");
        await plan.GitAsync("add", "notes.txt");

        var output = await plan.SucceedAsync("execute", "--batch");

        Assert.Contains("All tasks complete: 3 complete.", output, StringComparison.Ordinal);
        Assert.Equal(["begin T001", "end T001", "begin T002", "end T002", "begin T003", "end T003"], plan.Lines("ledger"));
        Assert.Equal(
            ["T001: Make T001 src/T001.txt", "T002: Make T002 src/T002.txt", "T003: Make T003 src/T003.txt"], await plan.CommitsAsync());
        Assert.Equal("A  notes.txt", (await plan.GitAsync("status", "--porcelain", "--", "notes.txt")).TrimEnd());
        Assert.Equal("complete", plan.State.GetProperty("phase").GetProperty("current").GetString());
        Assert.False(File.Exists(plan.PathOf(".tasker/orchestrator-checkpoint.json")));
        var evidence = plan.Json(".tasker/bundles/T002-evidence.json");
        Assert.Equal(("PASS", "success"),
            (evidence.GetProperty("verdict").GetString(), evidence.GetProperty("claim").GetProperty("status").GetString()));
        Assert.Equal(0, evidence.GetProperty("criteria")[0].GetProperty("exit_code").GetInt32());
        Assert.True(File.Exists(plan.PathOf(".tasker/reports/evaluation-report.txt")));
        Assert.Equal(JsonValueKind.Object, plan.Json(".tasker/reports/evaluation-report.json").ValueKind);
        Assert.Single(Archives(plan));
        var head = (await plan.GitAsync("rev-parse", "HEAD")).TrimEnd();
        Assert.Equal(head, plan.Json(".tasker/bundles/T003-result.json").GetProperty("git").GetProperty("commit_sha").GetString());

        Assert.Contains("All tasks complete", await plan.SucceedAsync("run", ".tasker"), StringComparison.Ordinal);
        Assert.Equal(6, plan.Lines("ledger").Length);
        Assert.Single(Archives(plan));
    }

    [LinuxFact]
    public async Task A_claim_of_success_with_a_failing_criterion_is_a_failure_and_both_are_kept()
    {
        using var plan = await PlanProject.CreateAsync(
            $"if [ $id = T001 ]; then mkdir -p src; echo almost > src/T001.txt; claim success '\"src/T001.txt\"'; else "
                + $"{PlanProject.Succeed}\nfi",
            "T001", "T002: T001", "T003: T002", "T004");

        var (exit, output, _) = await plan.RunAsync("execute", "--batch");

        Assert.Equal(1, exit);
        Assert.Contains("claims success", output, StringComparison.Ordinal);
        Assert.Equal(["failed", "blocked", "blocked", "complete"], new[] { "T001", "T002", "T003", "T004" }.Select(plan.StatusOf));
        Assert.Equal("verification", plan.Task("T001").GetProperty("failure").GetProperty("category").GetString());
        Assert.Equal("success", plan.Json(".tasker/bundles/T001-result.json").GetProperty("status").GetString());
        var evidence = plan.Json(".tasker/bundles/T001-evidence.json");
        Assert.Equal(("FAIL", "success"),
            (evidence.GetProperty("verdict").GetString(), evidence.GetProperty("claim").GetProperty("status").GetString()));
        Assert.Equal(1, evidence.GetProperty("criteria")[0].GetProperty("exit_code").GetInt32());
        Assert.False(File.Exists(plan.PathOf("src/T001.txt")), "What the failed attempt made is undone.");
        Assert.Equal(["T004: Make T004 src/T004.txt"], await plan.CommitsAsync());

        plan.Script(PlanProject.Succeed);
        await plan.SucceedAsync("state", "task", "retry", "T001");
        await plan.SucceedAsync("execute", "--batch");
        Assert.Equal(2, plan.Task("T001").GetProperty("attempts").GetInt32());
        Assert.True(File.Exists(plan.PathOf(".tasker/bundles/T001-evidence.attempt-1.json")));
        Assert.Equal(4, (await plan.CommitsAsync()).Length);
    }

    [LinuxFact]
    public async Task An_executor_that_says_itself_that_it_is_done_is_checked_all_the_same()
    {
        using var plan = await PlanProject.CreateAsync(
            "mkdir -p src; echo almost > src/$id.txt; \"$OTHER\" state task complete $id --created "
                + "src/$id.txt; claim success '\"src/'$id'.txt\"'", "T001", "T002: T001");
        plan.Write("agent.sh", $"OTHER='{RealBinary.Binary}'\n{File.ReadAllText(plan.PathOf("agent.sh"))}");

        var (exit, _, _) = await plan.RunAsync("execute", "--batch");

        Assert.Equal(1, exit);
        Assert.Equal(("failed", "blocked"), (plan.StatusOf("T001"), plan.StatusOf("T002")));
        Assert.False(File.Exists(plan.PathOf("src/T001.txt")));
        Assert.Empty(await plan.CommitsAsync());
    }

    [Theory]
    [InlineData("echo \"$id: SUCCESS\"", "no result file", "runtime")]
    [InlineData("printf '{ \"task_id\": \"T001\", \"sta' > \"$TASKER_TASK_RESULT\"", "no valid JSON", "runtime")]
    [InlineData("id=T002; claim success; id=T001", "is of the task 'T002'", "runtime")]
    [InlineData("claim perhaps", "neither success nor failed", "runtime")]
    [InlineData("claim failed '' '{\"category\":\"test\",\"message\":\"two tests fail\",\"retryable\":false}'", "two tests fail", "test")]
    [InlineData("exit 3", "exit code 3", "runtime")]
    public async Task What_the_executor_says_counts_for_nothing_without_a_result_file_that_can_be_used(
        string script, string why, string category)
    {
        using var plan = await PlanProject.CreateAsync($"mkdir -p src; echo done > src/$id.txt\n{script}", "T001");

        var (exit, _, _) = await plan.RunAsync("execute", "--batch");

        Assert.Equal(1, exit);
        Assert.Equal("failed", plan.StatusOf("T001"));
        Assert.Contains(why, plan.Task("T001").GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(category, plan.Task("T001").GetProperty("failure").GetProperty("category").GetString());
        Assert.False(File.Exists(plan.PathOf("src/T001.txt")));
        Assert.Empty(await plan.CommitsAsync());
    }

    [Theory]
    [InlineData("touch .tasker/STOP", "stop_file")]
    [InlineData("\"$OTHER\" state halt user_message > /dev/null", "user_message")]
    public async Task After_a_request_to_stop_what_runs_ends_nothing_starts_and_it_is_gone_on_with_later(string stop, string reason)
    {
        using var plan =
            await PlanProject.CreateAsync($"if [ $id = T001 ]; then {stop}; fi\n{PlanProject.Succeed}", "T001", "T002: T001", "T003");
        plan.Write("agent.sh", $"OTHER='{RealBinary.Binary}'\n{File.ReadAllText(plan.PathOf("agent.sh"))}");

        var (exit, output, _) = await plan.RunAsync("execute", "--parallel", "1");

        Assert.Equal(1, exit);
        Assert.Contains($"Halted ({reason}): 2 pending, 1 complete.", output, StringComparison.Ordinal);
        Assert.Equal(["begin T001", "end T001"], plan.Lines("ledger"));
        Assert.Equal(["T001: Make T001 src/T001.txt"], await plan.CommitsAsync());
        Assert.Equal(JsonValueKind.String, plan.State.GetProperty("halt").GetProperty("halted_at").ValueKind);
        Assert.True(File.Exists(plan.PathOf(".tasker/reports/evaluation-report.txt")));
        Assert.Single(Archives(plan));
        Assert.Equal(1, (await plan.RunAsync("execute", "--batch")).ExitCode);
        Assert.Equal(2, plan.Lines("ledger").Length);

        plan.Script(PlanProject.Succeed);
        await plan.SucceedAsync("state", "resume");
        await plan.SucceedAsync("execute", "--batch");
        Assert.Equal(["T001", "T002", "T003"], plan.Lines("ledger").Where(
            line => line.StartsWith("begin", StringComparison.Ordinal)).Select(line => line[6..]).Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    public async Task No_more_executors_work_together_than_asked_for()
    {
        using var plan = await PlanProject.CreateAsync(
            $"while [ ! -e release ]; do sleep 0.02; done\n{PlanProject.Succeed}", "T001", "T002", "T003", "T004", "T005", "T006", "T007");
        using var run = plan.Binary.Start("execute", "--parallel", "3", "--json");
        await plan.Binary.UntilAsync("ledger", lines => lines.Length == 3);
        Assert.Equal(
            3, plan.State.GetProperty("tasks").EnumerateObject().Count(task => task.Value.GetProperty("status").GetString() == "running"));
        Assert.Equal(3, plan.Json(".tasker/orchestrator-checkpoint.json").GetProperty("tasks").GetProperty("pending").GetArrayLength());
        Assert.Contains("one at a time", (await plan.RunAsync("execute", "--batch")).Error, StringComparison.Ordinal);

        plan.Write("release", "");
        var (exit, output, error) = await run.EndAsync();

        Assert.True(exit == 0, error);
        var (now, most) = (0, 0);
        foreach (var line in plan.Lines("ledger"))
        {
            now += line.StartsWith("begin", StringComparison.Ordinal) ? 1 : -1;
            most = Math.Max(most, now);
        }

        Assert.Equal(3, most);
        using var last = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]);
        Assert.Equal("complete", last.RootElement.GetProperty("result").GetString());
    }

    [LinuxFact]
    public async Task What_runs_when_everything_is_stopped_has_failed_and_is_undone()
    {
        using var plan = await PlanProject.CreateAsync(
            "mkdir -p src; echo half > src/$id.txt; echo \"half $id\" >> ledger; trap 'echo more > src/$id.txt; exit 1' "
                + "INT; while :; do sleep 0.02; done", "T001", "T002: T001");
        using var run = plan.Binary.Start("execute", "--batch", "-q");
        await plan.Binary.UntilAsync("ledger", lines => lines.Contains("half T001"));

        await plan.SucceedAsync("runs", "abort", "last");
        var (exit, output, _) = await run.EndAsync();

        Assert.Equal(1, exit);
        Assert.Contains("1 failed, 1 blocked", output, StringComparison.Ordinal);
        Assert.Equal("environment", plan.Task("T001").GetProperty("failure").GetProperty("category").GetString());
        Assert.False(File.Exists(plan.PathOf("src/T001.txt")), "What the executor still wrote while it ended is undone, too.");
    }

    [LinuxFact]
    public async Task What_executors_say_that_they_used_counts_in_the_plan()
    {
        using var plan = await PlanProject.CreateAsync(
            $$"""
            {{PlanProject.Succeed}}
            printf '{"result":"%s: SUCCESS","usage":{"input_tokens":100,"output_tokens":20},"total_cost_usd":0.25}' "$id"
            """,
            "T001", "T002");
        plan.Write("agent.sh",
            File.ReadAllText(plan.PathOf("agent.sh")).Replace("\necho \"end $id\" >> ledger\n", "\n", StringComparison.Ordinal));

        await plan.SucceedAsync("execute", "--batch", "-q");

        var execution = plan.State.GetProperty("execution");
        Assert.Equal((240, 0.5), (execution.GetProperty("total_tokens").GetInt32(), execution.GetProperty("total_cost_usd").GetDouble()));
        Assert.All(execution.GetProperty("sessions").EnumerateObject(),
            session => Assert.Contains($"/{session.Value.GetProperty("task_id").GetString()}/", session.Name, StringComparison.Ordinal));
    }

    [LinuxFact]
    public async Task A_person_is_asked_before_each_task_but_the_first_and_no_answer_is_no()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002", "T003");

        var (exit, output, error) = await plan.RunAsync("execute", "--interactive");

        Assert.Equal(1, exit);
        Assert.Contains("Go on with T002 (Make T002)? (y/n): ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("T003 (Make", error, StringComparison.Ordinal);
        Assert.Contains("2 pending, 1 complete", output, StringComparison.Ordinal);
        Assert.Equal(["begin T001", "end T001"], plan.Lines("ledger"));
    }

    [LinuxFact]
    public async Task Machines_that_are_broken_do_not_keep_a_stop_from_being_confirmed()
    {
        using var plan =
            await PlanProject.CreateAsync($"touch .tasker/STOP; mkdir -p .tasker/artifacts/fsm; echo broken > "
                + $".tasker/artifacts/fsm/index.json\n{PlanProject.Succeed}", "T001", "T002: T001");

        var (exit, output, _) = await plan.RunAsync("execute", "--batch");

        Assert.Equal(1, exit);
        Assert.Contains("Halted (stop_file)", output, StringComparison.Ordinal);
        Assert.Contains("The report on transitions cannot be made", output, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, plan.State.GetProperty("halt").GetProperty("halted_at").ValueKind);
    }

    [LinuxFact]
    public async Task One_task_alone_is_done_when_it_is_asked_for_and_can_be()
    {
        using var plan = await PlanProject.CreateAsync(
            $"if [ $id = T001 ] && [ ! -e mended ]; then claim failed; exit 0; fi\n{PlanProject.Succeed}", "T001", "T002: T001", "T003");

        var refused = await plan.RunAsync("execute", "T002");
        Assert.Equal((1, true), (refused.ExitCode, refused.Error.Contains("it needs T001, which is pending", StringComparison.Ordinal)));
        Assert.Equal(1, (await plan.RunAsync("execute", "T001")).ExitCode);
        plan.Write("mended", "");
        await plan.SucceedAsync("execute", "T001");

        Assert.Equal(["complete", "pending", "pending"], new[] { "T001", "T002", "T003" }.Select(plan.StatusOf));
    }

    [LinuxFact]
    public async Task A_task_that_is_set_back_or_defined_anew_while_others_run_is_done_too()
    {
        using var plan = await PlanProject.CreateAsync(
            $"if [ $id = T002 ]; then while [ ! -e release ]; do sleep 0.02; done; fi\n{PlanProject.Succeed}", "T001", "T002: T001",
            "T003: T002");
        using var run = plan.Binary.Start("execute", "--batch", "-q");
        await plan.Binary.UntilAsync("ledger", lines => lines.Contains("begin T002"));
        plan.Define("T003", ["T002"], "test -e extra");
        plan.Write("extra", "");
        plan.Write("release", "");

        var (exit, output, error) = await run.EndAsync();

        Assert.True(exit == 0, error + output);
        Assert.Equal(
            "test -e extra", plan.Json(".tasker/bundles/T003-evidence.json").GetProperty("criteria")[0].GetProperty("command").GetString());
    }

    [LinuxFact]
    public async Task Tasks_that_a_batch_before_has_left_wait_for_a_decision()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002", "T003");
        await plan.SucceedAsync("state", "checkpoint", "create", "T001", "T002");
        await plan.SucceedAsync("state", "task", "start", "T001");
        await plan.SucceedAsync("state", "task", "start", "T002");
        plan.Write("src/T002.txt", "done");
        plan.Write(".tasker/bundles/T002-result.json",
            """{"version":"1.0","task_id":"T002","status":"success","files":{"created":["src/T002.txt"],"modified":[]}}""");

        var asked = await plan.RunAsync("execute", "--batch");
        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("--orphans retry", asked.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await plan.RunAsync("execute", "--batch", "--orphans", "abort")).ExitCode);
        Assert.Empty(plan.Lines("ledger"));

        await plan.SucceedAsync("execute", "--batch", "--orphans", "retry");
        Assert.Equal(["begin T001", "begin T003"],
            plan.Lines("ledger").Where(line => line.StartsWith("begin", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal("complete", plan.StatusOf("T002"));
        Assert.Contains("T002: Make T002 src/T002.txt", await plan.CommitsAsync());
        await plan.SucceedAsync("execute", "T002");
    }

    [Fact]
    public async Task A_task_that_runs_without_a_batch_waits_for_a_decision_like_others_that_were_left()
    {
        using var plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002", "T003");
        await plan.SucceedAsync("state", "task", "start", "T001");
        await plan.SucceedAsync("state", "task", "start", "T002");

        var asked = await plan.RunAsync("execute", "--batch");
        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("2 tasks were left by a run before: T001, T002. '--orphans retry'", asked.Error, StringComparison.Ordinal);
        Assert.Empty(plan.Lines("ledger"));

        var skipped = await plan.RunAsync("execute", "T003", "--orphans", "skip");
        Assert.Equal(0, skipped.ExitCode);
        Assert.Equal(("failed", "failed", "complete"), (plan.StatusOf("T001"), plan.StatusOf("T002"), plan.StatusOf("T003")));
        await plan.SucceedAsync("state", "task", "start", "T002");
        await plan.SucceedAsync("execute", "T002", "--orphans", "retry");
        Assert.Equal("complete", plan.StatusOf("T002"));
    }

    private static string[] Archives(PlanProject plan) =>
        Directory.GetDirectories(plan.PathOf($"archive/{Path.GetFileName(plan.Binary.Folder)}/execution"));
}
