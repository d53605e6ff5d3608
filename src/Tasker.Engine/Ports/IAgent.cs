using Tasker.Core.Runs;

namespace Tasker.Engine.Ports;

/// <summary>An agent that answers inside this process: a chat client, a rule, a double in a test.</summary>
/// <remarks>
/// It is asked as every other agent is: its answers may be cached and checked, it may have a time limit, a fallback and a limit of answers
/// at once. Its work dies with this process; an attempt that was under way then is tried again. Calls may come from several threads at
/// once.
/// </remarks>
public interface IAgent
{
    /// <summary>The name that steps use; it does not change.</summary>
    string Id { get; }

    /// <summary>Answers one prompt.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Asks it to give up. One that does not within the grace time is left alone, and its answer is not
    /// waited for.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="AgentUnavailableException">It cannot answer now; its fallback is asked. Any other exception fails the
    /// attempt.</exception>
    Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken);
}

/// <summary>What an agent is asked.</summary>
/// <param name="Key">Names the attempt for ever: <c>run/step/attempt</c>.</param>
/// <param name="Prompt">Everything that it is told, in one text.</param>
/// <param name="Model">The model that it should use; null: its own choice.</param>
/// <param name="TimeLimit">How long it may take; null: as long as it likes. The token is cancelled then.</param>
/// <param name="Progress">Shows people what it does, line by line; not kept.</param>
public sealed record AgentRequest(string Key, string Prompt, string? Model, TimeSpan? TimeLimit, Action<string> Progress);

/// <summary>What an agent answered.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Usage">What it consumed; null when unknown.</param>
/// <param name="Confidence">How sure it is, 0 to 1; null when it does not say.</param>
public sealed record AgentReply(string Text, AgentUsage? Usage = null, double? Confidence = null);

/// <summary>An agent cannot answer now: no connection, no credit, no place. Its fallback, if it has one, is asked instead.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="inner">What told so; null: nothing did.</param>
public sealed class AgentUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
