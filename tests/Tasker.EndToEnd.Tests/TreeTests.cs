using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>Trees of task files, run by the real command: the example, kills, status files, owners, retries, files that come.</summary>
public sealed class TreeTests : IDisposable
{
    private readonly RealBinary _binary = new();

    public void Dispose() => _binary.Dispose();

    [LinuxFact]
    public async Task The_example_is_done_and_the_task_that_an_agent_wrote_is_done_too()
    {
        Copy(Path.Combine(Repository(), "examples", "tree"), _binary.Folder);
        string[] before = Files();
        var dry = Succeeded(await _binary.RunAsync("orchestrate", "--dry-run"));
        Assert.Contains("critical path", dry.Output, StringComparison.Ordinal);
        Assert.Equal(before, Files());

        var run = Succeeded(await _binary.RunAsync("orchestrate"));

        Assert.Contains("03-planting/02-beans", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(["row 0: herbs", "row 1: peas", "row 2: beans"], _binary.Lines("workspace/outputs/04-care/01-water/watered.txt"));
        var status = Status("03-planting/02-beans");
        Assert.Equal(("completed", 0, true), (status.GetProperty("status").GetString(), status.GetProperty("exit_code").GetInt32(),
            status.GetProperty("outputs_validated").GetBoolean()));
        Assert.EndsWith("Z", status.GetProperty("started_at").GetString(), StringComparison.Ordinal);
        Assert.Contains("done", _binary.Lines("workspace/logs/01-survey/02-soil.log"));
        Assert.False(File.Exists(_binary.PathOf("workspace/pids/01-survey/02-soil.pid")));
        Succeeded(await _binary.RunAsync("orchestrate", "--gate", "01-survey"));
        using var progress = JsonDocument.Parse(Succeeded(await _binary.RunAsync("progress", "--json")).Output);
        Assert.All(progress.RootElement.GetProperty("phases").EnumerateArray(),
            phase => Assert.Equal(100, phase.GetProperty("percent").GetInt32()));
        Assert.Contains("nothing to do", Succeeded(await _binary.RunAsync("run", "tasks")).Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Agents_of_a_killed_orchestrator_go_on_and_are_found_again()
    {
        Tree("echo $TASKER_TASK_ID >> ran; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        Task("a/2");
        Task("b/3", "dependencies: [a]");
        using (var first = _binary.Start("orchestrate", "-q"))
        {
            await _binary.UntilAsync("ran", lines => lines.Length == 2);
            first.Kill();
            Assert.NotEqual(0, (await first.EndAsync()).ExitCode);
        }

        _binary.Write("release", "");
        var second = Succeeded(await _binary.RunAsync("orchestrate", "-q"));

        Assert.Contains("gone on with", second.Error, StringComparison.Ordinal);
        Assert.Equal(["a/1", "a/2", "b/3"], _binary.Lines("ran").Order(StringComparer.Ordinal));
        Assert.All(new[] { "a/1", "a/2", "b/3" }, task => Assert.Equal("completed", Status(task).GetProperty("status").GetString()));
    }

    [LinuxFact]
    public async Task Status_files_are_an_input()
    {
        Tree("echo $TASKER_TASK_ID >> ran");
        Task("a/1");
        Task("a/2", "dependencies: [a/1]");
        Write("workspace/status/a/1.json", """{ "task_id": "a/1", "status": "completed" }""");
        Succeeded(await _binary.RunAsync("orchestrate", "-q"));
        Assert.Equal(["a/2"], _binary.Lines("ran"));

        File.Delete(_binary.PathOf("workspace/status/a/2.json"));
        Succeeded(await _binary.RunAsync("orchestrate", "-q"));
        Assert.Equal(["a/2", "a/2"], _binary.Lines("ran"));

        Write("workspace/status/a/2.json", "{ \"task_id\": \"a/2\", \"sta");
        var refused = await _binary.RunAsync("orchestrate", "-q");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("workspace/status/a/2.json", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, _binary.Lines("ran").Length);
    }

    [LinuxFact]
    public async Task One_orchestrator_a_workspace_and_the_second_is_told_who_is_first()
    {
        Tree("echo $TASKER_TASK_ID >> ran; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        using var other = new RealBinary();
        Tree("echo $TASKER_TASK_ID >> ran", other);
        Task("a/1", into: other);
        using var first = _binary.Start("orchestrate", "-q");
        await _binary.UntilAsync("ran", lines => lines.Length == 1);

        var second = await _binary.RunAsync("orchestrate", "-q");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"process {first.Id}", second.Error, StringComparison.Ordinal);
        Succeeded(await other.RunAsync("orchestrate", "-q"));

        _binary.Write("release", "");
        Succeeded(await first.EndAsync());
        Assert.Single(_binary.Lines("ran"));
    }

    [LinuxFact]
    public async Task A_run_in_another_workspace_of_the_project_is_no_concern()
    {
        Tree("echo $TASKER_TASK_ID >> ran; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        using var first = _binary.Start("orchestrate", "-q");
        await _binary.UntilAsync("ran", lines => lines.Length == 1);

        Tree("echo elsewhere >> ran", settings: "  memory-per-task: none\n  workspace: other\n");
        var second = Succeeded(await _binary.RunAsync("orchestrate", "-q"));

        Assert.DoesNotContain("gone on with", second.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_binary.PathOf("other/status/a/1.json")));
        _binary.Write("release", "");
        Succeeded(await first.EndAsync());
        Assert.Equal(["a/1", "elsewhere"], _binary.Lines("ran"));
    }

    [LinuxFact]
    public async Task A_retry_clears_what_was_blocked_and_waits_for_nobody_elses_run()
    {
        Tree("echo $TASKER_TASK_ID >> ran; if [ $TASKER_TASK_ID = a/1 ] && [ ! -e mended ]; then exit 3; fi");
        Task("a/1");
        Task("b/2", "dependencies: [a/1]");
        Task("c/3", "dependencies: [b/2]");
        var failed = await _binary.RunAsync("orchestrate", "-q");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("ALERT: Task a/1 failed, blocking 2 tasks", failed.Error + failed.Output, StringComparison.Ordinal);
        Assert.Equal(("failed", 3), (Status("a/1").GetProperty("status").GetString(), Status("a/1").GetProperty("exit_code").GetInt32()));
        Assert.Equal(
            ("blocked", "a/1"), (Status("c/3").GetProperty("status").GetString(), Status("c/3").GetProperty("blocked_by").GetString()));
        using var list = JsonDocument.Parse((await _binary.RunAsync("runs", "list", "--json")).Output);
        var run = list.RootElement.GetProperty("runs")[0].GetProperty("run").GetString()!;

        using (new FileStream(
            _binary.PathOf("workspace/.tasker-orchestrator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Equal(1, (await _binary.RunAsync("runs", "retry", run)).ExitCode);
        }

        _binary.Write("mended", "");
        Succeeded(await _binary.RunAsync("runs", "retry", run, "-q"));
        Assert.All(new[] { "a/1", "b/2", "c/3" }, task => Assert.Equal("completed", Status(task).GetProperty("status").GetString()));
        Assert.False(Status("c/3").TryGetProperty("blocked_by", out _));
    }

    [LinuxFact]
    public async Task An_open_run_is_not_resumed_while_somebody_else_works_in_its_workspace()
    {
        Tree("echo $TASKER_TASK_ID >> ran; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        Task("b/2", "dependencies: [a/1]");
        using (var first = _binary.Start("orchestrate", "-q"))
        {
            await _binary.UntilAsync("ran", lines => lines.Length == 1);
            first.Kill();
            await first.EndAsync();
        }

        using var list = JsonDocument.Parse((await _binary.RunAsync("runs", "list", "--json")).Output);
        var run = list.RootElement.GetProperty("runs")[0].GetProperty("run").GetString()!;
        using (new FileStream(
            _binary.PathOf("workspace/.tasker-orchestrator.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var refused = await _binary.RunAsync("runs", "resume", run);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("workspace", refused.Error, StringComparison.Ordinal);
        }

        _binary.Write("release", "");
        Succeeded(await _binary.RunAsync("runs", "resume", run, "-q"));
        Assert.Equal(["a/1", "b/2"], _binary.Lines("ran"));
        Assert.Equal("completed", Status("b/2").GetProperty("status").GetString());
    }

    [LinuxFact]
    public async Task Folders_empty_files_and_paths_from_the_root_are_outputs_and_the_gate_asks_for_them()
    {
        Tree("cd $TASKER_TASK_OUTPUTS; if [ $TASKER_TASK_ID = a/1 ]; then mkdir -p folder; : > empty; else : > folder; fi");
        Write("tasks/a/1.md", "---\ntask_id: a/1\noutputs: [folder/, empty, workspace/outputs/a/1/empty]\n---\n");
        Write("tasks/a/2.md", "---\ntask_id: a/2\noutputs: [folder/]\n---\n");
        var run = await _binary.RunAsync("orchestrate", "-q");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("completed", Status("a/1").GetProperty("status").GetString());
        Assert.Equal(("failed", 0), (Status("a/2").GetProperty("status").GetString(), Status("a/2").GetProperty("exit_code").GetInt32()));
        Assert.StartsWith("Missing outputs", Status("a/2").GetProperty("error").GetString(), StringComparison.Ordinal);
        File.Delete(_binary.PathOf("workspace/outputs/a/1/empty"));
        var gate = await _binary.RunAsync("orchestrate", "--gate", "a");
        Assert.Equal(1, gate.ExitCode);
        Assert.Equal(["a/1: 'workspace/outputs/a/1/empty' is not there", "a/2: failed", "Phase a is not complete."],
            gate.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [LinuxFact]
    public async Task A_task_over_its_time_ends_with_all_its_processes_and_says_so()
    {
        Tree("sleep 60 & echo $! >> pids; sleep 60 & echo $! >> pids; wait",
            settings: "  memory-per-task: none\n  phases: { a: { timeout: 1s } }\n");
        Task("a/1");
        Task("b/2", "dependencies: [a/1]");

        Assert.Equal(1, (await _binary.RunAsync("orchestrate", "-q")).ExitCode);

        Assert.Equal(
            ("failed", "Timeout"), (Status("a/1").GetProperty("status").GetString(), Status("a/1").GetProperty("error").GetString()));
        Assert.Equal("a/1", Status("b/2").GetProperty("blocked_by").GetString());
        LiveProcess.NoneOf(_binary.Lines("pids"));
        Assert.Contains(
            "There is no file or folder 'nowhere'", (await _binary.RunAsync("orchestrate", "nowhere")).Error, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task An_older_run_is_not_taken_up_beside_the_one_that_works_in_the_workspace()
    {
        Tree("echo $TASKER_TASK_ID >> ran; [ -e again ] || exit 3; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        Assert.Equal(1, (await _binary.RunAsync("orchestrate", "-q")).ExitCode);
        using var list = JsonDocument.Parse((await _binary.RunAsync("runs", "list", "--json")).Output);
        var old = list.RootElement.GetProperty("runs")[0].GetProperty("run").GetString()!;
        _binary.Write("again", "");
        using var first = _binary.Start("orchestrate", "-q");
        await _binary.UntilAsync("ran", lines => lines.Length == 2);

        foreach (var again in new[] { "retry", "resume" })
        {
            var refused = await _binary.RunAsync("runs", again, old);
            Assert.Equal(1, refused.ExitCode);
            Assert.Single(refused.Error.TrimEnd().Split('\n'));
            Assert.True(again == "resume" || refused.Error.Contains($"process {first.Id} ", StringComparison.Ordinal), refused.Error);
        }

        _binary.Write("release", "");
        Succeeded(await first.EndAsync());
        Assert.Equal(2, _binary.Lines("ran").Length);
    }

    [LinuxFact]
    public async Task A_file_that_comes_while_agents_work_is_begun_beside_them_and_a_bad_one_fails_alone()
    {
        Tree("echo $TASKER_TASK_ID >> ran; while [ ! -e release ]; do sleep 0.05; done");
        Task("a/1");
        using var run = _binary.Start("orchestrate", "-q");
        await _binary.UntilAsync("ran", lines => lines.Length == 1);
        Task("a/bad", "dependencies: [a/nobody]");
        Task("b/late ün \"name's\"", "dependencies: []");

        await _binary.UntilAsync("ran", lines => lines.Length == 2);
        _binary.Write("release", "");
        var (exit, output, error) = await run.EndAsync();

        Assert.Contains("TSK3120", output + error, StringComparison.Ordinal);
        Assert.Equal(1, exit);
        Assert.Equal(["a/1", "b/late ün \"name's\""], _binary.Lines("ran"));
        Assert.Equal("completed", Status("b/late ün \"name's\"").GetProperty("status").GetString());
    }

    [LinuxFact]
    public async Task Memory_that_is_set_aside_is_refused_beyond_that_where_it_is_asked_for()
    {
        Tree("ulimit -d > limit", settings: "  memory-per-task: 64 MB\n  enforce-memory: true\n");
        Task("a/1");
        Succeeded(await _binary.RunAsync("orchestrate", "-q"));
        Assert.Equal(["62500"], _binary.Lines("limit"));
    }

    private static (int ExitCode, string Output, string Error) Succeeded((int ExitCode, string Output, string Error) result)
    {
        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}: {result.Error}\n{result.Output}");
        return result;
    }

    private void Tree(string agent, RealBinary? into = null, string settings = "  memory-per-task: none\n")
    {
        (into ?? _binary).Write("agent.sh", agent + "\n");
        (into ?? _binary).Write("tasker.yaml", $"tree:\n  command: [sh, agent.sh, \"{{file}}\"]\n  cpu-per-task: none\n{settings}");
    }

    private void Task(string id, string lines = "dependencies: []", RealBinary? into = null) =>
        Write($"tasks/{id}.md",
            $"---\ntask_id: '{id.Replace("'", "''", StringComparison.Ordinal)}'\ntitle: t\n{lines}\ninputs: []\noutputs: []\n---\n", into);

    /// <summary>Written beside and renamed, so that nobody sees a half.</summary>
    private void Write(string file, string text, RealBinary? into = null)
    {
        var path = (into ?? _binary).PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".part", text);
        File.Move(path + ".part", path, overwrite: true);
    }

    private JsonElement Status(string task)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(_binary.PathOf($"workspace/status/{task}.json")));
        return document.RootElement.Clone();
    }

    private string[] Files() =>
        [.. Directory.EnumerateFileSystemEntries(_binary.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>The example as it is before anybody ran it where it stands.</summary>
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var below = Path.GetRelativePath(from, file);
            if (!below.StartsWith("workspace", StringComparison.Ordinal) && !below.StartsWith(".tasker", StringComparison.Ordinal)
                && !below.EndsWith("02-beans.md", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, below))!);
                File.Copy(file, Path.Combine(to, below));
            }
        }

        File.WriteAllText(Path.Combine(to, "garden/rows.txt"), "row 0: herbs\n");
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
