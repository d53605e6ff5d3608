using System.Text;
using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Finds processes of attempts by the marker that each of them carries in its environment. Only where the system tells environments (Linux).</summary>
public static class Strays
{
    private static readonly byte[] Marker = "TASKER_ATTEMPT="u8.ToArray();

    /// <summary>All processes of attempts that this user may look at, ascending by their id.</summary>
    public static IReadOnlyList<Stray> Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var found = new List<Stray>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && pid != Environment.ProcessId && KeyOf(folder) is { } key)
            {
                found.Add(new Stray(pid, key, NameOf(folder)));
            }
        }

        found.Sort((a, b) => a.ProcessId.CompareTo(b.ProcessId));
        return found;
    }

    /// <summary>Ends all processes of a run at once, without asking them.</summary>
    /// <returns>How many there were.</returns>
    public static int End(string runId)
    {
        if (runId.Length == 0)
        {
            return 0;
        }

        var ended = 0;
        foreach (var stray in Find().Where(s => s.Attempt.StartsWith(runId + "/", StringComparison.Ordinal)))
        {
            // Between finding and ending another process could have got its id: the marker is looked at once more.
            if (KeyOf($"/proc/{stray.ProcessId}") == stray.Attempt)
            {
                _ = Libc.Kill(stray.ProcessId, Signals.Kill);
                ended++;
            }
        }

        return ended;
    }

    private static string? KeyOf(string folder)
    {
        try
        {
            var environment = File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan();
            while (environment.Length > 0)
            {
                var end = environment.IndexOf((byte)0);
                var entry = end < 0 ? environment : environment[..end];
                if (entry.StartsWith(Marker))
                {
                    return Encoding.UTF8.GetString(entry[Marker.Length..]);
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
