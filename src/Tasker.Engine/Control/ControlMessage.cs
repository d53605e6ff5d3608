using System.Buffers;
using System.Text;
using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.Engine.Control;

/// <summary>What one process asks of the owner of a run. Steps are named by id, because numbers mean something only to the owner.</summary>
/// <param name="Do">pause, resume, abort, skip, retry, approve, refuse, checkpoint or restore.</param>
/// <param name="By">Who asks, for the journal.</param>
/// <param name="Node">Full id of a step or group; empty where none is meant.</param>
/// <param name="Text">The comment of an answer, the name of a checkpoint, or why a run is aborted.</param>
/// <param name="Attempt">The attempt that an answer is for; 0 for the latest.</param>
public sealed record ControlMessage(string Do, string By, string Node = "", string Text = "", int Attempt = 0)
{
    /// <summary>True for what concerns the run itself and no part of it, so that it can be asked without a look at the run.</summary>
    public bool IsForWholeRun => Do is "pause" or "resume" or "abort";

    /// <summary>The message as it is left in the journal's store.</summary>
    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ValueJson.Write(writer, Value.Map.From(
            [
                new("do", Value.Of(Do)), new("by", Value.Of(By)), new("node", Value.Of(Node)), new("text", Value.Of(Text)),
                new("attempt", Value.Of(Attempt)),
            ]));
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message; null when it is none of ours.</summary>
    public static ControlMessage? Decode(ReadOnlySpan<byte> message)
    {
        try
        {
            return ValueJson.Read(message) is Value.Map map
                ? new ControlMessage(
                    map["do"].ToText(), map["by"].ToText(), map["node"].ToText(), map["text"].ToText(),
                    map["attempt"] is Value.Number number ? (int)number.Amount : 0)
                : null;
        }
        catch (Exception foreign) when (foreign is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The message as an input of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="refusal">Why it makes no input; empty when it does.</param>
    public RunInput? ToInput(RunState run, out string refusal)
    {
        ArgumentNullException.ThrowIfNull(run);
        refusal = "";
        switch (Do)
        {
            case "pause":
                return new RunInput.Pause(By);
            case "resume":
                return new RunInput.Resume(By);
            case "abort":
                return new RunInput.Abort(By, Text);
            case "checkpoint":
                return new RunInput.Checkpoint(Text);
            case "restore":
                return new RunInput.Restore(Text);
        }

        var node = run.Find(Node);
        if (node < 0)
        {
            var known = Enumerable.Range(1, run.Count - 1).Select(run.IdOf);
            refusal = $"Run '{run.RunId}' has no step '{Node}'. "
                + Core.Diagnostics.Suggestions.DidYouMean(Node, known, $"'tasker runs show {run.RunId}' lists its steps.");
            return null;
        }

        switch (Do)
        {
            case "skip":
                return new RunInput.Skip(node, By);
            case "retry":
                return new RunInput.Retry(node, By);
            case "approve" or "refuse":
                return new RunInput.Answer(node, Attempt == 0 ? run.AttemptsOf(node) : Attempt, Do == "approve", By, Text);
            default:
                refusal = $"'{Do}' is nothing that a run can be asked for.";
                return null;
        }
    }
}
