using System.Diagnostics;

namespace Tasker.EndToEnd.Tests;

/// <summary>
/// A script around a plan of four tasks, run by <c>bash -eu</c> with the real command on its path, in the target directory.
/// </summary>
internal sealed class PlanScript : IDisposable
{
    /// <summary>Stands for an executor that a script starts by itself.</summary>
    private const string Executor = """
        executor() {
          mkdir -p "$TARGET_DIR/src"; echo done > "$TARGET_DIR/src/$1.txt"
          tasker state task complete "$1" --created "src/$1.txt" > /dev/null
          printf '{"version":"1.0","task_id":"%s","name":"Make %s","status":"success","files":{"created":["src/%s.txt"],"modified":[]}}' "$1" "$1" "$1" > "$TASKER_DIR/bundles/$1-result.json"
          echo "$1: SUCCESS"
        }

        """;

    private PlanProject? _plan;

    /// <summary>The plan of the script that was run.</summary>
    public PlanProject Plan => _plan ?? throw new InvalidOperationException("No script was run yet.");

    public void Dispose() => _plan?.Dispose();

    /// <summary>Runs a script; it must end with 0.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> RunAsync(string script)
    {
        _plan = await PlanProject.CreateAsync(PlanProject.Succeed, "T001", "T002", "T003: T001", "T004: T002");
        await _plan.SucceedAsync("plugin", "install");
        _plan.Write("script.sh", Executor + script);
        var start = new ProcessStartInfo("bash", ["-eu", "script.sh"])
        {
            WorkingDirectory = _plan.Binary.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{RealBinary.BinaryFolder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TARGET_DIR"] = _plan.Binary.Folder;
        start.Environment["TASKER_DIR"] = _plan.PathOf(".tasker");
        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(bash.ExitCode == 0, $"bash: exit code {bash.ExitCode}\n{output}\n{await error}");
        return output;
    }
}
