using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;

namespace Tasker.Engine.Ports;

/// <summary>
/// Reads the journal of a run as it grows and keeps an outside view up to date: SPEC.md, status files, logs, the terminal.
/// </summary>
/// <remarks>
/// Called by the run's own loop, in order, only with facts that are durable. After a crash the new owner calls
/// <see cref="RecoverAsync"/> with everything so far, so a projection must be able to repeat itself: what it writes is derived from the
/// facts, or says which fact it came from. A projection that fails is reported and called again with the next facts; it never stops the
/// run.
/// </remarks>
public interface IProjection
{
    /// <summary>The run begins or was taken over; everything that is known so far.</summary>
    ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken);

    /// <summary>New facts, with the changes of status that followed from them.</summary>
    /// <param name="view">The run after these facts.</param>
    /// <param name="position">Number of facts before the first of <paramref name="facts"/>.</param>
    /// <param name="facts">The facts, in order.</param>
    /// <param name="changes">Changes of status, in order.</param>
    /// <param name="cancellationToken">The owner is going away.</param>
    ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken);

    /// <summary>
    /// The run has ended, or is left to another owner: what the projection has put off is to be done now. Called once, last.
    /// </summary>
    /// <param name="isOwner">False when the run has another owner already: then nothing may be written any more.</param>
    ValueTask LeaveAsync(bool isOwner) => ValueTask.CompletedTask;

    /// <summary>
    /// What the view lacks to show what the journal says, for people. Null: nothing. Asked once <see cref="LeaveAsync"/> is over: such a
    /// run is not told as a success, whatever its status.
    /// </summary>
    Diagnostic? Shortfall => null;
}
