using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Hosting;

/// <summary>An execution as it is at one moment. Can be written as JSON and read back.</summary>
public sealed record ExecutionSnapshot
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Its id, unique in the history.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the task.</summary>
    public required string TaskName { get; init; }

    /// <summary>Where it stands. The last four never change.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed or was stopped; empty when there is nothing to say.</summary>
    public string Message { get; init; } = "";

    /// <summary>What it was given: a JSON object.</summary>
    public JsonElement Input { get; init; }

    /// <summary>Its steps in the order of their declaration.</summary>
    public ImmutableArray<ExecutionStep> Steps { get; init; } = [];

    /// <summary>The points that it can be restored to.</summary>
    public ImmutableArray<string> Checkpoints { get; init; } = [];

    /// <summary>
    /// What came of a task of phases: a JSON object with <c>phases</c> (the outputs of each), <c>results</c>, <c>verdict</c> and
    /// <c>summary</c>; also of one that failed or ran out of time, as far as it came. Null for other tasks.
    /// </summary>
    public JsonElement? Result { get; init; }

    /// <summary>What a task of phases has decided; null while that is open, when it decided nothing, and for other tasks.</summary>
    public JsonElement? Verdict { get; init; }

    /// <summary>The snapshot as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no snapshot.</exception>
    public static ExecutionSnapshot FromJson(string json) =>
        JsonSerializer.Deserialize<ExecutionSnapshot>(json, Json) ?? throw new JsonException("The text is no snapshot.");

    /// <summary>The outputs of a step, a JSON object; null when there is no such step.</summary>
    public JsonElement? OutputsOf(string step) => Steps.FirstOrDefault(s => s.Name == step)?.Outputs;

    internal static ExecutionSnapshot Of(RunState run)
    {
        var snapshot = Common(run);
        if (run.Workflow.FrontDoor != PhaseTranslator.FrontDoor)
        {
            return snapshot;
        }

        var execution = PhaseExecution.Of(run);
        return snapshot with
        {
            TaskName = execution.TaskName,
            Result = JsonValues.Of(execution.Result()),
            Verdict = execution.Verdict is Value.Null ? null : JsonValues.Of(execution.Verdict),
        };
    }

    private static ExecutionSnapshot Common(RunState run) => new()
    {
        Id = run.RunId,
        TaskName = run.Workflow.Name,
        Status = StatusOf(run.Status),
        StartedAt = run.CreatedAt ?? default,
        EndedAt = run.HasEnded ? run.LastFactAt : null,
        Message = run.Message,
        Input = JsonValues.Of(run.Inputs),
        Steps = [.. Enumerable.Range(1, run.Count - 1).Where(node => run.SpecOf(node) is StepSpec).Select(node => StepOf(run, node))],
        Checkpoints = [.. run.Checkpoints],
    };

    internal static ExecutionStatus StatusOf(RunStatus status) => status switch
    {
        RunStatus.Running or RunStatus.Stopping => ExecutionStatus.Running,
        RunStatus.Paused => ExecutionStatus.Paused,
        RunStatus.Succeeded => ExecutionStatus.Completed,
        RunStatus.Aborted => ExecutionStatus.Aborted,
        RunStatus.TimedOut => ExecutionStatus.TimedOut,
        _ => ExecutionStatus.Failed,
    };

    private static ExecutionStep StepOf(RunState run, int node)
    {
        var end = run.LastEndOf(node);
        var status = run.StatusOf(node) switch
        {
            NodeStatus.Running or NodeStatus.RetryWait => ExecutionStatus.Running,
            NodeStatus.Succeeded => ExecutionStatus.Completed,
            NodeStatus.Skipped => ExecutionStatus.Skipped,
            NodeStatus.Cancelled => ExecutionStatus.Aborted,
            NodeStatus.Failed when end?.Outcome is AttemptOutcome.TimedOut => ExecutionStatus.TimedOut,
            NodeStatus.Failed or NodeStatus.Blocked => ExecutionStatus.Failed,
            _ => ExecutionStatus.Pending,
        };
        return new ExecutionStep(
            run.IdOf(node), status, run.AttemptsOf(node), run.StartedAt(node), run.EndedAt(node), JsonValues.Of(run.OutputsOf(node)),
                end?.Message ?? run.NoteOf(node));
    }
}

/// <summary>A step of an execution.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="StartedAt">When its last attempt began; null: none did.</param>
/// <param name="EndedAt">When it ended; null: it has not.</param>
/// <param name="Outputs">What it handed over: a JSON object, of an agent with its <c>answer</c>.</param>
/// <param name="Message">Why it failed; empty when there is nothing to say.</param>
public sealed record ExecutionStep(
    string Name, ExecutionStatus Status, int Attempts, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, JsonElement Outputs,
        string Message);
