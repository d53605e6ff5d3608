using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Going on where an ended run stopped.</summary>
public sealed partial class RunRules
{
    /// <summary>
    /// Takes over what an ended run of the same workflow had finished: its fan-outs, added nodes, succeeded and hand-skipped steps.
    /// </summary>
    /// <param name="before">The ended run.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="facts">Gets the facts.</param>
    public void TakeOver(RunState before, DateTimeOffset now, List<RunFact> facts)
    {
        ArgumentNullException.ThrowIfNull(before);
        Begin(now, facts);
        for (var old = 1; old < before.Count; old++)
        {
            var node = _run.Find(before.IdOf(old));
            if (node < 0)
            {
                Emit(new RunFact.NodesAdded(_run.Find(before.IdOf(before.ParentOf(old))), [before.SpecOf(old)], _now));
                node = _run.Find(before.IdOf(old));
            }

            if (_run.SpecOf(node) is GroupSpec { ForEach: not null } && !before.MembersOf(old).IsEmpty)
            {
                Emit(new RunFact.FannedOut(
                    node, [.. before.MembersOf(old).ToArray().Select(m => before.ItemAt(m)?.Item ?? Value.None)], _now));
            }
            else if (IsFinished(before, old) && _run.StatusOf(node) is NodeStatus.Waiting)
            {
                Emit(new RunFact.Adopted(node, before.OutputsOf(old), $"run {before.RunId}", _now));
            }
        }
    }

    private static bool IsFinished(RunState before, int node) =>
        before.SpecOf(node) is StepSpec
        && (before.StatusOf(node) is NodeStatus.Succeeded
            || (before.StatusOf(node) is NodeStatus.Skipped && before.SkipOf(node) is SkipReason.ByHand));
}
