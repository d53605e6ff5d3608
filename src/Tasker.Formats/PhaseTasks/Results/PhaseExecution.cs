using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Formats.PhaseTasks.Results;

/// <summary>
/// An execution of a phase task as it is now: what was given, what came of each phase, the verdict. A pure function of the run.
/// </summary>
/// <param name="Id">The run.</param>
/// <param name="TaskName">Name of the task.</param>
/// <param name="Status"><c>running</c>, <c>paused</c>, <c>completed</c>, <c>failed</c>, <c>aborted</c> or <c>timeout</c>.</param>
/// <param name="Error">Why it ended as it did; empty while it goes on and when it completed.</param>
/// <param name="StartTime">Its start, in UTC.</param>
/// <param name="EndTime">Its end; null while it goes on.</param>
/// <param name="Duration">From its start to its end, or to its last fact.</param>
/// <param name="Input">What it was given.</param>
/// <param name="Phases">Its phases in the order of the file; also of an execution that ran out of time, as far as they came.</param>
/// <param name="Results">What steps other than agents gave, by phase and step.</param>
/// <param name="ErrorCount">Attempts that failed.</param>
/// <param name="Metadata">The metadata of the task.</param>
/// <param name="Verdict">See <see cref="VerdictOf"/>.</param>
public sealed record PhaseExecution(
    string Id, string TaskName, string Status, string Error, DateTimeOffset StartTime, DateTimeOffset? EndTime, TimeSpan Duration,
    Value.Map Input, ImmutableArray<PhaseOutcome> Phases, Value.Map Results, int ErrorCount, Value.Map Metadata, Value Verdict)
{
    /// <summary>The execution that a run is.</summary>
    public static PhaseExecution Of(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var phases = PhaseOutcome.All(run);
        var start = run.CreatedAt ?? run.LastFactAt;
        return new PhaseExecution(
            run.RunId, run.Workflow.Labels.GetValueOrDefault(PhaseLabels.Task, run.Workflow.Name), StatusOf(run.Status),
            run.Status is RunStatus.Succeeded ? "" : run.Message, start,
            run.HasEnded ? run.LastFactAt : null, run.LastFactAt - start, run.Inputs, phases, PhaseOutcome.Results(run),
            phases.Sum(p => p.ErrorCount), PhaseOutcome.Metadata(run), VerdictOf(run, phases));
    }

    /// <summary>
    /// The summary: <c>id</c>, <c>taskName</c>, <c>status</c>, <c>duration</c> (ms), <c>startTime</c> and <c>endTime</c> (ms since 1970),
    /// <c>input</c>, <c>phases</c>, <c>results</c>, <c>errorCount</c>, <c>error</c>, <c>metadata</c>, <c>verdict</c>.
    /// </summary>
    public Value.Map Summary() => Value.Map.From(
    [
        new("id", Value.Of(Id)),
        new("taskName", Value.Of(TaskName)),
        new("status", Value.Of(Status)),
        new("duration", Milliseconds(Duration)),
        new("startTime", Value.Of(StartTime.ToUnixTimeMilliseconds())),
        new("endTime", EndTime is { } end ? Value.Of(end.ToUnixTimeMilliseconds()) : Value.None),
        new("input", Input),
        new("phases", new Value.List([.. Phases.Select(Describe)])),
        new("results", Results),
        new("errorCount", Value.Of(ErrorCount)),
        new("error", Error.Length > 0 ? Value.Of(Error) : Value.None),
        new("metadata", Metadata),
        new("verdict", Verdict),
    ]);

    /// <summary>
    /// The result: <c>executionId</c>, <c>taskName</c>, <c>status</c>, <c>duration</c>, <c>input</c>, <c>phases</c> (outputs by name, of
    /// those that have some), <c>results</c>, <c>verdict</c>, <c>summary</c>.
    /// </summary>
    public Value.Map Result() => Value.Map.From(
    [
        new("executionId", Value.Of(Id)), new("taskName", Value.Of(TaskName)), new("status", Value.Of(Status)),
        new("duration", Milliseconds(Duration)), new("input", Input),
        new("phases",
            Value.Map.From(Phases.Where(p => !p.Outputs.Fields.IsEmpty).Select(p => new KeyValuePair<string, Value>(p.Name, p.Outputs)))),
        new("results", Results), new("verdict", Verdict), new("summary", Summary()),
    ]);

    private static Value Milliseconds(TimeSpan time) => Value.Of(Math.Floor(time.TotalMilliseconds));

    private static Value Describe(PhaseOutcome phase) => Value.Map.From(
    [
        new("name", Value.Of(phase.Name)), new("status", Value.Of(phase.Status)), new("duration", Milliseconds(phase.Duration)),
        new("outputs", phase.Outputs),
        new("errorCount", Value.Of(phase.ErrorCount)),
    ]);

    private static string StatusOf(RunStatus status) => status switch
    {
        RunStatus.Paused => "paused",
        RunStatus.Succeeded => "completed",
        RunStatus.Failed => "failed",
        RunStatus.Aborted => "aborted",
        RunStatus.TimedOut => "timeout",
        _ => "running",
    };

    /// <summary>
    /// What the phase called Verdict says, else the last phase of the file: the response of its one agent that answered; of several, what
    /// its last consensus or vote found, else their responses by name. Nothing while that phase is not done, and when it asked nobody.
    /// </summary>
    private static Value VerdictOf(RunState run, ImmutableArray<PhaseOutcome> phases)
    {
        var phase = phases.LastOrDefault(p => p.Name.Equals("verdict", StringComparison.OrdinalIgnoreCase))
            ?? phases.LastOrDefault(p => p.Status is not "skipped");
        if (phase is not { Status: "completed" })
        {
            return Value.None;
        }

        var said = phase.AgentResponses.Names.Select(name => (Name: name, Answer: (Value.Map)phase.AgentResponses[name]))
            .Where(a => a.Answer["response"] is not Value.Null).ToArray();
        if (said.Length == 1)
        {
            return said[0].Answer["response"];
        }

        var found = run.MembersOf(phase.Node).ToArray().LastOrDefault(step => run.StatusOf(step) is NodeStatus.Succeeded
            && run.SpecOf(step) is StepSpec { Action: StepAction.Aggregate { Type: "consensus" or "vote" } });
        return found > 0 ? run.OutputsOf(found)
            : said.Length == 0
                ? Value.None
                : Value.Map.From(said.Select(a => new KeyValuePair<string, Value>(a.Name, a.Answer["response"])));
    }
}
