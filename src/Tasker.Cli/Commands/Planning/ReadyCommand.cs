using System.Text;
using System.Text.Json.Nodes;
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
        return call.AnswerAsync(() => Text(state, listed, call.Is(Explain)), () => Json(state, listed, Halting.Of(state, File.Exists(call.Folder.StopFile))));
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

    private static JsonObject Json(PlanState state, IReadOnlyList<PlanTask> ready, Halting halting) => new()
    {
        ["ready"] = new JsonArray([.. ready.Select(task => new JsonObject
        {
            ["id"] = task.Id, ["name"] = task.Name, ["phase"] = task.Phase, ["steel_thread"] = task.IsSteelThread,
        })]),
        ["halted"] = halting.IsHalted,
        ["not_ready"] = new JsonArray([.. NotReady(state).Select(one => new JsonObject
        {
            ["id"] = one.Task.Id, ["status"] = one.Task.Status.Word(), ["reasons"] = JsonView.List(one.Reasons),
        })]),
    };

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
