using System.Collections.Immutable;
using Tasker.Core.Workflows;

namespace Tasker.Planning.Agents;

/// <summary>
/// An agent that must leave something behind, as a group: what is put together for it, the agent, the check of what is there. While that is
/// not good, all of it is done again, at most three times in all.
/// </summary>
internal static class OutputGroup
{
    private const int MostTries = 3;

    /// <summary>The group.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="agent">The agent as plans name it.</param>
    /// <param name="playedBy">The agent of the project; empty: its default agent.</param>
    /// <param name="brief">A step type that gives the outputs <c>needed</c> and <c>prompt</c>.</param>
    /// <param name="check">A step type that fails with what is wrong.</param>
    /// <param name="folder">The planning folder; absolute.</param>
    /// <param name="timeLimit">How long the agent may work; null: no limit.</param>
    public static GroupSpec Of(string id, string agent, string playedBy, StepAction.Custom brief, StepAction.Custom check, string folder, TimeSpan? timeLimit) => new()
    {
        Id = id,
        Order = GroupOrder.Sequence,
        Retry = RetryPolicy.Times(MostTries, TimeSpan.Zero),
        Members =
        [
            new StepSpec { Id = $"{id}/brief", Action = brief },
            new StepSpec
            {
                Id = $"{id}/{agent}",
                Action = new StepAction.Agent(playedBy, "${{ steps.brief.outputs.prompt }}", [], null, ImmutableSortedDictionary<string, string>.Empty.Add("TASKER_DIR", folder)),
                Condition = "steps.brief.outputs.needed",
                OnFailure = FailurePolicy.Continue, // What it has left behind counts, not how it ended.
                TimeLimit = timeLimit,
            },
            new StepSpec { Id = $"{id}/check", Action = check },
        ],
    };
}
