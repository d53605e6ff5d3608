namespace Tasker.EndToEnd.Tests;

/// <summary>Steps and agents that call Tasker themselves.</summary>
public sealed class OwnProgramTests
{
    [LinuxFact]
    public async Task A_command_that_calls_tasker_finds_the_one_that_runs_it_behind_those_of_its_path()
    {
        using var binary = new RealBinary();
        Directory.CreateDirectory(binary.PathOf("first"));
        binary.Write("first/other", "#!/bin/sh\necho other\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(binary.PathOf("first/other"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        binary.Write("plan.yaml", "steps: { ask: { run: 'command -v tasker > which; tasker --version > version; other > said' } }\n");
        var launch = new Launch { Wrapper = ["/usr/bin/env", $"PATH={binary.PathOf("first")}:/usr/bin:/bin"] };

        var (exit, _, error) = await binary.RunAsync(launch, "run", "plan.yaml", "-q");

        Assert.True(exit == 0, error);
        Assert.Equal([RealBinary.Binary], binary.Lines("which"));
        Assert.StartsWith("tasker ", Assert.Single(binary.Lines("version")), StringComparison.Ordinal);
        Assert.Equal(["other"], binary.Lines("said"));
    }
}
