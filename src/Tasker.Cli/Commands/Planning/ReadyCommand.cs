using System.Text;
using System.Text.Json;
using Tasker.Cli.Commands.Planning.Plain;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Cli.Commands.Planning;

/// <summary><c>tasker state ready</c>: one line a task that may start, and nothing at all when there is none.</summary>
internal static class ReadyCommand
{
    private static readonly PlainOption Limit = PlainOption.Number("--limit", "List at most so many.", 0, int.MaxValue);
    private static readonly PlainOption Explain = new("--explain", "List the others too, each with why it may not start.");
    private static readonly PlainOption Exclusive = new("--exclusive-files", "Leave out a task that writes a file of one before it.");

    public static PlainCommand Plain { get; } = new(RunAsync) { Options = [Limit, Explain, Exclusive] };

    private static Task<int> RunAsync(PlainCall call, CancellationToken cancellationToken)
    {
        var state = call.Store.Read();
        var ready = Readiness.Of(state);
        if (call.Is(Exclusive))
        {
            ready = FileConflicts.Without(ready);
        }

        var listed = call.Number(Limit) is { } most ? Some(ready, most) : ready;
        return call.AnswerAsync(() => Text(state, listed, call.Is(Explain)), writer => Write(writer, state, listed, Halting.Of(state, File.Exists(call.Folder.StopFile))));
    }

    private static PlanTask[] Some(IReadOnlyList<PlanTask> tasks, int most) => [.. tasks.Take(most)];

    private static string Text(PlanState state, IReadOnlyList<PlanTask> ready, bool explain)
    {
        var text = new StringBuilder();
        foreach (var task in ready)
        {
            text.Append(task.Id).Append(": ").Append(OneLine.Of(task.Name)).Append(" (phase ").Append(task.Phase).Append(")\n");
        }

        if (explain)
        {
            foreach (var (task, reasons) in NotReady(state))
            {
                text.Append($"# {task.Id} {task.Status.Word()}: {OneLine.Of(string.Join("; ", reasons))}\n");
            }
        }

        return text.ToString();
    }

    private static void Write(Utf8JsonWriter writer, PlanState state, IReadOnlyList<PlanTask> ready, Halting halting)
    {
        writer.WriteStartArray("ready"u8);
        foreach (var task in ready)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, task.Id);
            writer.WriteString("name"u8, task.Name);
            writer.WriteNumber("phase"u8, task.Phase);
            writer.WriteBoolean("steel_thread"u8, task.IsSteelThread);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("halted"u8, halting.IsHalted);
        writer.WriteStartArray("not_ready"u8);
        foreach (var (task, reasons) in NotReady(state))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, task.Id);
            writer.WriteString("status"u8, task.Status.Word());
            writer.WriteStartArray("reasons"u8);
            foreach (var reason in reasons)
            {
                writer.WriteStringValue(reason);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Tasks that are done need no reason.</summary>
    private static List<Waiting> NotReady(PlanState state)
    {
        var waiting = new List<Waiting>();
        foreach (var task in state.Tasks)
        {
            if (!task.Status.IsSatisfied() && Readiness.Reasons(state, task) is { Count: > 0 } reasons)
            {
                waiting.Add(new Waiting(task, reasons));
            }
        }

        waiting.Sort(static (a, b) => Readiness.ByPhase(a.Task, b.Task));
        return waiting;
    }

    /// <summary>A task that may not start, and why.</summary>
    private sealed record Waiting(PlanTask Task, IReadOnlyList<string> Reasons);
}
