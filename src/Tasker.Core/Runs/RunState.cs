namespace Tasker.Core.Runs;

/// <summary>The fold of the facts of one run; never stored without them.</summary>
public sealed class RunState
{
    /// <summary>Facts folded so far.</summary>
    public long Position { get; private set; }
}
