using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>What came of a command about a task.</summary>
/// <param name="Id">The task.</param>
/// <param name="Status">How it is now.</param>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Blocked">Tasks that are blocked since then, by number.</param>
/// <param name="Unblocked">Tasks that are no longer blocked, by number.</param>
/// <param name="IsSame">True when it was so already and nothing was changed.</param>
public sealed record TaskOutcome(string Id, PlanTaskStatus Status, int Attempt, IReadOnlyList<string> Blocked, IReadOnlyList<string> Unblocked, bool IsSame = false);
