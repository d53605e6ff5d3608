using System.Collections.Immutable;
using Tasker.Formats.PhaseTasks.Reading;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>The steps of a phase in stages: what stands in one stage is done at once, each stage when the one before has ended.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Id">Id of its group.</param>
/// <param name="Stages">The stages.</param>
internal sealed record PhasePlan(TaskPhase Phase, string Id, ImmutableArray<ImmutableArray<PlannedStep>> Stages)
{
    /// <summary>The agents that the phase asks, in the order of asking.</summary>
    public IEnumerable<PlannedStep> Agents => Stages.SelectMany(stage => stage).Where(step => step.Step.Kind is PhaseStepKind.Agent);

    /// <summary>Plans a phase.</summary>
    /// <remarks>
    /// Agent queries that follow one another are one stage in a phase that is parallel. Agents of the list that no step names are asked
    /// just before the first aggregate, or at the end, together with the queries that stand there.
    /// </remarks>
    public static PhasePlan Of(TaskPhase phase, string id)
    {
        var ids = new PhaseIds();
        _ = ids.New("answers"); // The step that ends every phase with agents.
        var named = phase.Steps.Where(step => step.Kind is PhaseStepKind.Agent).Select(step => step.Subject)
            .ToHashSet(StringComparer.Ordinal);
        PhaseStep[] listed =
        [
            .. phase.Agents.Where(agent => !named.Contains(agent.Id)).Select(agent => new PhaseStep
            {
                Kind = PhaseStepKind.Agent, Subject = agent.Id, Text = new PlacedText(agent.Text, agent.Where), Where = agent.Where,
            }),
        ];
        var before = phase.Steps.TakeWhile(step => step.Kind is not PhaseStepKind.Aggregate).Count();
        var stages = ImmutableArray.CreateBuilder<ImmutableArray<PlannedStep>>();
        var open = new List<PlannedStep>();
        foreach (var step in phase.Steps.Take(before).Concat(listed).Concat(phase.Steps.Skip(before)))
        {
            var isQuery = step.Kind is PhaseStepKind.Agent && phase.IsParallel;
            if (open.Count > 0 && !(isQuery && open[^1].Step.Kind is PhaseStepKind.Agent))
            {
                stages.Add([.. open]);
                open.Clear();
            }

            open.Add(new PlannedStep(step, $"{id}/{ids.New(NameOf(step))}"));
        }

        if (open.Count > 0)
        {
            stages.Add([.. open]);
        }

        return new PhasePlan(phase, id, stages.ToImmutable());
    }

    private static string NameOf(PhaseStep step) => step.Kind switch
    {
        PhaseStepKind.Validation => "validation",
        PhaseStepKind.Wait => "wait",
        PhaseStepKind.Note => step.Text.Text,
        _ => step.Subject,
    };
}

/// <summary>A step and the id of its node.</summary>
internal sealed record PlannedStep(PhaseStep Step, string Id);
