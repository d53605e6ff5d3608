using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Workflows;

/// <summary>A step or a group of steps: what both can say. A closed family: <see cref="StepSpec"/>, <see cref="GroupSpec"/>.</summary>
public abstract record NodeSpec
{
    private protected NodeSpec()
    {
    }

    /// <summary>
    /// The full name, unique in the workflow: the ids of the groups above and its own name, joined by <c>/</c>; the root's is empty.
    /// </summary>
    /// <remarks>Letters, digits, <c>_ - . [ ]</c> and <c>/</c> between parts; a front door makes it so.</remarks>
    public required string Id { get; init; }

    /// <summary>What people call it; empty: the last part of <see cref="Id"/>.</summary>
    public string Title { get; init; } = "";

    /// <summary>What must have happened before it starts. It also waits for the group that it stands in to start.</summary>
    public ImmutableArray<Need> Needs { get; init; } = [];

    /// <summary>Expression that is evaluated when the needs are met; false skips the node. Null: no condition.</summary>
    public string? Condition { get; init; }

    /// <summary>
    /// True for work that must be done whatever happened before: a need that failed, was skipped or was cancelled counts as met,
    /// and stopping the run or group lets it still run (a second abort does not).
    /// </summary>
    public bool Always { get; init; }

    /// <summary>How often and when a failure is tried again. For a group: the whole group, every step in it anew.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>
    /// Step: how long one attempt may take. Group: how long the group may take, retries included. The root's limit is the run's. Null: no
    /// limit of its own.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>What a final failure does to the others.</summary>
    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Block;

    /// <summary>Of two nodes that could start, the one with the higher number does; equal numbers go by declaration order.</summary>
    public int Priority { get; init; }

    /// <summary>Name of the checkpoint that its success makes; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What the front door wants to find again in its projections; no rule of the engine reads it.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where it was written; for messages only, no part of the content hash.</summary>
    public Place Where { get; init; }

    /// <summary>What to show to people.</summary>
    public string DisplayName => Title.Length > 0 ? Title : Id[(Id.LastIndexOf('/') + 1)..];
}

/// <summary>What must have happened at another node.</summary>
/// <param name="Node">Full id of a step or group; never a group above, nor one inside the needing group.</param>
/// <param name="Until">How far the other must have come.</param>
public sealed record Need(string Node, NeedKind Until = NeedKind.Succeeded);

/// <summary>How far a needed node must have come.</summary>
public enum NeedKind
{
    /// <summary>It succeeded. Failure blocks the needing node; when it was skipped by its condition, so is the needing node.</summary>
    Succeeded,

    /// <summary>It succeeded or was skipped. Failure blocks the needing node. What a sequence uses between its members.</summary>
    Passed,

    /// <summary>It ended, whatever came of it.</summary>
    Ended,

    /// <summary>It is up: a background step that is ready, or anything that succeeded or was skipped. Failure before that blocks.</summary>
    Started,
}

/// <summary>What a final failure of a node does to the others.</summary>
public enum FailurePolicy
{
    /// <summary>What needs it, directly or not, is blocked and names it; the rest goes on; the group above fails at its end.</summary>
    Block,

    /// <summary>It counts as passed for those that need it, and the group above does not fail because of it.</summary>
    Continue,

    /// <summary>The whole run is stopped and fails.</summary>
    Stop,
}

/// <summary>How often a failure is tried again, and how long each wait is.</summary>
/// <param name="MaxAttempts">Attempts in all, the first one counted, 1 to 1000; 1 means no retry.</param>
/// <param name="FirstDelay">Wait after the first failure; each further wait is <paramref name="Factor"/> times as long.</param>
/// <param name="MaxDelay">The longest wait before jitter.</param>
/// <param name="Factor">1 for equal waits, 2 for 1x, 2x, 4x; from 1 to 10.</param>
/// <param name="Jitter">0 to 1: the share of the wait that chance may add. The chance itself comes from outside the core.</param>
/// <param name="OnExitCodes">Exit codes that are tried again; empty: every failure is. Time limits and lost attempts count as failures
/// without a code.</param>
public sealed record RetryPolicy(
    int MaxAttempts,
    TimeSpan FirstDelay,
    TimeSpan MaxDelay,
    double Factor,
    double Jitter,
    ImmutableArray<int> OnExitCodes)
{
    /// <summary>One attempt.</summary>
    public static RetryPolicy None { get; } = new(1, TimeSpan.Zero, TimeSpan.Zero, 2, 0, []);

    /// <summary>So many attempts with doubling waits, at most an hour each, no jitter.</summary>
    public static RetryPolicy Times(int maxAttempts, TimeSpan firstDelay) =>
        new(maxAttempts, firstDelay, TimeSpan.FromHours(1), 2, 0, []);

    /// <summary>The wait between a failed attempt and the next one.</summary>
    /// <param name="tries">Attempts that have failed so far, from 1.</param>
    /// <param name="chance">0 to 1, drawn outside the core; scaled by <see cref="Jitter"/>.</param>
    /// <param name="exitCode">The exit code of the failed attempt, where it had one.</param>
    /// <returns>The wait, in whole microseconds as journals keep it; null when the failure is final.</returns>
    /// <example><c>FirstDelay = 2 s, MaxDelay = 30 s</c> waits 2, 4, 8, 16, 30, 30 … seconds.</example>
    public TimeSpan? DelayAfter(int tries, double chance, int? exitCode)
    {
        if (tries >= MaxAttempts || (!OnExitCodes.IsEmpty && !(exitCode is { } code && OnExitCodes.Contains(code))))
        {
            return null;
        }

        var seconds = Math.Min(FirstDelay.TotalSeconds * Math.Pow(Factor, tries - 1), MaxDelay.TotalSeconds);
        var ticks = TimeSpan.FromSeconds(seconds * (1 + (Math.Clamp(chance, 0, 1) * Jitter))).Ticks;
        return TimeSpan.FromTicks(ticks - (ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Compares by content, exit codes included.</summary>
    public bool Equals(RetryPolicy? other) =>
        other is not null && MaxAttempts == other.MaxAttempts && FirstDelay == other.FirstDelay && MaxDelay == other.MaxDelay
        && Factor == other.Factor && Jitter == other.Jitter && OnExitCodes.SequenceEqual(other.OnExitCodes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxAttempts, FirstDelay, MaxDelay, Factor, Jitter, OnExitCodes.Length);
}
