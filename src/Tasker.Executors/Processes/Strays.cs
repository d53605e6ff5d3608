using System.Text;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>
/// Finds processes of attempts by the mark that each of them carries in its environment. Only where the system tells environments (Linux).
/// </summary>
public static class Strays
{
    /// <summary>All processes of a project's attempts that this user may look at, ascending by their id.</summary>
    /// <param name="root">The project root; other projects' runs may have the same ids.</param>
    public static IReadOnlyList<Stray> Find(string root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var mark = MarkOf(root);
        var found = new List<Stray>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && pid != Environment.ProcessId && KeyOf(folder, mark) is { } key)
            {
                found.Add(new Stray(pid, key, NameOf(folder)));
            }
        }

        found.Sort((a, b) => a.ProcessId.CompareTo(b.ProcessId));
        return found;
    }

    /// <summary>Ends all processes of a run at once, without asking them.</summary>
    /// <param name="root">The project root.</param>
    /// <param name="runId">The run; empty: nothing is ended.</param>
    /// <returns>How many there were.</returns>
    public static int End(string root, string runId)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(runId);
        if (runId.Length == 0)
        {
            return 0;
        }

        var mark = MarkOf(root);
        var ended = 0;
        foreach (var stray in Find(root).Where(s => s.Attempt.StartsWith(runId + "/", StringComparison.Ordinal)))
        {
            // Between finding and ending another process could have got its id: the mark is looked at once more.
            if (KeyOf($"/proc/{stray.ProcessId}", mark) == stray.Attempt)
            {
                _ = Libc.Kill(stray.ProcessId, Signals.Kill);
                ended++;
            }
        }

        return ended;
    }

    private static byte[] MarkOf(string root) => Encoding.UTF8.GetBytes($"{ProcessMark.Attempt}={ProcessMark.OfProject(root)}");

    private static string? KeyOf(string folder, byte[] mark)
    {
        try
        {
            var environment = File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan();
            while (environment.Length > 0)
            {
                var end = environment.IndexOf((byte)0);
                var entry = end < 0 ? environment : environment[..end];
                if (entry.StartsWith(mark))
                {
                    return Encoding.UTF8.GetString(entry[mark.Length..]);
                }

                environment = end < 0 ? [] : environment[(end + 1)..];
            }
        }
        catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to somebody else.
        }

        return null;
    }

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).Trim();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}

/// <summary>A process of an attempt.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Attempt">The attempt that it belongs to: <c>run/step/attempt</c>.</param>
/// <param name="Name">Its program.</param>
public sealed record Stray(int ProcessId, string Attempt, string Name)
{
    /// <summary>The run that it belongs to.</summary>
    public string RunId => Attempt[..Math.Max(0, Attempt.IndexOf('/', StringComparison.Ordinal))];
}
