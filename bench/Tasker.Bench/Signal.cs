using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Bench;

/// <summary>Tells once when a run has come to a point.</summary>
internal sealed class Signal(Func<RunState, bool> isThere, Action tell) : IProjection
{
    private bool _told;

    public ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts, CancellationToken cancellationToken) => default;

    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes, CancellationToken cancellationToken)
    {
        if (!_told && isThere(view))
        {
            _told = true;
            tell();
        }

        return default;
    }
}
