using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Formats.TaskTree.Progress;

/// <summary>
/// In which order the tasks of a tree are launched when each succeeds: the rules of a run are asked themselves, so that dependencies,
/// priorities and every limit count as they will. Nothing is run.
/// </summary>
public static class LaunchOrder
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    /// <summary>The steps in waves: a wave is launched when all of the one before have ended.</summary>
    /// <param name="workflow">The workflow of a tree: agent steps only.</param>
    public static ImmutableArray<ImmutableArray<StepSpec>> Waves(Workflow workflow)
    {
        var waves = ImmutableArray.CreateBuilder<ImmutableArray<StepSpec>>();
        var play = new Play(workflow);
        for (var started = play.Decide(new RunInput.Tick(), Begin); started.Count > 0;)
        {
            waves.Add([.. started.Select(node => (StepSpec)play.State.SpecOf(node))]);

            // Paused, nothing takes the place of one that ends before the others of its wave have ended, too.
            play.Decide(new RunInput.Pause(""), Begin);
            foreach (var node in started)
            {
                play.End(node, Begin);
            }

            started = play.Decide(new RunInput.Resume(""), Begin);
        }

        return waves.ToImmutable();
    }

    /// <summary>How long all takes under the limits.</summary>
    /// <param name="workflow">The workflow of a tree: agent steps only.</param>
    /// <param name="took">How long each step takes.</param>
    public static TimeSpan Length(Workflow workflow, Func<StepSpec, TimeSpan> took)
    {
        ArgumentNullException.ThrowIfNull(took);
        var play = new Play(workflow);
        var ends = new PriorityQueue<int, (DateTimeOffset At, int Node)>();
        var now = Begin;
        Enter(play.Decide(new RunInput.Tick(), now));
        while (ends.TryDequeue(out var node, out var end))
        {
            now = end.At;
            Enter(play.End(node, now));
        }

        return now - Begin;

        void Enter(List<int> started)
        {
            foreach (var node in started)
            {
                ends.Enqueue(node, (now + took((StepSpec)play.State.SpecOf(node)), node));
            }
        }
    }

    private sealed class Play
    {
        private readonly RunRules _rules;
        private readonly List<RunFact> _facts = [];

        public Play(Workflow workflow)
        {
            State = new RunState(workflow with { Root = Unhurried(workflow.Root) });
            _rules = new RunRules(State);
            _rules.Create("rehearsal", "", Value.Map.Empty, null, Begin, _facts);
        }

        public RunState State { get; }

        /// <summary>
        /// A task that is expected to take longer than it may would be stopped, and all that follows with it: not what is asked here.
        /// </summary>
        private static GroupSpec Unhurried(GroupSpec group) => group with
        {
            Members =
            [
                .. group.Members.Select(
                    NodeSpec (member) => member is GroupSpec inner ? Unhurried(inner) : member with { TimeLimit = null }),
            ],
        };

        /// <summary>The steps that are launched by an input.</summary>
        public List<int> Decide(RunInput input, DateTimeOffset now)
        {
            _facts.Clear();
            _rules.Decide(input, now, _facts);
            State.TakeChanges();
            return [.. _facts.OfType<RunFact.AttemptStarted>().Select(fact => fact.Node)];
        }

        public List<int> End(int node, DateTimeOffset now) =>
            Decide(new RunInput.AttemptEnded(node, State.AttemptsOf(node), AttemptEnd.Done), now);
    }
}
