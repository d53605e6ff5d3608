using System.Diagnostics;
using System.Globalization;

namespace Tasker.Executors.Processes.Native;

/// <summary>Who lives on a Unix machine without <c>/proc</c>, as <c>ps</c> tells it.</summary>
internal static class PsTable
{
    /// <summary>The family; descendants of the root, and whoever shows a marker in its environment.</summary>
    public static IReadOnlyList<FamilyMember> Family(FamilyQuery query, IProcessPlatform platform)
    {
        var parents = Parents(Ask("-axo", "pid=,ppid=,stat="));
        var members = Marked(Ask("-axwwE", "-o", "pid=,command="), query.Markers);
        if (query.Root is { } root && platform.Identify(root.Pid) == root)
        {
            members.Add(root.Pid);
        }

        var grown = true;
        while (grown)
        {
            var before = members.Count;
            members.UnionWith(parents.Where(p => members.Contains(p.Value.Parent)).Select(p => p.Key).ToArray());
            grown = members.Count > before;
        }

        for (var pid = Environment.ProcessId; pid > 1; pid = parents.GetValueOrDefault(pid).Parent)
        {
            members.Remove(pid);
        }

        return
        [
            .. members.Where(pid => pid > 1).Order()
                .Select(pid => (platform.Identify(pid), State: parents.GetValueOrDefault(pid).State))
                .Where(m => m.Item1 is not null && m.State is not 'Z')
                .Select(m => new FamilyMember(m.Item1!.Value, 0, 0, m.State is 'T')),
        ];
    }

    /// <summary>Reads <c>pid ppid stat</c> lines.</summary>
    internal static Dictionary<int, (int Parent, char State)> Parents(IEnumerable<string> lines)
    {
        var parents = new Dictionary<int, (int, char)>();
        foreach (var line in lines)
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length >= 3 && TryPid(parts[0], out var pid) && TryPid(parts[1], out var parent))
            {
                parents[pid] = (parent, parts[2][0]);
            }
        }

        return parents;
    }

    /// <summary>Reads <c>pid command environment</c> lines. A marker counts where a word begins and ends.</summary>
    internal static HashSet<int> Marked(IEnumerable<string> lines, IReadOnlyList<string> markers)
    {
        var marked = new HashSet<int>();
        foreach (var line in lines)
        {
            var text = line.Trim();
            var space = text.IndexOf(' ');
            if (space > 0 && TryPid(text[..space], out var pid)
                && markers.Any(m => (text + ' ').Contains(' ' + m + ' ', StringComparison.Ordinal)))
            {
                marked.Add(pid);
            }
        }

        return marked;
    }

    private static bool TryPid(string text, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid);

    private static string[] Ask(params string[] arguments)
    {
        using var ps = Process.Start(new ProcessStartInfo("/bin/ps", arguments) { RedirectStandardOutput = true })!;
        var text = ps.StandardOutput.ReadToEnd();
        ps.WaitForExit();
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
