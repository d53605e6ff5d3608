using System.Text;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Results;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Formats.PhaseTasks.Templates;

/// <summary>What every agent is told besides its own question: the task, the phase, the input, and what was answered before.</summary>
internal static class Briefing
{
    private const int LongestAnswer = 8_000;
    private const int Longest = 200_000;

    /// <summary>The briefing of a step.</summary>
    /// <remarks>Answers of the same stage are left out, so that what an agent is told does not hang on who was quicker.</remarks>
    public static string Of(RunState run, int node)
    {
        var text = new StringBuilder("---\n");
        text.Append("Task: ").Append(run.Workflow.Name).Append('\n');
        Add(text, "", run.Workflow.Description);
        var group = run.ParentOf(node);
        if (group > 0)
        {
            text.Append("Phase: ").Append(run.SpecOf(group).DisplayName).Append('\n');
            Add(text, "", run.SpecOf(group).Labels.GetValueOrDefault(PhaseLabels.Purpose, ""));
        }

        if (run.SpecOf(node) is StepSpec { Action: StepAction.Agent agent })
        {
            text.Append("You are: ").Append(agent.Name).Append('\n');
        }

        text.Append("\nInput:\n").Append(TemplateModel.Json(TemplateModel.Plain(run.Inputs))).Append('\n');
        foreach (var phase in PhaseOutcome.All(run).Where(phase => phase.Node != group && phase.Status == "completed"))
        {
            Answers(text, run, phase.Node, phase.Name, _ => true);
        }

        if (group > 0)
        {
            var before = run.SpecOf(node).Needs.Length == 0 ? [] : Before(run, node);
            Answers(text, run, group, "this phase, so far", before.Contains);
        }

        text.Append(
            "\nEnd your answer with lines 'Position: …' and 'Confidence: … %', or answer with a JSON object that has "
                + "response, position and confidence.\n");
        return text.Length <= Longest ? text.ToString() : text.ToString(0, Longest) + "\n… (cut)\n";
    }

    /// <summary>The steps that had to end before this one, directly or not.</summary>
    private static HashSet<int> Before(RunState run, int node)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([node]);
        while (open.TryPop(out var at))
        {
            foreach (var need in run.SpecOf(at).Needs)
            {
                if (run.Find(need.Node) is >= 0 and var found && seen.Add(found))
                {
                    open.Push(found);
                }
            }
        }

        return seen;
    }

    private static void Answers(StringBuilder text, RunState run, int group, string title, Func<int, bool> counts)
    {
        var isFirst = true;
        foreach (var step in run.MembersOf(group).ToArray())
        {
            var kind = run.SpecOf(step).Labels.GetValueOrDefault(PhaseLabels.Step, "");
            var outputs = run.OutputsOf(step);
            var said = kind switch
            {
                "agent" => outputs["answer"].ToText(),
                "aggregate" => Aggregate(outputs),
                _ => "",
            };
            if (said.Length == 0 || !counts(step))
            {
                continue;
            }

            text.Append(isFirst ? $"\nAnswers of {title}:\n" : "");
            isFirst = false;
            var name = run.SpecOf(step) is StepSpec { Action: StepAction.Agent agent } ? agent.Name : NodeNames.LastPart(run.IdOf(step));
            var told = said.Length <= LongestAnswer ? said : said[..LongestAnswer] + "… (cut)";
            text.Append("\n## ").Append(name).Append('\n').Append(told).Append('\n');
        }
    }

    /// <summary>What an aggregate found, without the answers, which stand there already.</summary>
    private static string Aggregate(Value.Map outputs) => ValueJson.Write(Value.Map.From(outputs.Names
        .Where(name => name is not ("answers" or "responses" or "type" or "quorum" or "text"))
            .Select(name => new KeyValuePair<string, Value>(name, outputs[name]))));

    private static void Add(StringBuilder text, string label, string value)
    {
        if (value.Length > 0)
        {
            text.Append(label).Append(value).Append('\n');
        }
    }
}
