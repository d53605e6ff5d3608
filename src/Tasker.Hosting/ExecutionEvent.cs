using System.Text.Json.Serialization;

namespace Tasker.Hosting;

/// <summary>Something that happened in an execution and is in its history.</summary>
/// <param name="Type">
/// <c>execution:start</c>, <c>:complete</c>, <c>:error</c>, <c>:timeout</c>, <c>:aborted</c>, <c>:paused</c>, <c>:resumed</c>;
/// <c>phase:start</c>,
/// <c>:complete</c>, <c>:failed</c>; <c>step:start</c>, <c>:complete</c>, <c>:failed</c>; <c>checkpoint:created</c>, <c>:restored</c>.
/// </param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Name">The phase, step or checkpoint; empty for the execution itself.</param>
/// <param name="Error">Why it failed, or who asked and why; empty when there is nothing to say.</param>
public sealed record ExecutionEvent(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("id")] string ExecutionId,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("name")] string Name = "",
    [property: JsonPropertyName("error")] string Error = "");
