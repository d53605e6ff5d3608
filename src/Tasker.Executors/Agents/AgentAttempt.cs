using System.Text;
using Tasker.Engine.Ports;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Agents;

/// <summary>One attempt at an agent step: the turns in which agents are asked, one after the other.</summary>
/// <remarks>
/// After a crash the same stages are gone through again. A turn that was taken before is not taken twice: it is recalled, or gone on with
/// while its agent still works. So no stage has to remember anything.
/// </remarks>
/// <param name="order">What is to be done.</param>
/// <param name="observer">Is told what happens on the way.</param>
/// <param name="handle">What the earlier owner told last; null: nothing, or there was none.</param>
/// <param name="isTakenOver">True when an earlier owner began the attempt.</param>
internal sealed class AgentAttempt(AttemptOrder order, IAttemptObserver observer, string? handle, bool isTakenOver)
{
    private int _turns;

    /// <summary>What is to be done.</summary>
    public AttemptOrder Order { get; } = order;

    /// <summary>Is told what happens on the way.</summary>
    public IAttemptObserver Observer { get; } = observer;

    /// <summary>What the earlier owner told last.</summary>
    public string? Handle { get; } = handle;

    /// <summary>True when an earlier owner began the attempt.</summary>
    public bool IsTakenOver { get; } = isTakenOver;

    /// <summary>The turn after those that were begun here.</summary>
    public AgentTurn NextTurn => new(Order, _turns + 1);

    /// <summary>True when the earlier owner took the next turn too.</summary>
    public bool IsNextTurnTaken => IsTakenOver && NextTurn.IsTaken;

    /// <summary>Begins the next turn.</summary>
    public AgentTurn Begin() => new(Order, ++_turns);

    /// <summary>Adds a line of Tasker's own, and what belongs to it, to the log. An earlier owner has said it already.</summary>
    public void Note(string text, string more = "")
    {
        if (Order.LogPath.Length == 0 || IsNextTurnTaken)
        {
            return;
        }

        try
        {
            using var log = LogFile.Open(Order.LogPath);
            log.Append(Encoding.UTF8.GetBytes($"[tasker: {text}]\n{more}{(more.Length == 0 || more.EndsWith('\n') ? "" : "\n")}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The result tells what matters.
        }
    }
}
