using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Reading;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>What is done before a stage of a phase: earlier stages of it, then the phases that it depends on, the nearest first.</summary>
internal sealed class PhaseScope
{
    private readonly List<PhasePlan> _before = [];
    private readonly List<PlannedStep> _own;
    private readonly PhasePlan _plan;

    /// <param name="plans">All phases.</param>
    /// <param name="plan">The phase.</param>
    /// <param name="stage">Number of the stage in it.</param>
    public PhaseScope(IReadOnlyList<PhasePlan> plans, PhasePlan plan, int stage)
    {
        _plan = plan;
        _own = [.. plan.Stages.Take(stage).Reverse().SelectMany(steps => steps)];
        var byName = plans.DistinctBy(p => p.Phase.Name).ToDictionary(p => p.Phase.Name, StringComparer.Ordinal);
        var open = new Queue<string>(plan.Phase.DependsOn);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var name))
        {
            if (seen.Add(name) && byName.TryGetValue(name, out var found) && found != plan)
            {
                _before.Add(found);
                found.Phase.DependsOn.ToList().ForEach(open.Enqueue);
            }
        }
    }

    public IEnumerable<string> PhaseNames => _before.Select(p => p.Phase.Name);

    public IEnumerable<string> StepNames =>
        Steps.Where(s => s.Step.Kind is not (PhaseStepKind.Agent or PhaseStepKind.Note)).Select(s => NodeNames.LastPart(s.Id)).Distinct();

    public IEnumerable<string> AgentNames => Steps.Where(s => s.Step.Kind is PhaseStepKind.Agent).Select(s => s.Step.Subject).Distinct();

    private IEnumerable<PlannedStep> Steps => _own.Concat(_before.SelectMany(plan => plan.Stages.Reverse().SelectMany(steps => steps)));

    /// <summary>The node of a phase that is done before, or of this very one.</summary>
    public string? PhaseNode(string name)
    {
        PhasePlan[] all = [.. _before, _plan];
        var found = PhaseOrder.Find([.. all.Select(p => p.Phase.Name)], name);
        return found >= 0 ? all[found].Id : all.FirstOrDefault(p => p.Id == name)?.Id;
    }

    /// <summary>The node of an earlier step, by the last part of its id; the answers that end a phase included.</summary>
    public string? StepNode(string name) =>
        Steps.FirstOrDefault(s => NodeNames.LastPart(s.Id) == name)?.Id
        ?? (name == PhaseTranslator.AnswersStep && _before.FirstOrDefault(p => p.Agents.Any()) is { } plan ? $"{plan.Id}/{name}" : null);

    /// <summary>The node of the nearest earlier step that asks an agent.</summary>
    public string? AgentNode(string agent) =>
        Steps.FirstOrDefault(s => s.Step.Kind is PhaseStepKind.Agent && s.Step.Subject == agent)?.Id
        ?? Steps.FirstOrDefault(s => s.Step.Kind is PhaseStepKind.Agent && NodeNames.LastPart(s.Id) == agent)?.Id;
}
