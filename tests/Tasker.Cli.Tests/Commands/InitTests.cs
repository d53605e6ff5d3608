using Tasker.Cli.Tests.Surroundings;

namespace Tasker.Cli.Tests.Commands;

/// <summary>What <c>tasker init</c> writes is a project that works at once.</summary>
public sealed class InitTests : IDisposable
{
    private readonly CommandLine _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task What_is_written_is_valid_and_runs()
    {
        Assert.Equal(0, (await _place.RunAsync("init")).ExitCode);

        Assert.Equal(new Outcome(0, "✓ .: 3 steps\n  read as yaml, because the folder has a workflow.yaml\n", ""),
            await _place.RunAsync("validate", "."));
        Assert.Equal(0, (await _place.RunAsync("run", ".", "-i", "who=Ada")).ExitCode);
        Assert.Equal(0, (await _place.RunAsync("doctor")).ExitCode);
    }

    [Fact]
    public async Task The_agent_of_the_settings_works_when_its_comment_marks_are_taken_away()
    {
        await _place.RunAsync("init");
        var settings = _place.Read("tasker.yaml").Replace("# agents", "agents", StringComparison.Ordinal);
        _place.Write("tasker.yaml", settings.Replace("#   ", "   ", StringComparison.Ordinal));
        _place.Write("workflow.yaml", "name: ask\nsteps:\n  a: { agent: claude, prompt: hello }\n");

        Assert.Equal(0, (await _place.RunAsync("validate", ".")).ExitCode);
    }

    [Fact]
    public async Task Files_that_are_there_stay_as_they_are()
    {
        _place.Write("workflow.yaml", "mine");

        var told = await _place.RunAsync("init");

        Assert.Equal((2, ""), (told.ExitCode, told.Out));
        Assert.Equal("mine", _place.Read("workflow.yaml"));
        Assert.Equal(["workflow.yaml"], Directory.GetFileSystemEntries(_place.Folder).Select(Path.GetFileName));
    }
}
