using System.Collections.Immutable;

namespace Tasker.Core.Workflows;

/// <summary>The unit of work.</summary>
public sealed record StepSpec : NodeSpec
{
    /// <summary>What is done.</summary>
    public required StepAction Action { get; init; }

    /// <summary>The pools in which it takes one place each while an attempt is under way.</summary>
    public ImmutableArray<string> Pools { get; init; } = [];

    /// <summary>Not null: the step runs beside the later ones.</summary>
    public BackgroundSpec? Background { get; init; }

    /// <summary>Periodic checks while an attempt is under way.</summary>
    public ImmutableArray<MonitorSpec> Monitors { get; init; } = [];

    /// <summary>What an attempt promises; checked after it, whatever its exit code says.</summary>
    public ImmutableArray<OutputSpec> Outputs { get; init; } = [];
}

/// <summary>How a step runs beside the later ones.</summary>
/// <param name="AtEnd">What happens when everything else in its group has ended.</param>
/// <param name="ReadyPattern">Regular expression; the step is up when a line of its output matches. Null: it is up when its process has
/// started.</param>
/// <param name="ReadyWithin">How long it may take to be up; longer fails the attempt. Null: no limit of its own.</param>
/// <remarks>The step's own time limit counts from the start of the attempt to its end, as for every step.</remarks>
public sealed record BackgroundSpec(BackgroundEnd AtEnd = BackgroundEnd.Wait, string? ReadyPattern = null, TimeSpan? ReadyWithin = null);

/// <summary>What happens to a background step when everything else in its group has ended.</summary>
public enum BackgroundEnd
{
    /// <summary>The group waits for it; its result counts.</summary>
    Wait,

    /// <summary>It is asked to stop, as a server would be; ending that way is success.</summary>
    Stop,
}

/// <summary>A periodic check beside a step that runs.</summary>
/// <param name="Name">Its name, unique in the step.</param>
/// <param name="Command">What is run each time.</param>
/// <param name="Interval">From the end of one check to the start of the next; checks of one monitor never overlap.</param>
/// <param name="AlertOn">Regular expression; a match in the output is an alert. Null: never.</param>
/// <param name="AlertOnExit">Exit code that is itself an alert (0 for <c>grep ERROR log</c>). Null: none is.</param>
/// <param name="TimeLimit">How long one check may take.</param>
public sealed record MonitorSpec(
    string Name, CommandSpec Command, TimeSpan Interval, string? AlertOn, int? AlertOnExit, TimeSpan TimeLimit);

/// <summary>One promised result of a step.</summary>
/// <param name="Name">Under which later steps find it: <c>steps.&lt;id&gt;.outputs.&lt;name&gt;</c>.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Path">For files: path below the working directory; may hold templates, <c>*</c> and <c>**</c>; a trailing <c>/</c> asks for
/// a folder. Else empty.</param>
public sealed record OutputSpec(string Name, OutputKind Kind, string Path = "");

/// <summary>Where a promised result comes from.</summary>
public enum OutputKind
{
    /// <summary>A file or folder that must be there after the attempt; the value is its path.</summary>
    File,

    /// <summary>Standard output without the last line end, at most 64 KiB of it.</summary>
    Stdout,

    /// <summary>A name that the step must have written to the file that <c>TASKER_OUTPUT</c> names.</summary>
    Reported,
}
