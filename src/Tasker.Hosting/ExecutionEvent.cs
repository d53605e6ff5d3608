using System.Text.Json;
using System.Text.Json.Serialization;
using Tasker.Formats.PhaseTasks.Events;

namespace Tasker.Hosting;

/// <summary>
/// Something that happened in an execution and is in its history. The same events as those of <c>tasker run --events</c>.
/// </summary>
/// <param name="Type">
/// <c>execution:start</c>, <c>:complete</c>, <c>:error</c>, <c>:timeout</c>, <c>:stopping</c>, <c>:abort</c>, <c>:pause</c>,
/// <c>:resume</c>; <c>phase:start</c>, <c>:complete</c>, <c>:failed</c>, <c>:skipped</c>; <c>step:start</c>, <c>:complete</c>,
/// <c>:failed</c>, <c>:skipped</c>; <c>agent:start</c>, <c>:complete</c>, <c>:failed</c>; <c>checkpoint:created</c>, <c>:restored</c>.
/// Others may come.
/// </param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Name">The phase, step, agent or checkpoint; empty for the execution itself.</param>
/// <param name="Error">Why it failed, or who asked for it and why; empty when there is nothing to say.</param>
/// <param name="Data">All that it tells: a JSON object; <c>docs/guide/phases.md</c> lists its fields.</param>
public sealed record ExecutionEvent(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("id")] string ExecutionId,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("data")] JsonElement Data)
{
    private static readonly string[] Reasons = ["error", "reason", "by"];

    internal static ExecutionEvent Of(PhaseEvent told, string executionId)
    {
        var name = told.Name[..told.Name.IndexOf(':', StringComparison.Ordinal)] switch
        {
            "phase" => "phase",
            "step" => "step",
            "agent" => "agent",
            "checkpoint" => "label",
            _ => "",
        };
        var why = Reasons.Select(field => told.Data[field].ToText()).FirstOrDefault(text => text.Length > 0);
        return new ExecutionEvent(
            told.Name, executionId, told.At, name.Length == 0 ? "" : told.Data[name].ToText(), why ?? "", JsonValues.Of(told.Data));
    }
}
