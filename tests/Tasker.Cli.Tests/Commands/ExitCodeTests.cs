using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>The exit code says what to do: nothing, look at the work, mend the input, or nothing because it was asked for.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Work_that_is_done_gives_0()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n");

        Assert.Equal(0, (await _place.RunAsync("run", "plan.yaml")).ExitCode);
    }

    [Fact]
    public async Task Work_that_failed_gives_1()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: exit 3 }\n");

        Assert.Equal(1, (await _place.RunAsync("run", "plan.yaml")).ExitCode);
    }

    [Fact]
    public async Task A_tree_that_is_done_but_whose_files_do_not_say_so_gives_1_and_ends_with_what_to_do()
    {
        _place.Write("tasker.yaml", "tree: { command: ['true', '{file}'] }\n").Write("tasks/a/1.md", "---\ntask_id: a/1\ntitle: One\n---\n")
            .Write("workspace/status/a", "in the way");

        var told = await _place.RunAsync("orchestrate");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("succeeded", told.Out, StringComparison.Ordinal);
        var last = told.Error.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("workspace/status/a/1.json: warning TSK3135: The files of this task do not show what happened: ", last,
            StringComparison.Ordinal);
        Assert.Contains("'tasker runs show ", last, StringComparison.Ordinal);

        File.Delete(Path.Combine(_place.Folder, "workspace/status/a"));
        _place.Write("workspace/status/a", "in the way again");
        var json = (await _place.RunAsync("orchestrate", "--json")).Json()[^1];
        var lacking = Assert.Single(json.GetProperty("shortfalls").EnumerateArray());
        Assert.Equal(("succeeded", "TSK3135"), (json.GetProperty("result").GetString(), lacking.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("until mkdir SPEC.md; do rm SPEC.md; done", "SPEC.md", "tick the boxes")]
    [InlineData("until mkdir .task_execution.log; do rm .task_execution.log; done", ".task_execution.log", "The log lacks")]
    [InlineData("until mkdir .task_log; do rm .task_log; done", ".task_log", "The log lacks")]
    public async Task A_check_list_that_is_done_but_whose_files_do_not_say_so_gives_1_and_ends_with_what_to_do(
        string breaking, string file, string fix)
    {
        var spec = $"# Plan\n- [ ] **STEP 1**: One - first\n## STEP 1: One\n**Files:** Execute `{breaking}`\n";
        foreach (var json in new[] { false, true })
        {
            Directory.Delete(_place.Folder, recursive: true);
            _place.Write("SPEC.md", spec);

            var told = await _place.RunAsync(json ? ["do", "all", "--json"] : ["do", "all"]);

            Assert.Equal(1, told.ExitCode);
            var last = told.Error.TrimEnd().Split('\n')[^1];
            Assert.StartsWith($"{file}: warning TSK3012: ", last, StringComparison.Ordinal);
            Assert.Contains(fix, last, StringComparison.Ordinal);
            Assert.Contains("'tasker runs show ", last, StringComparison.Ordinal);
            if (json)
            {
                var document = Assert.Single(told.Json());
                var lacking = Assert.Single(document.GetProperty("shortfalls").EnumerateArray());
                Assert.Equal("succeeded", document.GetProperty("status").GetString());
                Assert.Equal(("TSK3012", file), (lacking.GetProperty("code").GetString(), lacking.GetProperty("path").GetString()));
            }
        }
    }

    [Fact]
    public async Task What_is_refused_gives_1()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n");
        await _place.RunAsync("run", "plan.yaml");

        Assert.Equal(1, (await _place.RunAsync("runs", "pause", "last")).ExitCode);
    }

    [Fact]
    public async Task Wrong_input_gives_2_and_runs_nothing()
    {
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { rnu: touch ran }\n");

        Assert.Equal(2, (await _place.RunAsync("run", "plan.yaml")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_place.Folder, ".tasker")));
    }

    [Theory]
    [InlineData("do", "all")]
    [InlineData("run", "SPEC.md")]
    public async Task A_plan_in_which_nothing_can_be_noted_gives_2_and_runs_nothing(string command, string what)
    {
        _place.Write("SPEC.md", "# Plan\n- [ ] **STEP 1**: One - first\n## STEP 1: One\n**Files:** Execute `echo one >> done`\n");
        var spec = Path.Combine(_place.Folder, "SPEC.md");
        File.SetAttributes(spec, FileAttributes.ReadOnly);
        try
        {
            Assert.Equal(0, (await _place.RunAsync(command, what, "--dry-run")).ExitCode);
            var outcome = await _place.RunAsync(command, what);
            Assert.Equal(2, outcome.ExitCode);
            Assert.Contains("SPEC.md: error TSK3010: ", outcome.Error, StringComparison.Ordinal);
            Assert.Equal([spec], Directory.GetFileSystemEntries(_place.Folder));
        }
        finally
        {
            File.SetAttributes(spec, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task An_input_that_is_missing_gives_2_and_is_named()
    {
        _place.Write("plan.yaml", "name: p\ninputs:\n  word: { type: string, required: true }\nsteps:\n  a: { run: 'true' }\n");

        var told = await _place.RunAsync("run", "plan.yaml");

        Assert.Equal(2, told.ExitCode);
        Assert.Contains("-i word=", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Being_interrupted_gives_130_and_the_run_can_be_gone_on_with()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There are no named pipes in the file system to wait at.
        }

        // The step waits at a pipe that nobody else opens: the signal comes while it is under way.
        _place.Write("plan.yaml",
            "name: p\nsteps:\n  a:\n    run: 'if [ -e again ]; then exit 0; fi; touch again; mkfifo pipe && echo up > up && cat pipe'\n");
        using var watcher = new FileSystemWatcher(_place.Folder, "up") { EnableRaisingEvents = true };
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => isUp.TrySetResult();

        var running = _place.RunAsync("run", "plan.yaml", "--run-id", "p1");
        await isUp.Task.WaitAsync(TimeSpan.FromMinutes(1));
        (await _place.Stop.Task)();
        var interrupted = await running.WaitAsync(TimeSpan.FromMinutes(1));
        var resumed = await _place.RunAsync("runs", "resume", "p1");

        Assert.Equal(130, interrupted.ExitCode);
        Assert.Contains("tasker runs resume p1", interrupted.Out, StringComparison.Ordinal);
        Assert.Equal(0, resumed.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_gives_1_and_one_line()
    {
        // A file where the state folder should be: nobody may write there, not even root.
        _place.Write("plan.yaml", "name: p\nsteps:\n  a: { run: 'true' }\n").Write("tasker.yaml", "limits: { grace: 1s }\n")
            .Write(".tasker", "");

        var told = await _place.RunAsync("run", "plan.yaml");

        Assert.Equal(1, told.ExitCode);
        string[] lines = told.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("plan.yaml is read as yaml, because its name ends in .yaml.", 2), (lines[0], lines.Length));
        Assert.StartsWith("tasker: ", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("mistake in Tasker", told.Error, StringComparison.Ordinal);
    }
}
