using Tasker.Core.Values;

namespace Tasker.Formats.PhaseTasks.Events;

/// <summary>One thing that happened in an execution of a phase task, as programs that follow it are told.</summary>
/// <remarks>
/// Names, and what their data hold besides <c>id</c> (the execution): see <c>docs/guide/phases.md</c>. <c>execution:start</c>,
/// <c>:complete</c>, <c>:error</c>, <c>:timeout</c>, <c>:abort</c>, <c>:pause</c>, <c>:resume</c>, <c>:stopping</c>; <c>phase:start</c>,
/// <c>:complete</c>, <c>:failed</c>, <c>:skipped</c>; <c>step:start</c>, <c>:complete</c>, <c>:failed</c>, <c>:skipped</c>;
/// <c>agent:start</c>, <c>:complete</c>, <c>:failed</c>; <c>checkpoint:created</c>, <c>:restored</c>.
/// </remarks>
/// <param name="Name">Its name.</param>
/// <param name="At">When it happened, in UTC.</param>
/// <param name="Position">Facts of the journal before the one that it comes from; several events may come from one.</param>
/// <param name="Data">What it tells.</param>
public sealed record PhaseEvent(string Name, DateTimeOffset At, long Position, Value.Map Data)
{
    /// <summary>One line of JSON: <c>event</c>, <c>timestamp</c> (ms since 1970), then the data.</summary>
    public string ToJson() => ValueJson.Write(Value.Map.From(
        [
            new KeyValuePair<string, Value>("event", Value.Of(Name)),
            new KeyValuePair<string, Value>("timestamp", Value.Of(At.ToUnixTimeMilliseconds())),
            .. Data.Names.Select(name => new KeyValuePair<string, Value>(name, Data[name])),
        ]));
}
