using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Tasker.Planning.Files;

namespace Tasker.Planning.Git;

/// <summary>The git program. It gets arguments one by one, asks nobody anything, and is never given text through a shell.</summary>
public static partial class GitProgram
{
    private const int LargestOutput = 64 << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>True when the folder lies in a working tree, also one of a worktree or of a repository further up.</summary>
    public static bool IsInside(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">What to do.</param>
    /// <param name="variables">More of the environment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlanningException">It is not installed.</exception>
    public static async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken)
    {
        var program = ProgramPath.Find("git", folder, Environment.GetEnvironmentVariable("PATH")) ?? throw new PlanningException(PlanningCodes.Io, "git is not installed: PATH has no such program. Install git.");
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            using var output = new MemoryStream();
            var copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(copying, error, process.WaitForExitAsync(cancellationToken));
            return output.Length > LargestOutput
                ? throw new PlanningException(PlanningCodes.Io, "git answered with more than 64 MB.")
                : (process.ExitCode, output.ToArray(), (await error).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it says, without the line end.</returns>
    /// <exception cref="PlanningException">It is not installed, or it failed.</exception>
    public static async Task<string> AskAsync(string folder, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken, params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(folder, arguments, variables, cancellationToken);
        return exit == 0
            ? Encoding.UTF8.GetString(output).TrimEnd('\n')
            : throw Failed(arguments, exit, error);
    }

    /// <summary>Runs what changes a repository. While another git holds a lock of it, it is tried again, ten seconds in all.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="arguments">What to do.</param>
    /// <exception cref="PlanningException">It is not installed, it failed, or the lock stays.</exception>
    public static async Task ChangeAsync(string folder, TimeProvider time, CancellationToken cancellationToken, params string[] arguments)
    {
        for (var (pause, waited) = (FirstPause, TimeSpan.Zero); ; waited += pause, pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var (exit, _, error) = await RunAsync(folder, arguments, null, cancellationToken);
            if (exit == 0)
            {
                return;
            }

            if (HeldLock().Match(error) is not { Success: true } held)
            {
                throw Failed(arguments, exit, error);
            }

            if (waited >= LongestWait)
            {
                throw new PlanningException(
                    PlanningCodes.Locked, $"Another git works in '{folder}': its lock '{held.Groups["path"].Value}' is there for {waited.TotalSeconds:0} seconds. Try again; when no git runs there, remove the lock.");
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>The commit that is checked out; null: none yet, or no repository.</summary>
    public static async Task<string?> HeadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!IsInside(folder) || !Directory.Exists(folder))
        {
            return null;
        }

        var (exit, output, _) = await RunAsync(folder, ["rev-parse", "--verify", "--quiet", "HEAD"], null, cancellationToken);
        return exit == 0 ? Encoding.ASCII.GetString(output).Trim() : null;
    }

    /// <summary>A file as a commit has it.</summary>
    /// <param name="path">From the folder, with <c>/</c>.</param>
    /// <returns>Null: nobody can say, because the commit or the content is not in the repository (any more).</returns>
    public static async Task<CommittedFile?> ReadAsync(string folder, string commit, string path, CancellationToken cancellationToken)
    {
        var (exit, entry, _) = await RunAsync(folder, ["--literal-pathspecs", "ls-tree", commit, "--", path], null, cancellationToken);
        if (exit != 0 || !entry.AsSpan().StartsWith("1"u8))
        {
            return exit == 0 ? new CommittedFile(null, IsLink: false) : null; // Nothing, or a folder.
        }

        var (read, content, _) = await RunAsync(folder, ["cat-file", "blob", $"{commit}:./{path}"], null, cancellationToken);
        return read == 0 ? new CommittedFile(content, IsLink: entry.AsSpan().StartsWith("120000 "u8)) : null;
    }

    private static PlanningException Failed(string[] arguments, int exit, string error) => new(
        PlanningCodes.Io, $"'git {arguments.First(argument => !argument.StartsWith('-'))}' failed: {(error.Length > 0 ? error : $"exit code {exit}").ReplaceLineEndings(" ")}");

    [GeneratedRegex(@"Unable to create '(?<path>[^']+\.lock)': File exists", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeldLock();

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new PlanningException(PlanningCodes.Io, $"git cannot be started: {missing.Message}. Install git.");
        }
    }
}
