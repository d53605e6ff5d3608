using Tasker.Cli.Screens;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Hosting;

/// <summary>Tells when nothing but background steps is under way: from then on the run needs no terminal.</summary>
/// <param name="left">Called then, once.</param>
internal sealed class OnlyBackground(Action left) : IProjection
{
    private readonly RunTracker _tracker = new(SecretMask.None);

    /// <summary>True once that was so.</summary>
    public bool IsReached { get; private set; }

    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken)
    {
        _tracker.Begin(view);
        return ValueTask.CompletedTask;
    }

    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        foreach (var fact in facts)
        {
            _tracker.Take(view, fact);
        }

        if (!IsReached && !view.HasEnded && !view.IsPaused && _tracker.RunningCount > 0 && _tracker.RetryCount == 0
            && _tracker.Running.All(r => r.IsBackground && r.IsUp))
        {
            IsReached = true;
            left();
        }

        return ValueTask.CompletedTask;
    }
}
