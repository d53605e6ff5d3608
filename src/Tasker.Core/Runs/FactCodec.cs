using System.Buffers;
using System.Diagnostics;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>Facts as bytes and back. The numbers of the kinds are pinned: a changed fact gets a new number beside the old one.</summary>
/// <remarks>
/// A segment is facts one after the other: kind, time (the first in microseconds since 1970, each further one since the one before),
/// then the parts of the fact in the order of their declaration. No segment needs another one to be read.
/// </remarks>
public static class FactCodec
{
    /// <summary>Writes facts as one segment.</summary>
    public static void Encode(IEnumerable<RunFact> facts, IBufferWriter<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(buffer);
        var writer = new FactWriter(buffer);
        long before = 0;
        foreach (var fact in facts)
        {
            var at = (fact.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            writer.Byte((byte)KindOf(fact));
            writer.Signed(at - before);
            before = at;
            Write(writer, fact);
        }
    }

    /// <summary>Reads a segment.</summary>
    /// <exception cref="FormatException">The bytes are no segment, or a newer Tasker wrote them.</exception>
    public static IReadOnlyList<RunFact> Decode(ReadOnlySpan<byte> segment)
    {
        var facts = new List<RunFact>();
        Decode(segment, facts.Add);
        return facts;
    }

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static void Decode(ReadOnlySpan<byte> segment, Action<RunFact> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        var reader = new FactReader(segment);
        long micros = 0;
        while (!reader.AtEnd)
        {
            var kind = (FactKind)reader.Byte();
            micros += reader.Signed();
            if (micros is < 0 or > 100_000_000_000_000_000)
            {
                throw new FormatException($"The time before byte {reader.Offset} is out of range.");
            }

            take(Read(ref reader, kind, DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)));
        }
    }

    /// <summary>The pinned name and version of a fact, as <c>tasker runs history</c> shows it.</summary>
    public static string NameOf(RunFact fact) => KindOf(fact) switch
    {
        FactKind.RunCreated => "run.created/1",
        FactKind.Adopted => "step.adopted/1",
        FactKind.GroupStarted => "group.started/1",
        FactKind.FannedOut => "group.fanned-out/1",
        FactKind.NodesAdded => "group.nodes-added/1",
        FactKind.Skipped => "node.skipped/1",
        FactKind.AttemptStarted => "attempt.started/1",
        FactKind.AttemptBegan => "attempt.began/1",
        FactKind.AttemptReady => "attempt.ready/1",
        FactKind.AttemptStopping => "attempt.stopping/1",
        FactKind.AttemptEnded => "attempt.ended/1",
        FactKind.GroupStopping => "group.stopping/1",
        FactKind.GroupEnded => "group.ended/1",
        FactKind.RetryAsked => "node.retry-asked/1",
        FactKind.Paused => "run.paused/1",
        FactKind.Resumed => "run.resumed/1",
        FactKind.Answered => "approval.answered/1",
        FactKind.Asked => "approval.asked/1",
        FactKind.CheckpointMade => "checkpoint.made/1",
        FactKind.Restored => "checkpoint.restored/1",
        FactKind.MonitorChecked => "monitor.checked/1",
        FactKind.RunEnded => "run.ended/1",
        FactKind.AbortAsked => "run.abort-asked/1",
        var kind => throw new UnreachableException($"FactCodec has no name for {kind}."),
    };

    private static FactKind KindOf(RunFact fact) => fact switch
    {
        RunFact.AttemptStarted => FactKind.AttemptStarted,
        RunFact.AttemptEnded => FactKind.AttemptEnded,
        RunFact.RunCreated => FactKind.RunCreated,
        RunFact.Adopted => FactKind.Adopted,
        RunFact.GroupStarted => FactKind.GroupStarted,
        RunFact.FannedOut => FactKind.FannedOut,
        RunFact.NodesAdded => FactKind.NodesAdded,
        RunFact.Skipped => FactKind.Skipped,
        RunFact.AttemptBegan => FactKind.AttemptBegan,
        RunFact.AttemptReady => FactKind.AttemptReady,
        RunFact.AttemptStopping => FactKind.AttemptStopping,
        RunFact.GroupStopping => FactKind.GroupStopping,
        RunFact.GroupEnded => FactKind.GroupEnded,
        RunFact.RetryAsked => FactKind.RetryAsked,
        RunFact.Paused => FactKind.Paused,
        RunFact.Resumed => FactKind.Resumed,
        RunFact.Answered => FactKind.Answered,
        RunFact.Asked => FactKind.Asked,
        RunFact.CheckpointMade => FactKind.CheckpointMade,
        RunFact.Restored => FactKind.Restored,
        RunFact.MonitorChecked => FactKind.MonitorChecked,
        RunFact.RunEnded => FactKind.RunEnded,
        RunFact.AbortAsked => FactKind.AbortAsked,
        _ => throw new UnreachableException($"FactCodec has no case for {fact.GetType().Name}."),
    };

    private static void Write(FactWriter w, RunFact fact)
    {
        switch (fact)
        {
            case RunFact.AttemptStarted f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                break;
            case RunFact.AttemptEnded f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                AttemptEndCodec.Write(w, f.End, f.RetryAt);
                break;
            case RunFact.RunCreated f:
                w.Text(f.RunId);
                w.Text(f.WorkflowHash);
                w.Value(f.Inputs);
                w.Text(f.Continues ?? "");
                break;
            case RunFact.Adopted f:
                w.Number(f.Node);
                w.Value(f.Outputs);
                w.Text(f.From);
                break;
            case RunFact.GroupStarted f:
                w.Number(f.Node);
                break;
            case RunFact.FannedOut f:
                w.Number(f.Node);
                w.Values(f.Items);
                break;
            case RunFact.NodesAdded f:
                w.Number(f.Parent);
                w.Number(f.Nodes.Length);
                foreach (var node in f.Nodes)
                {
                    w.Bytes(WorkflowCodec.EncodeNode(node));
                }

                break;
            case RunFact.Skipped f:
                w.Number(f.Node);
                w.Byte((byte)f.Reason);
                w.Text(f.Note);
                break;
            case RunFact.AttemptBegan f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                w.Text(f.Handle);
                break;
            case RunFact.AttemptReady f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                break;
            case RunFact.AttemptStopping f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                w.Byte((byte)f.Cause);
                break;
            case RunFact.GroupStopping f:
                w.Number(f.Node);
                w.Byte((byte)f.Cause);
                w.Signed(f.CauseNode);
                w.Byte(f.Force ? (byte)1 : (byte)0);
                break;
            case RunFact.GroupEnded f:
                w.Number(f.Node);
                w.Byte((byte)((f.Succeeded ? 1 : 0) | (f.RetryAt is null ? 0 : 2)));
                w.Text(f.Message);
                if (f.RetryAt is { } retryAt)
                {
                    w.Time(retryAt);
                }

                break;
            case RunFact.RetryAsked f:
                w.Number(f.Node);
                w.Text(f.By);
                break;
            case RunFact.Paused f:
                w.Text(f.By);
                break;
            case RunFact.Resumed f:
                w.Text(f.By);
                break;
            case RunFact.AbortAsked f:
                w.Text(f.By);
                w.Text(f.Reason);
                break;
            case RunFact.Asked f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                w.Text(f.Question);
                break;
            case RunFact.Answered f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                w.Byte(f.Approved ? (byte)1 : (byte)0);
                w.Text(f.By);
                w.Text(f.Comment);
                break;
            case RunFact.CheckpointMade f:
                w.Text(f.Name);
                break;
            case RunFact.Restored f:
                w.Text(f.Name);
                break;
            case RunFact.MonitorChecked f:
                w.Number(f.Node);
                w.Number(f.Attempt);
                w.Text(f.Monitor);
                w.Byte((byte)f.Outcome);
                w.Text(f.Text);
                break;
            case RunFact.RunEnded f:
                w.Byte((byte)f.Status);
                w.Text(f.Message);
                break;
            default:
                throw new UnreachableException($"FactCodec has no case for {fact.GetType().Name}.");
        }
    }

    private static RunFact Read(ref FactReader r, FactKind kind, DateTimeOffset at)
    {
        switch (kind)
        {
            case FactKind.AttemptStarted:
                return new RunFact.AttemptStarted(r.Int(), r.Int(), at);
            case FactKind.AttemptEnded:
                var (node, attempt) = (r.Int(), r.Int());
                var end = AttemptEndCodec.Read(ref r, out var retryAt);
                return new RunFact.AttemptEnded(node, attempt, end, retryAt, at);
            case FactKind.RunCreated:
                var (run, hash, inputs, continues) = (r.Text(), r.Text(), r.Map(), r.Text());
                return new RunFact.RunCreated(run, hash, inputs, continues.Length == 0 ? null : continues, at);
            case FactKind.Adopted:
                return new RunFact.Adopted(r.Int(), r.Map(), r.Text(), at);
            case FactKind.GroupStarted:
                return new RunFact.GroupStarted(r.Int(), at);
            case FactKind.FannedOut:
                return new RunFact.FannedOut(r.Int(), r.Values(), at);
            case FactKind.NodesAdded:
                var parent = r.Int();
                var nodes = new NodeSpec[Math.Min(r.Int(), 1_000_000)];
                for (var i = 0; i < nodes.Length; i++)
                {
                    nodes[i] = WorkflowCodec.DecodeNode(r.Bytes());
                }

                return new RunFact.NodesAdded(parent, [.. nodes], at);
            case FactKind.Skipped:
                return new RunFact.Skipped(r.Int(), (SkipReason)r.Byte(), r.Text(), at);
            case FactKind.AttemptBegan:
                return new RunFact.AttemptBegan(r.Int(), r.Int(), r.Text(), at);
            case FactKind.AttemptReady:
                return new RunFact.AttemptReady(r.Int(), r.Int(), at);
            case FactKind.AttemptStopping:
                return new RunFact.AttemptStopping(r.Int(), r.Int(), (StopCause)r.Byte(), at);
            case FactKind.GroupStopping:
                return new RunFact.GroupStopping(r.Int(), (StopCause)r.Byte(), (int)r.Signed(), r.Byte() != 0, at);
            case FactKind.GroupEnded:
                var (group, flags, message) = (r.Int(), r.Byte(), r.Text());
                return new RunFact.GroupEnded(group, (flags & 1) != 0, message, (flags & 2) != 0 ? r.Time() : null, at);
            case FactKind.RetryAsked:
                return new RunFact.RetryAsked(r.Int(), r.Text(), at);
            case FactKind.Paused:
                return new RunFact.Paused(r.Text(), at);
            case FactKind.Resumed:
                return new RunFact.Resumed(r.Text(), at);
            case FactKind.AbortAsked:
                return new RunFact.AbortAsked(r.Text(), r.Text(), at);
            case FactKind.Asked:
                return new RunFact.Asked(r.Int(), r.Int(), r.Text(), at);
            case FactKind.Answered:
                return new RunFact.Answered(r.Int(), r.Int(), r.Byte() != 0, r.Text(), r.Text(), at);
            case FactKind.CheckpointMade:
                return new RunFact.CheckpointMade(r.Text(), at);
            case FactKind.Restored:
                return new RunFact.Restored(r.Text(), at);
            case FactKind.MonitorChecked:
                return new RunFact.MonitorChecked(r.Int(), r.Int(), r.Text(), (MonitorOutcome)r.Byte(), r.Text(), at);
            case FactKind.RunEnded:
                return new RunFact.RunEnded((RunStatus)r.Byte(), r.Text(), at);
            default:
                throw new FormatException($"Fact kind {(int)kind} before byte {r.Offset} is unknown; a newer Tasker wrote it.");
        }
    }

    private enum FactKind : byte
    {
        RunCreated = 1,
        Adopted = 2,
        GroupStarted = 3,
        FannedOut = 4,
        NodesAdded = 5,
        Skipped = 6,
        AttemptStarted = 7,
        AttemptBegan = 8,
        AttemptReady = 9,
        AttemptStopping = 10,
        AttemptEnded = 11,
        GroupStopping = 12,
        GroupEnded = 13,
        RetryAsked = 14,
        Paused = 15,
        Resumed = 16,
        Answered = 17,
        CheckpointMade = 18,
        Restored = 19,
        MonitorChecked = 20,
        RunEnded = 21,
        Asked = 22,
        AbortAsked = 23,
    }
}
