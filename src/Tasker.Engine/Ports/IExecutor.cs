using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;

namespace Tasker.Engine.Ports;

/// <summary>Does attempts: in a process, by an agent, in this process.</summary>
/// <remarks>
/// What every executor keeps to, and <c>ExecutorConformance</c> checks:
/// <list type="bullet">
/// <item>Work that fails is a result; an exception means that the executor itself is broken.</item>
/// <item>Cancelling asks the work to stop, waits <see cref="AttemptOrder.Grace"/>, then ends it and everything that it started;
/// the result then tells how it really ended. No process of the attempt lives when the returned task has completed.</item>
/// <item>All output is in the log file when the returned task has completed.</item>
/// </list>
/// </remarks>
public interface IExecutor
{
    /// <summary>True when this executor does such actions.</summary>
    bool Does(StepAction action);

    /// <summary>Does one attempt to its end.</summary>
    /// <param name="order">What to do; all templates are filled in.</param>
    /// <param name="observer">Is told what happens on the way.</param>
    /// <param name="stop">Asks the work to stop.</param>
    Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop);

    /// <summary>Goes on with an attempt that an earlier owner began and this one found under way in the journal.</summary>
    /// <param name="order">The order as the earlier owner gave it.</param>
    /// <param name="handle">What the earlier owner reported by <see cref="IAttemptObserver.Began"/>; null when it died before that.</param>
    /// <param name="observer">Is told what happens on the way.</param>
    /// <param name="stop">Asks the work to stop.</param>
    /// <returns>
    /// The true end if the work still runs or left a record of its end. <see cref="AttemptOutcome.Lost"/> when its end is unknown;
    /// whatever was left of it is stopped before the task completes, so that a new attempt is never beside an old one.
    /// </returns>
    Task<AttemptEnd> ReattachAsync(AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop);
}

/// <summary>Is told what happens during an attempt. Calls may come from any thread and return at once.</summary>
public interface IAttemptObserver
{
    /// <summary>The work has begun and can be found again under this handle after a crash of the owner.</summary>
    void Began(string handle);

    /// <summary>A background attempt is up.</summary>
    void Ready();

    /// <summary>An agent tells what it does; shown live, not journalled.</summary>
    void Progress(string text);

    /// <summary>
    /// The work has ended or is being stopped, and what belongs to it is about to be ended too: checks beside it see no more than that, so
    /// what they say from here on does not count. May be told more than once.
    /// </summary>
    void Ending();
}

/// <summary>One attempt to be done.</summary>
public sealed record AttemptOrder
{
    /// <summary>Names the attempt for ever: <c>run/step/attempt</c>. Handed to the work as <c>TASKER_ATTEMPT</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>Full id of the step.</summary>
    public required string StepId { get; init; }

    /// <summary>Number of the attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What to do. Templates of texts are filled in; a shell line has its values in <see cref="Env"/>.</summary>
    public required StepAction Action { get; init; }

    /// <summary>Not null: the work outlives its owner and can be re-attached to with its true exit code.</summary>
    public BackgroundSpec? Background { get; init; }

    /// <summary>True: a crash of the owner must not end the work nor lose its exit code, though it is no background step.</summary>
    public bool Survives { get; init; }

    /// <summary>Environment that the workflow and the step name, filled in. The executor adds its allow-list and markers.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Names whose values come from <see cref="Env"/> or the environment and are masked in everything shown or logged.</summary>
    public ImmutableHashSet<string> SecretNames { get; init; } = [];

    /// <summary>The project root; absolute.</summary>
    public required string Root { get; init; }

    /// <summary>Where the work starts; absolute, inside the root.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>File that gets both output streams; absolute. Its folder exists. Empty: output is dropped.</summary>
    public required string LogPath { get; init; }

    /// <summary>
    /// File that the work may write <c>name=value</c> lines or one JSON object to; absolute; handed over as <c>TASKER_OUTPUT</c>. It does
    /// not exist before; the executor reads and removes it.
    /// </summary>
    public required string OutputPath { get; init; }

    /// <summary>What the step promises; the executor checks it after exit code 0.</summary>
    public ImmutableArray<OutputSpec> Outputs { get; init; } = [];

    /// <summary>From asking to stop until ending it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Outputs of the log file beyond this are cut in the middle; in bytes.</summary>
    public long LogLimit { get; init; } = 50L << 20;
}

/// <summary>Runs the periodic checks of steps.</summary>
public interface IMonitorRunner
{
    /// <summary>Makes one check.</summary>
    /// <returns>What it saw; never throws for a check that fails.</returns>
    Task<MonitorReport> CheckAsync(AttemptOrder order, MonitorSpec monitor, CancellationToken cancellationToken);
}

/// <summary>What one check of a monitor saw.</summary>
/// <param name="Outcome">Whether it is an alert.</param>
/// <param name="Text">The end of its output, or why it failed; at most 4 KiB, secrets masked.</param>
public sealed record MonitorReport(MonitorOutcome Outcome, string Text);
