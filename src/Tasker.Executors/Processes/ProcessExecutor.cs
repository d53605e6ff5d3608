using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Executors.Processes;

/// <summary>Runs commands on this machine.</summary>
/// <remarks>
/// <para>A plain command line is executed directly; one with shell syntax by <c>sh -c</c>. Standard input is empty. Both output
/// streams go straight to the log file, so that neither a slow reader nor the death of Tasker can disturb the command; what it
/// writes by <c>&gt; /dev/stderr</c> in place of <c>&gt;&amp;2</c> makes the system empty that file first.</para>
/// <para>The environment is built from an allow-list. A command's processes end with it: what it leaves behind in its own session is
/// ended and told in the log; what must go on is a background step, or changes its session as daemons do.</para>
/// <para>A command that cannot be started fails with the exit code that a shell would give: 127 not found, 126 not executable.</para>
/// </remarks>
/// <param name="host">The machine.</param>
public sealed class ProcessExecutor(ProcessHost host) : IExecutor
{
    private readonly AttemptRunner _runner = new(host);

    /// <inheritdoc/>
    public bool Does(StepAction action) => action is StepAction.Run;

    /// <inheritdoc/>
    public async Task<AttemptEnd> RunAsync(AttemptOrder order, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);

        // Starting a process blocks its thread until the program is loaded; the caller has better things to do.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (RunPlan.Problem(order) is { } problem)
        {
            return AttemptEnd.Failure(problem);
        }

        var plan = RunPlan.Of(order, host.Environment);
        return AttemptEnds.Of(order, plan, await _runner.RunAsync(plan, observer, stop));
    }

    /// <inheritdoc/>
    public async Task<AttemptEnd> ReattachAsync(
        AttemptOrder order, string? handle, IAttemptObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(observer);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var plan = RunPlan.Of(order, host.Environment);
        var run = await _runner.ReattachAsync(plan, AttemptHandle.Parse(handle), observer, stop);
        return run is null ? AttemptEnds.Lost(order) : AttemptEnds.Of(order, plan, run);
    }
}
