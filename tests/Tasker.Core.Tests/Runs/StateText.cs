using System.Globalization;
using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Runs;

/// <summary>Everything that a state remembers, as text: two states are equal when these are, to the byte.</summary>
internal static class StateText
{
    public static string Of(RunState run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{run.RunId} {run.Status} {run.Position} {run.LastFactAt.UtcTicks} {run.Message}\n");
        text.AppendJoin(',', run.Checkpoints.Select(c => $"{c}@{run.CheckpointPosition(c)}")).Append('\n');
        foreach (var pool in run.Workflow.Pools)
        {
            text.Append(CultureInfo.InvariantCulture, $"{pool.Name}={run.PoolUse(pool.Name)} ");
        }

        text.Append('\n');
        for (var node = 0; node < run.Count; node++)
        {
            ref readonly var s = ref run[node];
            text.Append(CultureInfo.InvariantCulture,
                $"{node} {run.IdOf(node)} {s.Status} {s.Flags & ~NodeFlags.Queued} {s.Stop} {s.Skip} {s.Unmet}/{s.Bad}/{s.Skipped} ");
            text.Append(CultureInfo.InvariantCulture,
                $"a{s.Attempts} t{s.Tries} l{s.Losses} o{s.OpenMembers} f{s.FailedMembers} ");
            text.Append(CultureInfo.InvariantCulture,
                $"v{s.OpenServices} p{s.ActiveMembers} c{s.Cause} ");
            text.Append(CultureInfo.InvariantCulture,
                $"{s.StartedAt} {s.EndedAt} {s.DueAt} {s.RetryAt} {s.StartPosition} {s.EndPosition} ");
            text.Append(run.SpecOf(node) is StepSpec ? run.LastEndOf(node) + run.QuestionOf(node) : run.NoteOf(node)).Append('\n');
        }

        return text.ToString();
    }
}
