using Tasker.Executors.Processes.Native;

namespace Tasker.Executors.Processes;

/// <summary>Ends all processes of an attempt: asks, waits, ends them, and looks for strays until none is left.</summary>
/// <param name="platform">Finds and signals.</param>
/// <param name="time">Measures the grace time.</param>
internal sealed class TreeStop(IProcessPlatform platform, TimeProvider time)
{
    // Something that starts processes faster than they are ended, or that cannot be ended, is not chased for ever.
    private const int MostRounds = 100;
    private const int MostWaits = 3;
    private static readonly TimeSpan EndingLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <summary>Ends the family of an attempt.</summary>
    /// <param name="root">Its first process; null: it is gone.</param>
    /// <param name="session">The session that its first process led, if it did.</param>
    /// <param name="markers">What its processes carry in their environment.</param>
    /// <param name="ask">The signal that asks.</param>
    /// <param name="grace">From asking to ending; zero: nobody is asked.</param>
    public async Task<StopReport> StopAsync(
        IRunningProcess? root, int? session, IReadOnlyList<string> markers, int ask, TimeSpan grace)
    {
        using var over = new CancellationTokenSource();
        var pursuit = new Pursuit(platform, root, new FamilyQuery(root?.Identity, session, markers));
        if (grace > TimeSpan.Zero)
        {
            var limit = Task.Delay(grace, time, over.Token);
            while (!limit.IsCompleted && pursuit.Look() is { Count: > 0 } family)
            {
                // Jobs that a shell has in the background are deaf to SIGINT: once its first process has taken it, the rest is asked
                // louder.
                var first = ask != Signals.Terminate && root is { Exited.IsCompleted: false } ? root.Exited : limit;
                pursuit.Ask(family, first == limit ? Signals.Terminate : ask);
                await GoneAsync(family, root, Task.WhenAny(limit, first));
            }
        }

        var waits = 0;
        for (var round = 0; round < MostRounds && waits < MostWaits && pursuit.Look() is { Count: > 0 } family; round++)
        {
            pursuit.End(family);
            var limit = Task.Delay(EndingLimit, time, over.Token);
            await GoneAsync(family, root, limit);
            waits += limit.IsCompleted ? 1 : 0;
        }

        await over.CancelAsync();
        return pursuit.Report();
    }

    /// <summary>Waits until all of them have ended, or the limit.</summary>
    private async Task GoneAsync(IReadOnlyList<FamilyMember> family, IRunningProcess? root, Task limit)
    {
        var watches = new List<IRunningProcess>();
        var ends = new List<Task>();
        foreach (var member in family.Where(m => m.Identity != root?.Identity))
        {
            if (platform.Watch(member.Identity) is { } watch)
            {
                watches.Add(watch);
                ends.Add(watch.Exited);
            }
            else if (platform.Identify(member.Identity.Pid) == member.Identity)
            {
                // It lives and cannot be watched, for want of descriptors: look again soon.
                ends.Add(Task.Delay(Breath, time));
            }
        }

        if (root is not null)
        {
            ends.Add(root.Exited);
        }

        await Task.WhenAny(Task.WhenAll(ends), limit);
        watches.ForEach(w => w.Dispose());
    }

    private sealed class Pursuit(IProcessPlatform platform, IRunningProcess? root, FamilyQuery query)
    {
        private readonly HashSet<ProcessIdentity> _met = [];
        private readonly HashSet<ProcessIdentity> _outOfReach = [];
        private readonly HashSet<(ProcessIdentity Process, int Signal)> _asked = [];
        private int _living;

        /// <summary>
        /// Who lives. A table is not read at one instant: that nobody does is believed when nobody was met, or at the second look.
        /// </summary>
        public List<FamilyMember> Look()
        {
            var family = LookOnce();
            return family.Count > 0 || _met.Count == 0 ? family : LookOnce();
        }

        public void Ask(List<FamilyMember> family, int signal)
        {
            var leader = root is { SignalsGroup: true, Exited.IsCompleted: false } ? root.Pid : 0;
            foreach (var member in family.Where(m => _asked.Add((m.Identity, signal))))
            {
                // The group of the first process is asked with it; asked twice, many programs give up tidying.
                if (member.Identity == root?.Identity)
                {
                    root.Signal(signal);
                }
                else if (leader == 0 || member.Group != leader)
                {
                    platform.Signal(member.Identity, signal);
                }

                if (member.IsHalted)
                {
                    platform.Signal(member.Identity, Signals.Continue);
                }
            }
        }

        public void End(List<FamilyMember> family)
        {
            root?.Signal(Signals.Kill);
            foreach (var identity in family.Select(m => m.Identity))
            {
                if (!platform.Signal(identity, Signals.Kill) && platform.Identify(identity.Pid) == identity)
                {
                    _outOfReach.Add(identity);
                }
            }
        }

        public StopReport Report()
        {
            var left = _living + _outOfReach.Count(i => platform.Identify(i.Pid) == i);
            return new StopReport(_met.Count(i => i.Pid != root?.Pid), left);
        }

        private List<FamilyMember> LookOnce()
        {
            var family = platform.Family(query).Where(m => !_outOfReach.Contains(m.Identity)).ToList();

            // A first process that no table shows is still known until it has ended.
            if (root is { Exited.IsCompleted: false, Identity: { } first } && !family.Exists(m => m.Identity == first)
                && !_outOfReach.Contains(first))
            {
                family.Add(new FamilyMember(first, root.Pid, root.Pid, IsHalted: false));
            }

            _met.UnionWith(family.Select(m => m.Identity));
            _living = family.Count;
            return family;
        }
    }
}
