using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Finds out who does the work of each step, and tells what is missing for it.</summary>
internal sealed class Crew
{
    private readonly StepsSource _source;
    private readonly DiagnosticBag _bag;
    private readonly string? _default;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public Crew(StepsSource source, DiagnosticBag bag)
    {
        (_source, _bag) = (source, bag);
        Mandatory = source.Settings.MandatorySkills ?? Inferred(source.Spec, source.Definitions);
        _default = DefaultAgent(source);
    }

    /// <summary>The skills that every agent run is handed.</summary>
    public ImmutableArray<string> Mandatory { get; }

    /// <summary>Who does a step; null when nobody can, which is told.</summary>
    public Worker? For(SpecStep step, MainDefinition main)
    {
        var line = main.Script ?? main.Command;
        var byScript = line is not null && (main.RunBy is WorkedBy.Script
            || (main.RunBy is null && main.Agent is null));
        if (byScript)
        {
            var tester = main.Agent is null ? null : Hire(main.Agent, main, step);
            return Script(main.Script, line!, tester, main.Where.Line > 0 ? main.Where : step.Where,
                Helper(main, step));
        }

        if ((main.Agent ?? _default) is { } name)
        {
            return Hire(name, main, step) is { } agent ? new Worker.Agent(agent) : null;
        }

        if (_source.Spec.Executor.Length > 0)
        {
            Unknown(_source.Spec.Executor, new Place(_source.Spec.Path),
                $"'{_source.Spec.Path}' names it as the executor of its steps.");
            return null;
        }

        if (step.Section?.Mined.Commands is [var command, ..])
        {
            return Script(null, command, null, step.Where, null);
        }

        _bag.Error(
            StepsCodes.NobodyToDoIt, main.Where.Line > 0 ? main.Where : step.Where,
            $"Nobody can do step {step.Number}.",
            "Its definition names no agent, script or command, its section names no command, and the project has no default agent.",
            "Name a 'default-agent' in tasker.yaml, or give the step a 'script' or 'command'.");
        return null;
    }

    private Worker.Script Script(string? script, string line, AgentWorker? tester, Place where, AgentWorker? helper)
    {
        var python = _source.Settings.Python;
        var command = script is null ? ScriptCommand.OfCommand(line, python) : ScriptCommand.OfScript(script, python);
        if (command.IsWeakTest && tester is null)
        {
            _bag.Warning(
                StepsCodes.NothingToTest, where, $"There is no minimal test for '{Excerpt.Of(line)}'.",
                "Its kind is not known, so only its being there is checked before it is run.",
                "Add 'test: …' to its 'main'.");
        }

        return new Worker.Script(command, tester, helper);
    }

    /// <summary>
    /// An agent for checks in prose of a step whose main work needs none: only when it is there with all that it must
    /// have.
    /// </summary>
    private AgentWorker? Helper(MainDefinition main, SpecStep step) =>
        _default is not null && Mandatory.All(_source.Agents.Skills.Contains)
            ? Hire(_default, main with { Skills = [] }, step) : null;

    private AgentWorker? Hire(string name, MainDefinition main, SpecStep step)
    {
        var where = main.Where.Line > 0 ? main.Where : step.Where;
        if (!_source.Agents.Agents.Contains(name))
        {
            Unknown(name, where, $"Step {step.Number} is to be done by it.");
            return null;
        }

        ImmutableArray<string> skills = [.. Mandatory, .. main.Skills.Where(skill => !Mandatory.Contains(skill))];
        var missing = skills.Where(skill => !_source.Agents.Skills.Contains(skill));
        foreach (var skill in missing.Where(skill => _told.Add("skill " + skill)))
        {
            var mandatory = Mandatory.Contains(skill);
            var none = mandatory ? ", or set 'mandatory-skills: []' under 'steps:' in tasker.yaml." : ".";
            _bag.Error(
                StepsCodes.MissingSkill, where, $"There is no skill '{Excerpt.Of(skill)}'.",
                mandatory ? "It is mandatory for every step." : $"Step {step.Number} needs it.",
                Suggestions.DidYouMean(
                    skill, _source.Agents.Skills,
                    $"Add '.claude/skills/{Excerpt.Of(skill)}/SKILL.md'{none}"));
        }

        return new AgentWorker(name, skills, Mandatory, main.Model);
    }

    private void Unknown(string name, Place where, string why)
    {
        if (_told.Add("agent " + name))
        {
            var known = _source.Agents.Agents;
            _bag.Error(
                StepsCodes.UnknownAgent, where, $"There is no agent '{Excerpt.Of(name)}'.", why,
                Suggestions.DidYouMean(
                    name, known,
                    known.Count == 0
                        ? "Configure one under 'agents:' in tasker.yaml, and describe it in .claude/agents."
                        : $"Use one of {Excerpt.Of(string.Join(", ", known))}, or configure it in tasker.yaml."));
        }
    }

    private static string? DefaultAgent(StepsSource source)
    {
        if (source.Agents.Agents.Contains(source.Spec.Executor))
        {
            return source.Spec.Executor;
        }

        var named = source.Definitions.Steps.Values
            .Select(d => d.Main.Agent)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return source.Agents.DefaultAgent ?? (named is [var only] && source.Agents.Agents.Contains(only) ? only : null);
    }

    /// <summary>The skill that the plan says is for all, and those that every definition with skills lists.</summary>
    private static ImmutableArray<string> Inferred(SpecDocument spec, StepDefinitions definitions)
    {
        var lists = definitions.Steps.Values.Select(d => d.Main.Skills).Where(skills => !skills.IsEmpty).ToArray();
        var common = lists.Length == 0 ? [] : lists[0].Where(skill => lists.All(list => list.Contains(skill)));
        var said = new[] { spec.MandatorySkill }.Where(skill => skill.Length > 0);
        return [.. said.Concat(common).Distinct(StringComparer.Ordinal)];
    }
}
