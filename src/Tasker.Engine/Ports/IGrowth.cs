using Tasker.Core.Runs;

namespace Tasker.Engine.Ports;

/// <summary>Where nodes come from that a run gets while it goes on.</summary>
public interface IGrowth
{
    /// <summary>
    /// True when there is something to be added. Asked in every turn; who makes it true wakes the run with a <see cref="RunInput.Tick"/>.
    /// </summary>
    bool HasMore { get; }

    /// <summary>
    /// What is to be added now. Called on the loop of the run, before anything else of the turn is decided: what is there when an attempt
    /// ends is part of the run before that end is. Each addition is decided before the next one is asked for.
    /// </summary>
    /// <param name="view">The run; to be read only.</param>
    IEnumerable<RunInput.AddNodes> Take(RunState view);

    /// <summary>The last addition was refused; told before the next one is asked for.</summary>
    /// <param name="addition">What was to be added.</param>
    /// <param name="why">Why not, for people.</param>
    void Refuse(RunInput.AddNodes addition, string why);
}
