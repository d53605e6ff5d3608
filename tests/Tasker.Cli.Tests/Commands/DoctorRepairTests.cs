using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Every message about a broken state names the way out, and the way out works.</summary>
public sealed class DoctorRepairTests : IDisposable
{
    private readonly CommandLine _place = new() { Time = new ManualTime() };

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("state status")]
    [InlineData("state task start T001")]
    [InlineData("state load-tasks")]
    [InlineData("state check-halt")]
    [InlineData("state validate tasks")]
    [InlineData("bundle generate T001")]
    [InlineData("evaluate")]
    [InlineData("validate calibration")]
    [InlineData("archive planning shop")]
    [InlineData("execute --batch")]
    [InlineData("plan --target . --yes")]
    [InlineData("stop")]
    public async Task A_command_that_finds_a_broken_state_names_the_way_out(string arguments)
    {
        await FillAsync();
        _place.Write(".tasker/state.json", "{\"version\":\"2.0\",\"ta").Write("docs/specs/bread.md", "# Bread\n")
            .Write("tasker.yaml", "agents:\n  default:\n    command: [cat]\n    prompt: stdin\n");

        var told = await _place.RunAsync(arguments.Split(' '));

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("'tasker doctor --repair' makes it anew", told.Error, StringComparison.Ordinal);
        Assert.Equal("{\"version\":\"2.0\",\"ta", _place.Read(".tasker/state.json"));
    }

    [Fact]
    public async Task It_is_found_shown_and_repaired()
    {
        await FillAsync();
        File.Delete(Path.Combine(_place.Folder, ".tasker/state.json.bak"));
        _place.Write(".tasker/state.json", "{\"version\":\"2.0\",\"ta").Write(".tasker/bundles/T001-result.json", """{"version":"1.0","task_id":"T001","status":"success","started_at":"2030-01-01T00:00:00Z","completed_at":"2030-01-01T00:00:01Z"}""");

        var found = await _place.RunAsync("doctor");
        Assert.Equal(1, found.ExitCode);
        Assert.Contains("✗ plan", found.Out, StringComparison.Ordinal);
        var shown = await _place.RunAsync("doctor", "--repair", "--dry-run");
        var repaired = await _place.RunAsync("doctor", "--repair");
        var again = await _place.RunAsync("doctor", "--repair", "--json");

        Assert.Equal((0, 0, 0), (shown.ExitCode, repaired.ExitCode, again.ExitCode));
        Snapshot.Match($"{shown.Out}\n{repaired.Out}\n{again.Out}");
        Assert.Contains("T002: Sell", (await _place.RunAsync("state", "ready")).Out, StringComparison.Ordinal);
        Assert.Contains("phase executing, 2 tasks", (await _place.RunAsync("doctor")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_repaired_is_refused()
    {
        Assert.Equal(1, (await _place.RunAsync("doctor", "--repair")).ExitCode);
        Assert.Equal("no_state", (await _place.RunAsync("doctor", "--repair", "--json")).Json()[0].GetProperty("code").GetString());
        Assert.Equal(2, (await _place.RunAsync("doctor", "--dry-run")).ExitCode);
        Assert.Equal(0, (await _place.RunAsync("doctor")).ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_place.Folder));
    }

    private async Task FillAsync()
    {
        await _place.RunAsync("state", "init", ".", "--phase", "ready");
        foreach (var (id, name, needs) in new[] { ("T001", "Bake", ""), ("T002", "Sell", "\"T001\"") })
        {
            _place.Write($".tasker/tasks/{id}.json", $$$"""
                {"id":"{{{id}}}","name":"{{{name}}}","phase":1,"behaviors":["B1"],"files":[{"path":"src/{{{id}}}.py","action":"create"}],"dependencies":{"tasks":[{{{needs}}}]},
                "acceptance_criteria":[{"criterion":"It does what it should","verification":"make test"}]}
                """);
        }

        Assert.Equal(0, (await _place.RunAsync("state", "load-tasks")).ExitCode);
    }
}
