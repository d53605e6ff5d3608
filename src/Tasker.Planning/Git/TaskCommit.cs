using Tasker.Planning.Files;
using Tasker.Planning.Rollbacks;

namespace Tasker.Planning.Git;

/// <summary>Commits the files of one task and nothing else, whatever else is staged.</summary>
public static class TaskCommit
{
    private const int MostSearched = 200;

    /// <summary>What the commit of a task says: <c>T001: its name</c>.</summary>
    public static string MessageOf(string id, string name) => $"{TaskIds.Checked(id)}: {name.ReplaceLineEndings(" ")}";

    /// <summary>The newest commit of the files of a task with its message; null when there is none among the last 200 of these files.</summary>
    /// <exception cref="PlanningException">Git cannot be started.</exception>
    public static async Task<string?> FindAsync(string target, string message, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var files = new TargetFiles(target).Inside(paths);
        if (files.Count == 0)
        {
            return null;
        }

        var (exit, output, _) = await GitProgram.RunAsync(target, ["--literal-pathspecs", "log", $"-{MostSearched}", "--format=%H %s", "--", .. files], null, cancellationToken);
        return exit != 0 ? null : System.Text.Encoding.UTF8.GetString(output).Split('\n')
            .Where(line => line.EndsWith($" {message}", StringComparison.Ordinal) && line.IndexOf(' ', StringComparison.Ordinal) == line.Length - message.Length - 1)
            .Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]).FirstOrDefault();
    }

    /// <summary>Commits what has changed of the files, also what was deleted.</summary>
    /// <param name="target">The target directory; absolute.</param>
    /// <param name="id">The task.</param>
    /// <param name="name">Its name.</param>
    /// <param name="paths">Its files, from the target directory or absolute; those outside are left alone.</param>
    /// <param name="noVerify">True: hooks of the repository are not asked.</param>
    /// <param name="time">The clock, for pauses while another git works in the repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The commit and its files; no commit when nothing had changed.</returns>
    /// <exception cref="PlanningException">There is no repository, or git failed.</exception>
    public static async Task<(string? Sha, IReadOnlyList<string> Files, string Message)> RunAsync(
        string target, string id, string name, IEnumerable<string> paths, bool noVerify, TimeProvider time, CancellationToken cancellationToken)
    {
        var message = MessageOf(id, name);
        var files = new TargetFiles(target).Inside(paths);
        if (!Directory.Exists(target) || !GitProgram.IsInside(target))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"'{target}' is in no git repository. 'tasker ensure-git {target}' makes one.");
        }

        var changed = await ChangedAsync(target, files, cancellationToken);
        if (changed.Count == 0)
        {
            return (null, [], message);
        }

        // What is not known yet has to be named to git before a commit of paths takes it; what is staged besides stays staged.
        await GitProgram.ChangeAsync(target, time, cancellationToken, ["--literal-pathspecs", "add", "--all", "--force", "--", .. changed]);
        string[] options = noVerify ? ["--no-verify"] : [];
        try
        {
            await GitProgram.ChangeAsync(target, time, cancellationToken, ["--literal-pathspecs", "commit", "--quiet", .. options, "-m", message, "--only", "--", .. changed]);
        }
        catch (PlanningException)
        {
            // Somebody else who was asked for the same has committed them meanwhile.
            if ((await ChangedAsync(target, files, cancellationToken)).Count == 0)
            {
                return (null, [], message);
            }

            throw;
        }

        return (await GitProgram.HeadAsync(target, cancellationToken), changed, message);
    }
    private static async Task<List<string>> ChangedAsync(string target, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var changed = new List<string>();
        foreach (var file in files)
        {
            // Asked one by one: git refuses all when it knows one of them not at all.
            if ((await GitProgram.AskAsync(target, null, cancellationToken, "--literal-pathspecs", "status", "--porcelain", "--untracked-files=all", "--", file)).Length > 0)
            {
                changed.Add(file);
            }
        }

        return changed;
    }
}
