using System.Globalization;
using System.Text;

namespace Tasker.Executors.Processes.Native;

/// <summary>Who lives on a Linux machine, read from <c>/proc</c>.</summary>
internal sealed class ProcTable
{
    private const int MostOfEnvironment = 4 << 20;
    private const int KernelThreads = 2;

    /// <summary>Names the boot of this machine; empty when it is not told.</summary>
    public string BootId { get; } = ReadText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>One process, one that has ended but was not collected included; null when there is none.</summary>
    public ProcEntry? Read(int pid)
    {
        var text = ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));

        // The name in parentheses may hold anything, parentheses too: the last one closes it.
        var close = text.LastIndexOf(')');
        if (close < 0)
        {
            return null;
        }

        Span<Range> fields = stackalloc Range[22];
        var rest = text.AsSpan(close + 1).Trim();
        if (rest.Split(fields, ' ') < 20)
        {
            return null;
        }

        return new ProcEntry(
            new ProcessIdentity(pid, long.Parse(rest[fields[19]], CultureInfo.InvariantCulture), BootId),
            rest[fields[0]][0],
            int.Parse(rest[fields[1]], CultureInfo.InvariantCulture),
            int.Parse(rest[fields[2]], CultureInfo.InvariantCulture),
            int.Parse(rest[fields[3]], CultureInfo.InvariantCulture));
    }

    /// <summary>True when this very process lives.</summary>
    public bool IsAlive(ProcessIdentity identity) =>
        Read(identity.Pid) is { IsAlive: true } entry && entry.Identity == identity;

    /// <inheritdoc cref="IProcessPlatform.Family"/>
    public IReadOnlyList<FamilyMember> Family(FamilyQuery query)
    {
        var all = ReadAll();
        var spared = Spared(all);
        var markers = query.Markers.Select(Encoding.UTF8.GetBytes).ToArray();
        var members = new HashSet<int>();
        foreach (var entry in all.Values)
        {
            if (entry.Identity == query.Root || InSession(entry, query, all) || HasMarker(entry, markers))
            {
                members.Add(entry.Identity.Pid);
            }
        }

        AddDescendants(all, members);
        return
        [
            .. members.Where(pid => !spared.Contains(pid)).Order().Select(pid => all[pid])
                .Where(e => e.IsAlive)
                .Select(e => new FamilyMember(e.Identity, e.Session, e.Group, e.State is 'T' or 't')),
        ];
    }

    /// <summary>A leader other than the root has got the id after our session had ended: its session is not ours.</summary>
    private static bool InSession(ProcEntry entry, FamilyQuery query, Dictionary<int, ProcEntry> all) =>
        query.Session is { } leader && (entry.Session == leader || entry.Group == leader)
        && (!all.TryGetValue(leader, out var holder) || holder.Identity == query.Root);

    private static void AddDescendants(Dictionary<int, ProcEntry> all, HashSet<int> members)
    {
        var children = all.Values.ToLookup(e => e.Parent, e => e.Identity.Pid);
        var open = new Stack<int>(members);
        while (open.TryPop(out var pid))
        {
            foreach (var child in children[pid])
            {
                if (members.Add(child))
                {
                    open.Push(child);
                }
            }
        }
    }

    private static HashSet<int> Spared(Dictionary<int, ProcEntry> all)
    {
        var spared = new HashSet<int> { 0, 1, KernelThreads };
        for (var pid = Environment.ProcessId; spared.Add(pid) && all.TryGetValue(pid, out var entry);)
        {
            pid = entry.Parent;
        }

        return spared;
    }

    private static bool HasMarker(ProcEntry entry, byte[][] markers)
    {
        if (markers.Length == 0 || entry.Parent == KernelThreads || !entry.IsAlive)
        {
            return false;
        }

        var environment = ReadBytes(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{entry.Identity.Pid}/environ"), MostOfEnvironment).Span;
        foreach (var marker in markers)
        {
            for (var from = 0; environment[from..].IndexOf(marker) is >= 0 and var at; from += at + 1)
            {
                var (start, end) = (from + at, from + at + marker.Length);
                if ((start == 0 || environment[start - 1] == 0) && (end == environment.Length || environment[end] == 0))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path, 4096).Span);

    /// <summary>Empty when the process is gone or another user's.</summary>
    private static ReadOnlyMemory<byte> ReadBytes(string path, int most)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var (bytes, length) = (new byte[4096], 0);
            while (RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and var count)
            {
                length += count;
                if (length >= most)
                {
                    break;
                }

                if (length == bytes.Length)
                {
                    Array.Resize(ref bytes, bytes.Length * 2);
                }
            }

            return bytes.AsMemory(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private Dictionary<int, ProcEntry> ReadAll()
    {
        var all = new Dictionary<int, ProcEntry>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read(pid) is { } entry)
            {
                all[pid] = entry;
            }
        }

        return all;
    }
}
