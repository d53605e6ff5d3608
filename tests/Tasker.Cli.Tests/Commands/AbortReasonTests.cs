using Tasker.Cli.Tests.Surroundings;
using Tasker.Testing;
using Tasker.Testing.Executors;

namespace Tasker.Cli.Tests.Commands;

/// <summary>Why a run was aborted is told everywhere, and nowhere with a secret in it.</summary>
public sealed class AbortReasonTests : IDisposable
{
    private const string Secret = "sesame-opens-it";
    private const string Reason = $"the token {Secret} has leaked";

    private readonly CommandLine _place = new();

    public AbortReasonTests() => _place.Variables["GATE_TOKEN"] = Secret;

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("runs history waiting")]
    [InlineData("runs history waiting --json")]
    [InlineData("runs show waiting")]
    [InlineData("runs show waiting --json")]
    [InlineData("runs watch waiting")]
    [InlineData("runs watch waiting --json")]
    [InlineData("tui --once --json")]
    public async Task Whoever_looks_at_the_run_sees_it_without_the_secret(string command)
    {
        var waiting = new PlayedRun(new ManualTime(), "name: waiting\nsteps:\n  ask: { approve: Go on? }\n", "waiting");
        await waiting.BeginAsync();
        await waiting.SaveAsync(_place);
        var aborted = await _place.RunAsync("runs", "abort", "waiting", "--json", "--reason", Reason);
        Assert.True(aborted.ExitCode == 0, aborted.ToString());

        var told = (await _place.RunAsync(command.Split(' '))).ToString();

        Assert.DoesNotContain(Secret, aborted.ToString() + told, StringComparison.Ordinal);
        Assert.Contains("the token *** has leaked", aborted.Out, StringComparison.Ordinal);
        var isTold = told.Contains("the token *** has leaked", StringComparison.Ordinal);
        Assert.True(isTold || command.StartsWith("tui", StringComparison.Ordinal), told);
    }

    [Theory]
    [InlineData("--events")]
    [InlineData("--json")]
    public async Task Programs_that_follow_a_task_of_phases_get_it_without_the_secret(string form)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There are no named pipes in the file system to wait at.
        }

        _place.Write("tasker.yaml", "agents: { slow: { command: [sh, -c, 'echo up > up; read go < go'] } }\n")
            .Write("talk.md", "# Talk\n\n## Phase: One\n\n### Steps\n- agent: slow - Well?\n");
        using NamedPipe up = new(Path.Combine(_place.Folder, "up")), go = new(Path.Combine(_place.Folder, "go"));
        var running = _place.RunAsync("run", "talk.md", form);
        await up.NextLineAsync();

        await _place.RunAsync("runs", "abort", "last", "--reason", Reason);
        var told = await running.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(1, told.ExitCode);
        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        Assert.Contains("the token *** has leaked", told.Json()[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "the token *** has leaked", (await _place.RunAsync("runs", "show", "last", "--json")).Out, StringComparison.Ordinal);
    }
}
