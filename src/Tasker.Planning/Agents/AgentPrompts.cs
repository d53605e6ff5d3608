using Tasker.Core.Diagnostics;
using Tasker.Planning.Decomposition;
using Tasker.Planning.Execution;
using Tasker.Planning.Interview;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Agents;

/// <summary>What each agent of a plan is told as the plan is now, for those who start agents themselves. The same texts as Tasker's own agents get.</summary>
public static class AgentPrompts
{
    /// <summary>All agents, in the order in which a plan needs them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [InterviewNames.Interviewer, InterviewNames.Writer, .. PlanningPhase.All.Select(phase => phase.Agent), ExecutionNames.Executor];

    /// <summary>The text for an agent.</summary>
    /// <param name="store">The plan.</param>
    /// <param name="agent">One of <see cref="Names"/>.</param>
    /// <param name="task">The task, for the executor alone; null: none.</param>
    /// <exception cref="PlanningException">There is no such agent, task, plan or session, or a template of the project cannot be used.</exception>
    public static string For(PlanStore store, string agent, string? task)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!Names.Contains(agent))
        {
            throw new PlanningException(PlanningCodes.NotFound, $"There is no agent '{agent}'. {Suggestions.DidYouMean(agent, Names, $"Known are: {string.Join(", ", Names)}.")}");
        }

        if (agent == ExecutionNames.Executor != task is not null)
        {
            throw new PlanningException(PlanningCodes.Usage, task is null ? $"Which task? tasker prompt {agent} <task>" : $"Only the agent '{ExecutionNames.Executor}' has a task.");
        }

        if (agent is InterviewNames.Interviewer or InterviewNames.Writer)
        {
            var begun = store.TryRead();
            if (begun is not null)
            {
                PlanPlace.Check(store.Folder, begun);
            }

            var target = begun?.TargetDir ?? store.Folder.Parent;
            var session = SpecSession.Read(target);
            return InterviewPrompt.For(new InterviewFiles(target, session.Slug), agent, 1, problem: null);
        }

        var state = store.Read();
        PlanPlace.Check(store.Folder, state);
        if (task is not null)
        {
            var plan = new ExecutionPlan { Folder = store.Folder, Target = state.TargetDir, Parallel = 1 };
            return ExecutorPrompt.For(ExecutorPrompt.Read(store.Folder), plan, state.Required(task));
        }

        var phase = PlanningPhase.All.First(one => one.Agent == agent);
        return PhasePrompt.Read(store.Folder, phase).Fill(PhasePrompt.Values(state.TargetDir, store.Folder));
    }
}
