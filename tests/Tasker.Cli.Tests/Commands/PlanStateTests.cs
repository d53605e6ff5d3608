using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>The state of a plan as scripts change it: lines, exit codes, what they leave behind.</summary>
public sealed class PlanStateTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Tasks_are_done_in_the_order_of_their_needs_and_a_failure_blocks_until_it_is_tried_again()
    {
        await FillAsync();

        Assert.Equal("T001: Knead (phase 1)\n", await OutAsync("state ready"));
        Assert.Equal(1, await CodeAsync("state task start T002"));
        Assert.Equal("Task T001 started (attempt 1)\n", await OutAsync("state task start T001"));
        Assert.Equal("", await OutAsync("state ready"));
        _place.Write("src/knead.py", "x");
        Assert.Equal("Task T001 completed\n", await OutAsync("state task complete T001 --created src/knead.py"));
        await OutAsync("state start-task T002");
        Assert.Equal("Task T002 failed (test): it broke\n",
            (await _place.RunAsync("state", "task", "fail", "T002", "it broke", "--category", "test", "--retryable")).Out);
        Assert.Contains("blocked 1", await OutAsync("state status"), StringComparison.Ordinal);

        Assert.Equal(0, await CodeAsync("state task retry T002"));

        Assert.Equal("T002: Bake (phase 2)\n", await OutAsync("state ready"));
        Assert.DoesNotContain("blocked", await OutAsync("state status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_is_asked_for_once_heard_by_all_and_taken_back_with_its_file()
    {
        await FillAsync();
        Assert.Equal("OK\n", await OutAsync("state check-halt"));

        Assert.Equal(0, await CodeAsync("state halt weekend"));
        Assert.Equal(0, await CodeAsync("state halt again"));
        Assert.Contains("HALTED: weekend", await OutAsync("state check-halt"), StringComparison.Ordinal);
        Assert.Equal(1, await CodeAsync("state check-halt"));
        Assert.Equal(1, await CodeAsync("state task start T001"));
        Assert.Equal(0, await CodeAsync("state confirm-halt"));
        _place.Write(".tasker/STOP", "");

        Assert.Equal(0, await CodeAsync("resume"));

        Assert.Equal(0, await CodeAsync("state check-halt"));
        Assert.Equal(0, await CodeAsync("state task start T001"));
    }

    [Fact]
    public async Task Tokens_of_a_session_that_is_told_twice_count_once()
    {
        await FillAsync();

        await OutAsync("state log-tokens one 10 20 0.5");
        await OutAsync("state log-tokens one 10 20 0.5");
        await OutAsync("state log-tokens two 1 2 0.25");

        Assert.Contains("Tokens: 33\nCost: $0.7500", await OutAsync("state status"), StringComparison.Ordinal);
        Assert.Equal(1, await CodeAsync("state log-tokens three -1 2 0"));

        await OutAsync("state log-tokens one 30 40 1.5"); // The session went on: its last figures count.
        Assert.Contains("Tokens: 73\nCost: $1.7500", await OutAsync("state status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_is_checked_against_its_schema_and_the_outcome_is_kept()
    {
        await FillAsync();
        Assert.Equal(1, await CodeAsync("state validate capability_map"));
        _place.Write(
            ".tasker/artifacts/capability-map.json", """{"version":"1.0","domains":[],"flows":[{"id":"X1","name":"Bread","steps":[]}]}""");
        var wrong = await _place.RunAsync("state", "validate", "capability_map");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("/domains", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("/flows/0/id", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("\"valid\": false", _place.Read(".tasker/state.json"), StringComparison.Ordinal);

        _place.Write(".tasker/artifacts/capability-map.json", """{"version":"1.0","domains":[{"id":"D1","name":"Bread","capabilities":[{"id":"C1","name":"Baking","behaviors":[{"id":"B1","name":"Bake","type":"process"}]}]}],"flows":[]}""");
        Assert.Equal("Validated successfully\n", await OutAsync("state validate capability_map"));
        Assert.Equal(1, await CodeAsync("state validate capability-map"));
    }

    [Theory]
    [InlineData("<dir> is empty", "state", "init", "")]
    [InlineData("<dir> is empty", "state", "set-target", "")]
    [InlineData("<dir> is empty", "plugin", "install", "")]
    [InlineData("<dir> is empty", "ensure-git", "")]
    [InlineData("<result> is empty", "bundle", "result-info", "")]
    [InlineData("<spec.json> is empty", "fsm", "compile", "")]
    [InlineData("is a folder; a file should be there", "fsm", "compile", ".")]
    [InlineData("<session> is empty", "state", "log-tokens", "", "1", "2", "3")]
    [InlineData("'/' is a folder. --output takes the name of a file", "evaluate", "--output", "/")]
    [InlineData("'.tasker/tasks/T001.json/x' cannot be written", "evaluate", "--output", ".tasker/tasks/T001.json/x")]
    [InlineData("--quality is no JSON object", "state", "record-verification", "T001", "--verdict", "PASS", "--recommendation", "PROCEED",
        "--quality", "[]")]
    [InlineData("Did you mean 'phase'? 'tasker", "state", "get-field", "phse")]
    [InlineData("Did you mean 'tasker validate spec-coverage'?", "validate", "spec-coverag")]
    public async Task Words_that_say_nothing_are_told_and_change_nothing(string why, params string[] words)
    {
        await FillAsync();
        string[] Files() =>
            [.. Directory.EnumerateFileSystemEntries(_place.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var (before, state) = (Files(), _place.Read(".tasker/state.json"));

        var told = await _place.RunAsync(words);

        Assert.NotEqual(0, told.ExitCode);
        Assert.Contains(why, told.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mistake in Tasker", told.Error, StringComparison.Ordinal);
        Assert.Equal((state, before), (_place.Read(".tasker/state.json"), Files()),
            (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2));
    }

    [Fact]
    public async Task The_reason_of_a_stop_is_one_line_and_never_nothing()
    {
        await FillAsync();
        await OutAsync("state halt");
        await OutAsync("state resume");
        Assert.Equal("Halt requested: manual\n", (await _place.RunAsync("state", "halt", " ")).Out);
        await OutAsync("state resume");
        Assert.Equal("Halt requested: two lines\n", (await _place.RunAsync("state", "halt", "two\nlines")).Out);
    }

    [Fact]
    public async Task A_plan_that_names_another_directory_is_told_by_its_status_and_gets_its_own()
    {
        await FillAsync();
        _place.Write(".tasker/state.json", _place.Read(".tasker/state.json").Replace(
            $"\"target_dir\": \"{_place.Folder}\"", "\"target_dir\": \"/somewhere/else\"", StringComparison.Ordinal));

        var status = await _place.RunAsync("state", "status");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("belongs elsewhere", status.Error, StringComparison.Ordinal);
        string[] acts =
        [
            "execute", "plan --target .", "bundle generate T001", "prompt task-executor T001", "state task start T001", "transform status",
        ];
        foreach (var act in acts)
        {
            var refused = await _place.RunAsync(act.Split(' '));
            Assert.True(refused.ExitCode == 1, $"{act}: {refused}");
            Assert.Contains("'tasker state set-target <folder>'", refused.Error, StringComparison.Ordinal);
        }

        Assert.Equal("Target set to: <folder> (was: /somewhere/else)\n", await OutAsync("state set-target ."));
        Assert.Equal("", (await _place.RunAsync("state", "status")).Error);
        Assert.Equal(0, await CodeAsync("state task start T001"));
    }

    [Theory]
    [InlineData("state advance", 0)]
    [InlineData("state set-phase nowhere", 1)]
    [InlineData("state set-phase executing", 0)]
    [InlineData("state get-field phase", 0)]
    [InlineData("state get-field nothing", 1)]
    [InlineData("state validate-tasks READY fine", 0)]
    [InlineData("state validate-tasks BLOCKED holes --issues one two", 1)]
    [InlineData("state spec-coverage", 0)]
    [InlineData("state metrics", 0)]
    [InlineData("state planning-metrics", 0)]
    [InlineData("state failure-metrics", 0)]
    [InlineData("state halt-status", 0)]
    [InlineData("state confirm-halt", 1)]
    [InlineData("state calibration-score", 0)]
    [InlineData("state record-verification T001 --verdict PASS --recommendation PROCEED", 0)]
    [InlineData("state record-verification T009 --verdict PASS --recommendation PROCEED", 1)]
    [InlineData("state checkpoint create T001 T002", 0)]
    [InlineData("state checkpoint status", 0)]
    [InlineData("state task skip T001 unneeded", 0)]
    [InlineData("state task start ../T001", 1)]
    [InlineData("state load-tasks", 0)]
    public async Task Exit_codes_and_JSON_are_as_promised(string arguments, int exitCode)
    {
        await FillAsync();

        var told = await _place.RunAsync([.. arguments.Split(' '), "--json"]);

        Assert.True(exitCode == told.ExitCode, told.ToString());
        Assert.NotEmpty(told.Json());
    }

    private async Task FillAsync()
    {
        await _place.RunAsync("state", "init", ".", "--phase", "ready");
        Write("T001", "Knead", 1, "");
        Write("T002", "Bake", 2, "\"T001\"");
        Write("T003", "Sell", 3, "\"T002\"");
        Assert.Equal("Loaded 3 tasks\n", await OutAsync("state load-tasks"));
    }

    private void Write(string id, string name, int phase, string needs) => _place.Write(
        $".tasker/tasks/{id}.json",
        $$$"""
        {"id":"{{{id}}}","name":"{{{name}}}","phase":{{{phase}}},"behaviors":["B1"],"files":[{"path":"src/{{{name}}}.py","action":"create"}],
        "dependencies":{"tasks":[{{{needs}}}]},"acceptance_criteria":[{"criterion":"It does what it should.","verification":"pytest tests"}]}
        """);

    private async Task<string> OutAsync(string arguments) => (await _place.RunAsync(arguments.Split(' '))).Out;

    private async Task<int> CodeAsync(string arguments) => (await _place.RunAsync(arguments.Split(' '))).ExitCode;
}
