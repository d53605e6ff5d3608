using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>
/// Whether something could wait for itself once nodes are added to a group. Costs what the addition touches, not the size of the run.
/// </summary>
/// <remarks>
/// A circle that a new node closes leaves it by one of its needs and comes back by the group, which ends only after it. So one is possible
/// only if the end of the group comes before something that is needed. That is looked for from both sides in turn, and who is through first
/// without having met the other has the answer: a group that nobody waits for is through at once, however much stands before what is
/// needed. The moments of a node are those of <c>CycleChecks</c>: it starts, all but its stopped background members have ended, it ends.
/// </remarks>
internal sealed class AdditionWaits
{
    private const int Start = 0;
    private const int Rest = 1;
    private const int End = 2;
    private const int Moments = 3;

    private readonly RunPlan _plan;

    private AdditionWaits(RunPlan plan) => _plan = plan;

    /// <summary>Moments and orders between them that were looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Looks for a circle.</summary>
    /// <param name="plan">The run without the new nodes.</param>
    /// <param name="parent">The group that gets them.</param>
    /// <param name="needs">What they need of the nodes that are there.</param>
    /// <param name="looked">How much was looked at.</param>
    public static bool MayCircle(RunPlan plan, int parent, IEnumerable<(int Node, NeedKind Kind)> needs, out int looked)
    {
        var waits = new AdditionWaits(plan);
        HashSet<int> needed = [.. needs.Select(need => waits.Needed(need.Node, need.Kind))];
        var may = needed.Count > 0 && waits.Meet(needed, Moment(parent, Rest));
        looked = waits.Looked;
        return may;
    }

    private bool Meet(HashSet<int> needed, int end)
    {
        var before = new Walk(needed, Before);
        var after = new Walk([end], After);
        while (true)
        {
            Looked += 2;
            if (!before.Step(out var earlier) || !after.Step(out var later))
            {
                return false;
            }

            if (earlier == end || needed.Contains(later))
            {
                return true;
            }
        }
    }

    /// <summary>What must come before a moment.</summary>
    private IEnumerable<int> Before(int moment)
    {
        var node = moment / Moments;
        switch (moment % Moments)
        {
            case Start:
                if (_plan.ParentOf(node) is >= 0 and var parent)
                {
                    yield return Moment(parent, Start);
                }

                foreach (var need in _plan.NeedsOf(node))
                {
                    yield return Needed(need.Node, need.Kind);
                }

                break;
            case Rest:
                yield return Moment(node, Start);
                for (var i = 0; i < _plan.MembersOf(node).Length; i++)
                {
                    if (_plan.MembersOf(node)[i] is var member && !IsStopped(member))
                    {
                        yield return Moment(member, End);
                    }
                }

                foreach (var need in _plan.PatternNeedsOf(node))
                {
                    yield return Needed(need.Node, need.Kind);
                }

                break;
            default:
                yield return Moment(node, IsGroup(node) ? Rest : Start);
                if (IsStopped(node))
                {
                    yield return Moment(_plan.ParentOf(node), Rest);
                }

                for (var i = 0; i < _plan.MembersOf(node).Length; i++)
                {
                    if (_plan.MembersOf(node)[i] is var member && IsStopped(member))
                    {
                        yield return Moment(member, End);
                    }
                }

                break;
        }
    }

    /// <summary>What a moment must come before: <see cref="Before"/> from the other side.</summary>
    private IEnumerable<int> After(int moment)
    {
        var (node, which) = (moment / Moments, moment % Moments);
        if (which == Start)
        {
            yield return Moment(node, IsGroup(node) ? Rest : End);
        }
        else if (which == Rest)
        {
            yield return Moment(node, End);
        }
        else if (_plan.ParentOf(node) is >= 0 and var parent)
        {
            yield return Moment(parent, IsStopped(node) ? End : Rest);
        }

        for (var i = 0; which != End && i < _plan.MembersOf(node).Length; i++)
        {
            var member = _plan.MembersOf(node)[i];
            if (which == Start || IsStopped(member))
            {
                yield return Moment(member, which == Start ? Start : End);
            }
        }

        for (var i = 0; which != Rest && i < _plan.EdgesOf(node).Length; i++)
        {
            var edge = _plan.EdgesOf(node)[i];
            if (Needed(node, edge.Kind) == moment)
            {
                yield return Moment(edge.Target, Start);
            }
        }

        for (var i = 0; which != Rest && i < _plan.PatternsThatNeed(node).Length; i++)
        {
            yield return Moment(_plan.PatternsThatNeed(node)[i], Rest);
        }
    }

    private int Needed(int node, NeedKind kind) =>
        Moment(node, kind is NeedKind.Started && _plan[node] is StepSpec { Background: not null } ? Start : End);

    private bool IsGroup(int node) => _plan[node] is GroupSpec;

    private bool IsStopped(int node) => _plan[node] is StepSpec { Background.AtEnd: BackgroundEnd.Stop };

    private static int Moment(int node, int which) => (node * Moments) + which;

    /// <summary>Goes from moment to moment, one at each step, each once.</summary>
    private sealed class Walk
    {
        private readonly Func<int, IEnumerable<int>> _next;
        private readonly HashSet<int> _seen = [];
        private readonly Stack<IEnumerator<int>> _open = new();

        public Walk(IEnumerable<int> from, Func<int, IEnumerable<int>> next)
        {
            _next = next;
            _open.Push(from.GetEnumerator());
        }

        /// <summary>One order between two moments more; the later one may have been met before. False when there are no more.</summary>
        public bool Step(out int moment)
        {
            while (_open.TryPeek(out var at))
            {
                if (at.MoveNext())
                {
                    moment = at.Current;
                    if (_seen.Add(moment))
                    {
                        _open.Push(_next(moment).GetEnumerator());
                    }

                    return true;
                }

                _open.Pop();
            }

            moment = -1;
            return false;
        }
    }
}
