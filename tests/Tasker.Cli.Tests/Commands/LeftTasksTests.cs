using System.Text.Json;
using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Tasks that are said to run while nobody works on them, as an execution meets them.</summary>
public sealed class LeftTasksTests : IDisposable
{
    private readonly CommandLine _place = new() { IsTerminal = true };

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("1", "pending")]
    [InlineData("2", "failed")]
    [InlineData("3", "running")]
    [InlineData("ret", "pending")]
    [InlineData("SKIP", "failed")]
    public async Task They_are_asked_about_by_number_or_word(string answer, string status)
    {
        await LeaveAsync();
        _place.Answers = ["4", "later", answer];

        // A task that cannot be begun: nothing is run behind the question.
        var result = await _place.RunAsync("execute", "T002");

        Assert.Equal(status == "running", result.Error.Contains("Nothing was changed", StringComparison.Ordinal));
        Assert.Contains(
            "Found an orphaned task from a run before:\n  T001\n  1. Retry (wait again)\n  2. Skip (mark as failed)\n  3. Abort",
            result.Error, StringComparison.Ordinal);
        Assert.Contains("'4' is none of them.\n1, 2 or 3: 'later' is none of them.\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(status, StatusOf("T001"));
    }

    [Fact]
    public async Task Who_answers_nothing_changes_nothing()
    {
        await LeaveAsync();

        var result = await _place.RunAsync("execute", "T002");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("A task was left by a run before: T001. Nothing was changed", result.Error, StringComparison.Ordinal);
        Assert.Equal("running", StatusOf("T001"));
    }

    [Fact]
    public async Task A_dry_run_shows_what_is_under_way_and_what_waits_for_it()
    {
        await LeaveAsync();
        var before = _place.Read(".tasker/state.json");

        var result = await _place.RunAsync("execute", "--batch", "--dry-run");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Under way, or left by a run before: T001.", result.Error, StringComparison.Ordinal);
        Assert.Contains("2 steps in 2 waves", result.Out, StringComparison.Ordinal);
        Assert.Equal(before, _place.Read(".tasker/state.json"));
    }

    /// <summary>T001 runs and nobody works on it; T002 needs it.</summary>
    private async Task LeaveAsync()
    {
        await DoAsync("state", "init", ".");
        _place.Write("tasker.yaml", """
            default-agent: nobody
            agents:
              nobody:
                command: ["false"]
            """);
        foreach (var (id, needs) in new[] { ("T001", ""), ("T002", "\"T001\"") })
        {
            _place.Write($".tasker/tasks/{id}.json", $$"""
                {"id":"{{id}}","name":"Bake {{id}}","phase":1,"behaviors":["B1"],"dependencies":{"tasks":[{{needs}}]},
                "files":[{"path":"src/{{id}}.txt","action":"create"}],
                "acceptance_criteria":[{"criterion":"The loaf is baked for forty minutes","verification":"test -e src/{{id}}.txt"}]}
                """);
        }

        foreach (var line in new[] { "ensure-git .", "state load-tasks", "state set-phase ready", "state task start T001" })
        {
            await DoAsync(line.Split(' '));
        }
    }

    private async Task DoAsync(params string[] arguments)
    {
        var answer = await _place.RunAsync(arguments);
        Assert.True(answer.ExitCode == 0, $"{string.Join(' ', arguments)}: {answer}");
    }

    private string? StatusOf(string id)
    {
        using var state = JsonDocument.Parse(_place.Read(".tasker/state.json"));
        return state.RootElement.GetProperty("tasks").GetProperty(id).GetProperty("status").GetString();
    }
}
