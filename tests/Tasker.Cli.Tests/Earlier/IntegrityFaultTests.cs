namespace Tasker.Cli.Tests.Earlier;

/// <summary>Faults of earlier implementations that lost data, or wrote where they should not.</summary>
public sealed class IntegrityFaultTests : IDisposable
{
    private readonly PlanPlace _plan = new();

    public void Dispose() => _plan.Dispose();

    [Fact]
    public async Task Forty_writers_at_once_lose_nothing_and_readers_never_see_half_a_file()
    {
        await _plan.BeginAsync();

        var writers = Enumerable.Range(0, 40).Select(i => Task.Run(() => _plan.OkAsync($"state log-tokens session-{i} 1 2 0.25")));
        var readers = Enumerable.Range(0, 40).Select(_ => Task.Run(() => _plan.OkAsync("state status")));
        await Task.WhenAll([.. writers, .. readers]);

        var execution = _plan.State.GetProperty("execution");
        Assert.Equal((120, 10.0), (execution.GetProperty("total_tokens").GetInt64(), execution.GetProperty("total_cost_usd").GetDouble()));
        Assert.Equal(
            40, _plan.State.GetProperty("events").EnumerateArray().Count(told => told.GetProperty("type").GetString() == "tokens_logged"));
    }

    [Theory]
    [InlineData(".tasker/state.json", "state status", "state.json")]
    [InlineData(".tasker/state.json", "state task start T001", "state.json")]
    [InlineData(".tasker/state.json", "evaluate", "state.json")]
    [InlineData(".tasker/tasks/T001.json", "state load-tasks", "T001.json")]
    [InlineData(".tasker/tasks/T001.json", "validate dag", "T001.json")]
    [InlineData(".tasker/tasks/T001.json", "validate gates", "T001.json")]
    [InlineData(".tasker/bundles/T001-result.json", "bundle result-info T001", "T001-result.json")]
    [InlineData(".tasker/orchestrator-checkpoint.json", "state checkpoint status", "orchestrator-checkpoint.json")]
    [InlineData(".tasker/orchestrator-checkpoint.json", "state checkpoint recover", "orchestrator-checkpoint.json")]
    [InlineData(".tasker/artifacts/capability-map.json", "bundle generate T001", "capability-map.json")]
    [InlineData(".tasker/artifacts/spec-review.json", "spec review status .tasker", "spec-review.json")]
    public async Task A_broken_file_is_named_and_nothing_is_thrown_at_anybody(string file, string command, string told)
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");
        foreach (var broken in new[] { "{\"a\":", "[]", "", "nul" })
        {
            _plan.Write(file, broken);

            var outcome = await _plan.RunAsync(command);

            Assert.True(outcome.ExitCode == 1, $"{broken}: {outcome}");
            Assert.DoesNotContain("   at ", outcome.Error + outcome.Out, StringComparison.Ordinal);
            Assert.Contains(told, outcome.Error + outcome.Out, StringComparison.Ordinal);
            Assert.Equal(broken, _plan.Read(file));
        }
    }

    [Theory]
    [InlineData(".tasker/state.json", "state status", 1)]
    [InlineData(".tasker/tasks/T001.json", "state load-tasks", 1)]
    [InlineData(".tasker/orchestrator-checkpoint.json", "state checkpoint status", 1)]
    [InlineData("tasker.yaml", "run plan.yaml", 0)]
    public async Task A_pipe_in_the_place_of_a_file_hangs_nothing(string file, string command, int exitCode)
    {
        await _plan.BeginAsync();
        _plan.Define("T001").Write("plan.yaml", "steps: { a: { uses: noop } }\n");
        var path = Path.Combine(_plan.Folder, file);
        File.Delete(path);
        using (var made = System.Diagnostics.Process.Start("mkfifo", path))
        {
            await made.WaitForExitAsync();
        }

        var told = await Task.Run(() => _plan.RunAsync(command)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(exitCode == told.ExitCode, told.ToString());
    }

    [Fact]
    public async Task What_other_programs_keep_in_the_files_stays_when_ours_change_them()
    {
        await _plan.BeginAsync();
        _plan.Define("T001");
        await _plan.OkAsync("state load-tasks");
        _plan.Write(".tasker/state.json", _plan.Read(".tasker/state.json").Replace(
            "\"tasks\":", "\"of_others\": {\"deep\": [1, 2.50, \"\u00e4\"]},\n  \"tasks\":", StringComparison.Ordinal)
            .Replace("\"name\": \"Make T001\"", "\"name\": \"Make T001\", \"colour\": \"red\"", StringComparison.Ordinal));

        await _plan.OkAsync("state task start T001");
        await _plan.OkAsync("state task fail T001 broken");
        await _plan.OkAsync("state load-tasks");

        var deep = _plan.State.GetProperty("of_others").GetProperty("deep").GetRawText();
        Assert.Equal("[1,2.50,\"\u00e4\"]", deep.Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
        Assert.Equal("red", _plan.Task("T001").GetProperty("colour").GetString());
    }

    [Theory]
    [InlineData("../../away")]
    [InlineData("/away")]
    [InlineData("a/../../../away")]
    public async Task The_name_of_a_project_leads_nowhere_else(string project)
    {
        await _plan.BeginAsync();

        await _plan.RunAsync($"archive planning {project}");

        Assert.False(Directory.Exists(Path.GetFullPath(Path.Combine(_plan.Folder, "archive", project))));
        Assert.False(Directory.Exists("/away"));
    }
}
