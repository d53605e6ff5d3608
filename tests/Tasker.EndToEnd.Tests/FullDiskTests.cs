using Tasker.Core.Runs;

namespace Tasker.EndToEnd.Tests;

/// <summary>There is no room left, or nothing may be written.</summary>
public sealed class FullDiskTests
{
    private const int Steps = 250;

    [SmallDiskFact]
    public async Task A_full_disk_is_told_once_and_after_room_is_made_the_run_goes_on_to_its_end()
    {
        using var disk = new SmallDisk(kilobytes: 500);
        using var binary = new RealBinary(disk.Project);
        var outside = Directory.CreateTempSubdirectory("tasker-e2e-ledger-").FullName;
        try
        {
            // What the steps do lies elsewhere: their own work succeeds, and it is Tasker that has no room.
            File.CreateSymbolicLink(binary.PathOf(Ledger.File), Path.Combine(outside, Ledger.File));
            var plan = Plans.Layered(Steps, width: 8, most: 4, handsOn: false);
            binary.Write("plan.yaml", plan);
            var run = new KilledRun(binary, "plan.yaml");
            for (var i = 0; i < 3; i++)
            {
                using var command = run.Start(Launch.Plain);
                var (exit, _, error) = await command.EndAsync();
                Assert.Equal(1, exit);
                OneError(error, "disk is full");
                await run.LookAsync($"With a full disk, {i}");
                Assert.False(run.HasEnded);
                if (i == 1)
                {
                    disk.Resize(560);
                }
            }

            disk.Resize(32 << 10);
            Assert.Equal(RunStatus.Succeeded, (await run.FinishAsync()).Status);
            Assert.Equal(Steps, Ledger.Of(binary).Begins().Count);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_while_SPEC_md_is_being_ticked_leaves_it_whole()
    {
        using var disk = new SmallDisk(kilobytes: 4096);
        using var binary = new RealBinary(disk.Project);
        const string spec = "# Plan\n- [ ] **STEP 1**: One - first\n- [ ] **STEP 2**: Two - second\n"
            + "## STEP 1: One\n**Files:** Execute `echo one >> done; echo up > there; while [ ! -e go ]; do sleep 0.1; done`\n## STEP 2: "
            + "Two\n**Files:** Execute `echo two >> done`\n";
        binary.Write("SPEC.md", spec);
        using (var command = binary.Start("do", "all"))
        {
            await binary.UntilAsync("there", lines => lines.Length > 0);
            disk.Fill();
            File.CreateSymbolicLink(binary.PathOf("go"), "/dev/null");
            await command.EndAsync();
        }

        Assert.Equal(spec, await File.ReadAllTextAsync(binary.PathOf("SPEC.md")));
        disk.Empty();
        var (exit, output, error) = await binary.RunAsync("do", "continue");
        Assert.True(exit == 0, error + output);
        Assert.Equal(2, (await File.ReadAllTextAsync(binary.PathOf("SPEC.md"))).Split("- [x]").Length - 1);
    }

    [Fact]
    public async Task A_limit_on_the_size_of_files_is_told_once_and_loses_nothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Elsewhere SQLite fails in other ways.
        }

        using var binary = new RealBinary();
        binary.Write("plan.yaml", Plans.Layered(Steps, width: 8, most: 4));
        var run = new KilledRun(binary, "plan.yaml");
        for (var i = 0; i < 2; i++)
        {
            using var command = run.Start(Launch.WithFilesUpTo(300 << 10));
            var (exit, _, error) = await command.EndAsync();
            Assert.True(exit == 1, $"Exit code {exit}: {error}");
            OneError(error, "journal");
            await run.LookAsync($"With files limited, {i}");
            Assert.False(run.HasEnded);
        }

        Assert.Equal(RunStatus.Succeeded, (await run.FinishAsync()).Status);
    }

    [SmallDiskFact]
    public async Task A_read_only_folder_is_told_once_and_nothing_is_lost()
    {
        using var disk = new SmallDisk(kilobytes: 16 << 10);
        using var binary = new RealBinary(disk.Project);
        binary.Write("plan.yaml", "name: little\nsteps:\n  one: 'true'\n");
        binary.Write("SPEC.md", "# Plan\n- [ ] **STEP 1**: One - first\n## STEP 1: One\n**Files:** Execute `echo one >> done`\n");
        disk.MakeReadOnly(true);
        var (exit, output, error) = await binary.RunAsync("run", "plan.yaml", "--run-id", "little");
        Assert.Equal((1, ""), (exit, output));
        OneError(error, "Read-only");

        (exit, output, error) = await binary.RunAsync("do", "all");
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("SPEC.md: error TSK", error, StringComparison.Ordinal);

        disk.MakeReadOnly(false);
        (exit, _, error) = await binary.RunAsync("run", "plan.yaml", "--run-id", "little", "-q");
        Assert.True(exit == 0, error);
        disk.MakeReadOnly(true);
        (exit, _, error) = await binary.RunAsync("run", "plan.yaml", "--run-id", "more");
        Assert.Equal(1, exit);
        OneError(error, "ccess");
        (exit, output, error) = await binary.RunAsync("do", "all");
        Assert.Equal((2, ""), (exit, output));
        disk.MakeReadOnly(false);
        (exit, output, error) = await binary.RunAsync("runs", "list");
        Assert.True(exit == 0, error);
        Assert.Contains("little", output, StringComparison.Ordinal);
        Assert.DoesNotContain("more", output, StringComparison.Ordinal);
    }

    /// <summary>One line says it; there is neither a second one nor a stack trace.</summary>
    private static void OneError(string error, string words)
    {
        var said = error.Split('\n')
            .Where(l => l.StartsWith("tasker: ", StringComparison.Ordinal) || l.Contains("journal", StringComparison.Ordinal));
        Assert.True(said.Count() == 1 && said.First().Contains(words, StringComparison.Ordinal), $"It should say '{words}' once:\n{error}");
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
