using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>
/// Facts as JSON for people and programs: one object on one line, nodes by their full ids. Names and versions are those of
/// <c>FactCodec</c>.
/// </summary>
/// <remarks>For showing only; nothing is read back from it. A field is never renamed; more fields may come.</remarks>
public static class FactJson
{
    /// <summary>The version of the form of a line, its field <c>version</c>.</summary>
    public const int Version = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = RelaxedEncoder.Instance };

    /// <summary>One fact as one line, without a line end.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="position">Number of facts before it.</param>
    /// <param name="idOf">Full id of a node by its number.</param>
    public static string Write(RunFact fact, long position, Func<int, string> idOf)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(idOf);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteNumber("position", position);
            writer.WriteString("at", Time(fact.At));
            writer.WriteString("fact", FactCodec.NameOf(fact));
            Fields(writer, fact, idOf);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Fields(Utf8JsonWriter writer, RunFact fact, Func<int, string> idOf)
    {
        switch (fact)
        {
            case RunFact.RunCreated f:
                writer.WriteString("run", f.RunId);
                writer.WriteString("workflow", f.WorkflowHash);
                Value(writer, "inputs", f.Inputs);
                Text(writer, "continues", f.Continues);
                break;
            case RunFact.Adopted f:
                writer.WriteString("node", idOf(f.Node));
                Value(writer, "outputs", f.Outputs);
                writer.WriteString("from", f.From);
                break;
            case RunFact.GroupStarted f:
                writer.WriteString("node", idOf(f.Node));
                break;
            case RunFact.FannedOut f:
                writer.WriteString("node", idOf(f.Node));
                Value(writer, "items", new Value.List(f.Items));
                break;
            case RunFact.NodesAdded f:
                writer.WriteString("node", idOf(f.Parent));
                Ids(writer, "nodes", f.Nodes);
                break;
            case RunFact.Skipped f:
                writer.WriteString("node", idOf(f.Node));
                writer.WriteString("reason", Word(f.Reason));
                Text(writer, "note", f.Note);
                break;
            case RunFact.AttemptStarted f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                break;
            case RunFact.AttemptBegan f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                writer.WriteString("handle", f.Handle);
                break;
            case RunFact.AttemptReady f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                break;
            case RunFact.AttemptStopping f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                writer.WriteString("cause", Word(f.Cause));
                break;
            case RunFact.AttemptEnded f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                End(writer, f.End);
                Time(writer, "retryAt", f.RetryAt);
                break;
            default:
                OtherFields(writer, fact, idOf);
                break;
        }
    }

    private static void OtherFields(Utf8JsonWriter writer, RunFact fact, Func<int, string> idOf)
    {
        switch (fact)
        {
            case RunFact.GroupStopping f:
                writer.WriteString("node", idOf(f.Node));
                writer.WriteString("cause", Word(f.Cause));
                Text(writer, "causedBy", f.CauseNode < 0 ? null : idOf(f.CauseNode));
                writer.WriteBoolean("force", f.Force);
                break;
            case RunFact.GroupEnded f:
                writer.WriteString("node", idOf(f.Node));
                writer.WriteBoolean("succeeded", f.Succeeded);
                Text(writer, "message", f.Message);
                Time(writer, "retryAt", f.RetryAt);
                break;
            case RunFact.RetryAsked f:
                writer.WriteString("node", idOf(f.Node));
                writer.WriteString("by", f.By);
                break;
            case RunFact.Paused f:
                writer.WriteString("by", f.By);
                break;
            case RunFact.Resumed f:
                writer.WriteString("by", f.By);
                break;
            case RunFact.AbortAsked f:
                writer.WriteString("by", f.By);
                writer.WriteString("reason", f.Reason);
                break;
            case RunFact.Asked f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                writer.WriteString("question", f.Question);
                break;
            case RunFact.Answered f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                writer.WriteBoolean("approved", f.Approved);
                writer.WriteString("by", f.By);
                Text(writer, "comment", f.Comment);
                break;
            case RunFact.CheckpointMade f:
                writer.WriteString("name", f.Name);
                break;
            case RunFact.Restored f:
                writer.WriteString("name", f.Name);
                break;
            case RunFact.MonitorChecked f:
                Attempt(writer, idOf(f.Node), f.Attempt);
                writer.WriteString("monitor", f.Monitor);
                writer.WriteString("outcome", Word(f.Outcome));
                Text(writer, "text", f.Text);
                break;
            case RunFact.RunEnded f:
                writer.WriteString("status", Word(f.Status));
                Text(writer, "message", f.Message);
                break;
            default:
                throw new UnreachableException($"FactJson has no case for {fact.GetType().Name}.");
        }
    }

    private static void Attempt(Utf8JsonWriter writer, string node, int attempt)
    {
        writer.WriteString("node", node);
        writer.WriteNumber("attempt", attempt);
    }

    private static void End(Utf8JsonWriter writer, AttemptEnd end)
    {
        writer.WriteString("outcome", Word(end.Outcome));
        if (end.ExitCode is { } code)
        {
            writer.WriteNumber("exitCode", code);
        }

        if (end.Signal is { } signal)
        {
            writer.WriteNumber("signal", signal);
        }

        Text(writer, "message", end.Message);
        if (!end.Outputs.Fields.IsEmpty)
        {
            Value(writer, "outputs", end.Outputs);
        }

        if (end.Usage is { } usage)
        {
            writer.WriteStartObject("usage");
            writer.WriteNumber("inputTokens", usage.InputTokens);
            writer.WriteNumber("outputTokens", usage.OutputTokens);
            if (usage.CostUsd is { } cost)
            {
                writer.WriteNumber("costUsd", cost);
            }

            writer.WriteEndObject();
        }
    }

    private static void Value(Utf8JsonWriter writer, string name, Value value)
    {
        writer.WritePropertyName(name);
        ValueJson.Write(writer, value);
    }

    private static void Ids(Utf8JsonWriter writer, string name, IEnumerable<NodeSpec> nodes)
    {
        writer.WriteStartArray(name);
        foreach (var node in nodes)
        {
            writer.WriteStringValue(node.Id);
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            writer.WriteString(name, Time(at));
        }
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Word(SkipReason reason) => reason switch
    {
        SkipReason.Condition => "condition",
        SkipReason.Upstream => "upstream",
        SkipReason.ByHand => "by-hand",
        _ => "none",
    };

    private static string Word(StopCause cause) => cause switch
    {
        StopCause.TimedOut => "timed-out",
        StopCause.Failure => "failure",
        StopCause.Aborted => "aborted",
        StopCause.NoLongerNeeded => "no-longer-needed",
        StopCause.Restored => "restored",
        StopCause.NotReady => "not-ready",
        StopCause.Stalled => "stalled",
        _ => "none",
    };

    private static string Word(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.Failed => "failed",
        AttemptOutcome.TimedOut => "timed-out",
        AttemptOutcome.Cancelled => "cancelled",
        AttemptOutcome.Lost => "lost",
        _ => "unknown",
    };

    private static string Word(MonitorOutcome outcome) => outcome switch
    {
        MonitorOutcome.Ok => "ok",
        MonitorOutcome.Alert => "alert",
        _ => "broken",
    };

    private static string Word(RunStatus status) => status switch
    {
        RunStatus.Running => "running",
        RunStatus.Paused => "paused",
        RunStatus.Stopping => "stopping",
        RunStatus.Succeeded => "succeeded",
        RunStatus.Failed => "failed",
        RunStatus.Aborted => "aborted",
        RunStatus.TimedOut => "timed-out",
        _ => "unknown",
    };
}
