using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// The example of SPEC.md steps, done by the real command: normal, in chunks, in the background with monitors, and going on.
/// </summary>
public sealed class StepsTests : IDisposable
{
    private readonly RealBinary _binary = new();

    public StepsTests() => Copy(Path.Combine(Repository(), "examples", "bakery"), _binary.Folder);

    public void Dispose() => _binary.Dispose();

    [Fact]
    public async Task A_plan_is_done_step_by_step_with_background_work_beside_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // The example's work is done by shell scripts.
        }

        // The oven of the test is hot when the test says so.
        _binary.Write("oven.sh", """
            mkdir -p out/oven
            echo smoke > out/oven/heat.txt
            echo heating
            while [ ! -e release ]; do sleep 0.1; done
            touch out/oven/hot

            """);

        Succeeded(await _binary.RunAsync("do", "1"));
        Assert.EndsWith("(noted: 3 ingredients)", StepLine(1), StringComparison.Ordinal);

        var chunks = Succeeded(await _binary.RunAsync("do", "--step", "2"));
        Assert.Contains("[MAIN] Progress: 40/50 [80%]", chunks.Output, StringComparison.Ordinal);
        Assert.Equal(50, _binary.Lines("out/rolls.txt").Length);

        using var begun = JsonDocument.Parse(Succeeded(await _binary.RunAsync("do", "3", "--json")).Output);
        var run = begun.RootElement.GetProperty("run").GetString()!;
        Assert.Equal("running", begun.RootElement.GetProperty("status").GetString());
        Assert.StartsWith("- [ ] **STEP 3**", StepLine(3), StringComparison.Ordinal);

        var again = await _binary.RunAsync("do", "3");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains(run, again.Error, StringComparison.Ordinal);

        var going = Succeeded(await _binary.RunAsync("do", "continue"));
        Assert.Contains("Step 3 runs in the background already.", going.Error, StringComparison.Ordinal);
        Assert.Contains("Step 5 is left for later.", going.Error, StringComparison.Ordinal);
        Assert.StartsWith("- [x] **STEP 4**", StepLine(4), StringComparison.Ordinal);
        Assert.StartsWith("- [ ] **STEP 5**", StepLine(5), StringComparison.Ordinal);

        _binary.Write("release", "");
        Succeeded(await _binary.RunAsync("runs", "watch", run));
        Assert.StartsWith("- [x] **STEP 3**", StepLine(3), StringComparison.Ordinal);

        using var monitored = JsonDocument.Parse(Succeeded(await _binary.RunAsync("do", "--monitor", "--json")).Output);
        var oven = monitored.RootElement.GetProperty("tasks").EnumerateArray().Single(task => task.GetProperty("step").GetInt32() == 3);
        Assert.Equal(0, oven.GetProperty("exit_code").GetInt32());
        var heat = oven.GetProperty("monitors").EnumerateArray().Single(monitor => monitor.GetProperty("name").GetString() == "heat");
        Assert.True(heat.GetProperty("alerts").GetInt32() >= 1, "The first look is made when the work begins, and there is smoke then.");

        Succeeded(await _binary.RunAsync("do", "continue"));
        Assert.StartsWith("- [x] **STEP 5**", StepLine(5), StringComparison.Ordinal);
        Assert.Contains("All 5 steps are ticked.", Succeeded(await _binary.RunAsync("do", "all")).Error, StringComparison.Ordinal);

        foreach (var line in _binary.Lines(".task_execution.log"))
        {
            using var record = JsonDocument.Parse(line);
            Assert.Matches("^task_[1-5]_[0-9a-f]{8}$", record.RootElement.GetProperty("task_id").GetString());
        }
    }

    [Fact]
    public async Task Chunks_whose_owner_was_killed_go_on_at_the_checkpoint_when_they_are_asked_for_again()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // There is no SIGKILL to be survived.
        }

        var shape = await File.ReadAllTextAsync(Path.Combine(_binary.Folder, "shape.sh"));
        _binary.Write("shape.sh", """
            if [ "$CHUNK_START" = 20 ] && [ ! -e killed ]; then touch killed; kill -9 $PPID; sleep 60; fi
            echo "$CHUNK_START" >> pieces

            """ + shape);
        Succeeded(await _binary.RunAsync("do", "1"));

        Assert.Equal(137, (await _binary.RunAsync("do", "2")).ExitCode);
        Assert.Equal(["0", "10"], _binary.Lines("pieces"));
        var going = Succeeded(await _binary.RunAsync("do", "1-2"));

        Assert.Contains("going on with it", going.Error, StringComparison.Ordinal);
        Assert.Equal(["0", "10", "20", "40"], _binary.Lines("pieces"));
        Assert.Equal(50, _binary.Lines("out/rolls.txt").Length);
        Assert.Single(_binary.Lines("SPEC.md"), line => line.StartsWith("- [x] **STEP 2**", StringComparison.Ordinal));
        Assert.Single(TaskIds(2));
    }

    [LinuxFact]
    public async Task Of_many_that_ask_for_a_step_at_once_one_does_it()
    {
        _binary.Write("baker.sh", """
            cat > /dev/null
            if [ -n "$TASKER_TEST" ]; then echo "Tried it: good."; exit 0; fi
            while [ ! -e release ]; do sleep 0.05; done
            mkdir -p out
            echo "flour, water, salt" > out/recipe.txt
            echo "Done."

            """);
        var asked = Enumerable.Range(0, 4).Select(_ => _binary.RunAsync("do", "1")).ToList();

        // The one that does it waits for us; the others are told so.
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var refused = await Task.WhenAny(asked);
            asked.Remove(refused);
            var (exit, _, error) = await refused;
            Assert.True(exit == 1, $"Exit code {exit}: {error}");
            Assert.Contains("of this plan now, in run", error, StringComparison.Ordinal);
        }

        _binary.Write("release", "");
        Succeeded(await asked.Single());
        Assert.Single(TaskIds(1));
        Assert.StartsWith("- [x] **STEP 1**", StepLine(1), StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Succeeded((int ExitCode, string Output, string Error) result)
    {
        Assert.True(result.ExitCode == 0, $"Exit code {result.ExitCode}: {result.Error}\n{result.Output}");
        return result;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var below = Path.GetRelativePath(from, file);
            if (!below.StartsWith("out", StringComparison.Ordinal) && !below.StartsWith(".task", StringComparison.Ordinal))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, below))!);
                File.Copy(file, Path.Combine(to, below));
            }
        }
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private string StepLine(int step) =>
        Assert.Single(_binary.Lines("SPEC.md"), line => line.Contains($"**STEP {step}**", StringComparison.Ordinal));

    private IEnumerable<string> TaskIds(int step) => _binary.Lines(".task_execution.log")
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(record => record.GetProperty("step").GetInt32() == step)
        .Select(record => record.GetProperty("task_id").GetString()!)
        .Distinct();
}
