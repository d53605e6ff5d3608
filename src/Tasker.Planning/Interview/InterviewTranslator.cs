using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Planning.Agents;

namespace Tasker.Planning.Interview;

/// <summary>The making of a specification as a workflow: the scope, rounds of questions while there are any, the gate, the writing, the review.</summary>
public static class InterviewTranslator
{
    /// <summary>So many rounds of questions at most.</summary>
    public const int MostRounds = 5;

    /// <summary>Translates.</summary>
    /// <param name="files">Where its parts lie; the target directory is the root of the project.</param>
    /// <param name="agentOf">The agent of the project that plays an agent of ours; empty: its default agent.</param>
    /// <param name="timeLimit">How long an agent may work; null: no limit.</param>
    /// <returns>The workflow, with what Core's own checks find.</returns>
    public static ParseResult<Workflow> Translate(InterviewFiles files, Func<string, string> agentOf, TimeSpan? timeLimit)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(agentOf);
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        members.Add(new StepSpec { Id = "scope", Action = Step(InterviewNames.Scope, InterviewNames.Interviewer, 0) });
        for (var round = 1; round <= MostRounds; round++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"round{round}");
            members.Add(new GroupSpec
            {
                Id = id,
                Order = GroupOrder.Sequence,
                Condition = round == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"steps.round{round - 1}.outputs.ask.more"),
                Members = [Output($"{id}/questions", InterviewNames.Interviewer, round), new StepSpec { Id = $"{id}/ask", Action = Step(InterviewNames.Ask, InterviewNames.Interviewer, round) }],
            });
        }

        members.Add(new StepSpec { Id = "gate", Action = Step(InterviewNames.Gate, InterviewNames.Writer, 0) });
        members.Add(Output("write", InterviewNames.Writer, 0));
        members.Add(new StepSpec { Id = "review", Action = Step(InterviewNames.Review, InterviewNames.Writer, 0) });
        var below = Path.GetRelativePath(files.Target, files.Plan.Root).Replace('\\', '/');
        var workflow = new Workflow
        {
            Name = files.Slug,
            FrontDoor = InterviewNames.FrontDoor,
            Source = below,
            Root = new GroupSpec { Id = "", Order = GroupOrder.Sequence, Members = members.ToImmutable(), Where = new Place(below) },
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(Execution.ExecutionNames.FolderLabel, below),
        };
        return new ParseResult<Workflow>(workflow, WorkflowChecks.Check(workflow));

        GroupSpec Output(string id, string agent, int round) => OutputGroup.Of(
            id, agent, agentOf(agent), Step(InterviewNames.Brief, agent, round), Step(InterviewNames.Check, agent, round), files.Plan.Root, timeLimit);

        static StepAction.Custom Step(string type, string agent, int round) => new(
            type, Value.Map.From([new("agent", Value.Of(agent)), new("round", Value.Of(round))]));
    }
}
