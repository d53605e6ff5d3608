namespace Tasker.Core.Workflows.Checks;

/// <summary>Nothing waits for itself, by needs, by the order of sequences, or by what groups wait for.</summary>
/// <remarks>
/// Three moments of each node are compared: it starts, all but its stopped background members have ended (groups), it ends. A node
/// starts after the group above did and after what it needs; it ends after it started, a group after its members; a background step that is
/// stopped ends after everything else in its group. Walked with a stack of its own, each moment and each need once.
/// </remarks>
internal sealed class CycleChecks
{
    private const int Start = 0;
    private const int Rest = 1;
    private const int End = 2;
    private const int Moments = 3;
    private const int MostCycles = 10;
    private const int MostShown = 100;

    private readonly CheckedNodes _nodes;
    private readonly Findings _findings;
    private readonly byte[] _state;
    private readonly List<(int Moment, int Cursor)> _path = [];
    private int _cycles;

    private CycleChecks(CheckedNodes nodes, Findings findings) =>
        (_nodes, _findings, _state) = (nodes, findings, new byte[nodes.Count * Moments]);

    private enum Walked : byte
    {
        Not,
        Above,
        Done,
    }

    public static void Check(CheckedNodes nodes, Findings findings)
    {
        var checks = new CycleChecks(nodes, findings);
        for (var node = 0; node < nodes.Count; node++)
        {
            checks.Walk((node * Moments) + End);
        }
    }

    private void Walk(int first)
    {
        if (_state[first] != (byte)Walked.Not)
        {
            return;
        }

        Enter(first);
        while (_path.Count > 0)
        {
            var (moment, cursor) = _path[^1];
            if (!Next(moment, ref cursor, out var before))
            {
                _state[moment] = (byte)Walked.Done;
                _path.RemoveAt(_path.Count - 1);
                continue;
            }

            _path[^1] = (moment, cursor);
            if (before < 0 || _state[before] == (byte)Walked.Done)
            {
                continue;
            }

            if (_state[before] == (byte)Walked.Not)
            {
                Enter(before);
            }
            else if (_cycles++ < MostCycles)
            {
                Tell(before);
            }
        }
    }

    private void Enter(int moment)
    {
        _state[moment] = (byte)Walked.Above;
        _path.Add((moment, 0));
    }

    /// <summary>
    /// The next moment that must come before this one; -1 when there is none at the cursor. False when there are no more.
    /// </summary>
    private bool Next(int moment, ref int cursor, out int before)
    {
        var node = moment / Moments;
        before = -1;
        return (moment % Moments) switch
        {
            Start => BeforeStart(node, cursor++, out before),
            Rest => BeforeRest(node, ref cursor, out before),
            _ => BeforeEnd(node, ref cursor, out before),
        };
    }

    private bool BeforeStart(int node, int cursor, out int before)
    {
        before = -1;
        switch (cursor)
        {
            case 0:
                before = _nodes.ParentOf(node) is >= 0 and var parent ? Moment(parent, Start) : -1;
                return true;
            case 1:
                before = _nodes.PreviousOf(node) is >= 0 and var previous ? Moment(previous, IsBackground(previous) ? Start : End) : -1;
                return true;
            default:
                var needed = _nodes.NeededBy(node);
                if (cursor - 2 >= needed.Length)
                {
                    return false;
                }

                if (needed[cursor - 2] is >= 0 and var other)
                {
                    before = Moment(other, IsBackground(other) && _nodes[node].Needs[cursor - 2].Until is NeedKind.Started ? Start : End);
                }

                return true;
        }
    }

    private bool BeforeRest(int node, ref int cursor, out int before)
    {
        if (cursor == 0)
        {
            (before, cursor) = (Moment(node, Start), node + 1);
            return true;
        }

        before = -1;
        if (cursor >= _nodes.EndOf(node))
        {
            return false;
        }

        before = IsStopped(cursor) ? -1 : Moment(cursor, End);
        cursor = _nodes.EndOf(cursor);
        return true;
    }

    private bool BeforeEnd(int node, ref int cursor, out int before)
    {
        if (cursor == 0)
        {
            var isGroup = _nodes[node] is GroupSpec;
            (before, cursor) = (Moment(node, isGroup ? Rest : Start), node + 1);
            return true;
        }

        before = -1;
        if (_nodes[node] is not GroupSpec)
        {
            before = IsStopped(node) ? Moment(_nodes.ParentOf(node), Rest) : -1;
            return cursor++ == node + 1;
        }

        if (cursor >= _nodes.EndOf(node))
        {
            return false;
        }

        before = IsStopped(cursor) ? Moment(cursor, End) : -1;
        cursor = _nodes.EndOf(cursor);
        return true;
    }

    private bool IsBackground(int node) => _nodes[node] is StepSpec { Background: not null };

    private bool IsStopped(int node) => _nodes[node] is StepSpec { Background.AtEnd: BackgroundEnd.Stop };

    private static int Moment(int node, int which) => (node * Moments) + which;

    private void Tell(int closing)
    {
        var from = _path.FindLastIndex(p => p.Moment == closing);
        var cycle = new List<int>();
        var stopped = -1;
        for (var i = from; i < _path.Count; i++)
        {
            var (moment, node) = (_path[i].Moment, _path[i].Moment / Moments);
            var next = i + 1 < _path.Count ? _path[i + 1].Moment : closing;
            stopped = IsStopped(node) && moment % Moments == End && next % Moments == Rest ? node : stopped;
            if (cycle.Count == 0 || cycle[^1] != node)
            {
                cycle.Add(node);
            }
        }

        if (cycle.Count > 1 && cycle[^1] == cycle[0])
        {
            cycle.RemoveAt(cycle.Count - 1);
        }

        var first = cycle.IndexOf(cycle.Min());
        IEnumerable<int> turned = [.. cycle.Skip(first), .. cycle.Take(first), cycle[first]];
        var names = turned.Select(n => Findings.Clip(Name(n)));
        var shown = cycle.Count < MostShown ? string.Join(" -> ", names)
            : $"{string.Join(" -> ", names.Take(MostShown))} -> … ({cycle.Count - MostShown} more) -> {Findings.Clip(Name(cycle[first]))}";
        _findings.Error(Codes.Cycle, _nodes[cycle[first]].Where, $"These wait for one another: {shown}.", Why(cycle),
            stopped < 0 ? "Remove one of these needs."
                : $"'{Findings.Clip(Name(stopped))}' is stopped when all else in its group has ended; wait only until it has started.");
    }

    private string Why(List<int> cycle) =>
        cycle.Exists(n => _nodes[n] is GroupSpec)
            ? "An arrow means 'waits for': a member waits for its group to start, and a group for its members to end."
            : "An arrow means 'waits for'.";

    private string Name(int node) => node == 0 ? "(the whole)" : _nodes[node].Id;
}
