using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Tests.Steps;

/// <summary>A workflow as text that people can review: one line for each node, details below it.</summary>
internal static class WorkflowOutline
{
    public static string Of(Workflow workflow, bool prompts = false)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"{workflow.Name} from {workflow.Source} by {workflow.FrontDoor}: {workflow.Description}\n");
        foreach (var member in workflow.Root.Members)
        {
            Node(text, member, 0, prompts);
        }

        return text.ToString();
    }

    private static void Node(StringBuilder text, NodeSpec node, int depth, bool prompts)
    {
        var indent = new string(' ', depth * 2);
        text.Append(indent).Append(node.Id).Append(" \"").Append(node.Title).Append('"');
        Common(text, node);
        text.Append('\n');
        switch (node)
        {
            case GroupSpec group:
                foreach (var member in group.Members)
                {
                    Node(text, member, depth + 1, prompts);
                }

                break;
            case StepSpec step:
                Step(text, step, indent + "    ", prompts);
                break;
        }
    }

    private static void Common(StringBuilder text, NodeSpec node)
    {
        if (node is GroupSpec group)
        {
            text.Append(' ').Append(group.Order.ToString().ToLowerInvariant());
            text.Append(group.MaxParallel is { } most ? $" at most {most}" : "").Append(group.FailFast ? " fail-fast" : "");
        }

        var needs = string.Join(", ", node.Needs.Select(n => $"{n.Node} {n.Until.ToString().ToLowerInvariant()}"));
        text.Append(needs.Length == 0 ? "" : $" needs {needs}");
        text.Append(node.Condition is null ? "" : $" if {node.Condition}");
        text.Append(node.Always ? " always" : "");
        text.Append(node.TimeLimit is { } limit ? $" within {limit.TotalSeconds:0}s" : "");
        text.Append(node.Retry.MaxAttempts > 1 ? $" attempts {node.Retry.MaxAttempts} after {node.Retry.FirstDelay.TotalSeconds:0}s" : "");
        text.Append(node.OnFailure is FailurePolicy.Block ? "" : $" on failure {node.OnFailure.ToString().ToLowerInvariant()}");
        text.Append(node.Checkpoint is null ? "" : $" checkpoint {node.Checkpoint}");
        var labels = string.Join(' ', node.Labels.Select(l => $"{l.Key[(l.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]}={l.Value}"));
        text.Append(labels.Length == 0 ? "" : $" [{labels}]");
    }

    private static void Step(StringBuilder text, StepSpec step, string indent, bool prompts)
    {
        switch (step.Action)
        {
            case StepAction.Run run:
                text.Append(indent).Append("run ").Append(Command(run.Command)).Append('\n');
                break;
            case StepAction.Agent agent:
                text.Append(indent).Append("agent ").Append(agent.Name).Append(" skills ").AppendJoin(' ', agent.Skills)
                    .Append(agent.Model is null ? "" : $" model {agent.Model}").Append(Env(agent.Env)).Append('\n');
                if (prompts)
                {
                    text.Append(indent).Append("| ").AppendJoin($"\n{indent}| ", agent.Prompt.TrimEnd('\n').Split('\n')).Append('\n');
                }

                break;
            default:
                text.Append(indent).Append(step.Action).Append('\n');
                break;
        }

        foreach (var output in step.Outputs)
        {
            text.Append(indent).Append("promises ").Append(output.Name).Append(' ').Append(output.Kind).Append(' ').Append(output.Path)
                .Append('\n');
        }

        if (step.Background is { } background)
        {
            text.Append(indent).Append("background, up ")
                .Append(background.ReadyPattern is null ? "once started" : $"at /{background.ReadyPattern}/")
                .Append(CultureInfo.InvariantCulture, $" within {background.ReadyWithin?.TotalSeconds}s, at end {background.AtEnd}\n");
        }

        foreach (var monitor in step.Monitors)
        {
            text.Append(indent).Append("monitor ").Append(monitor.Name)
                .Append(CultureInfo.InvariantCulture, $" every {monitor.Interval.TotalSeconds:0}s")
                .Append(CultureInfo.InvariantCulture, $" within {monitor.TimeLimit.TotalSeconds:0}s")
                .Append(monitor.AlertOn is null ? "" : $" alert on /{monitor.AlertOn}/")
                .Append(monitor.AlertOnExit is null ? "" : $" alert on exit {monitor.AlertOnExit}")
                .Append(": ").Append(monitor.Command.Line).Append('\n');
        }
    }

    private static string Command(CommandSpec command) =>
        (command.Line ?? string.Join(' ', command.Arguments.Select(a => a.Contains(' ') ? $"'{a}'" : a))) + Env(command.Env)
        + (command.PassEnv.IsEmpty ? "" : $" pass {string.Join(' ', command.PassEnv)}");

    private static string Env(ImmutableSortedDictionary<string, string> env) =>
        string.Concat(env.Where(e => e.Key is not ("TASKER_STEP_NUMBER" or "TASKER_TASK_ID" or "TASKER_TASK_FILE"))
            .Select(e => $" {e.Key}={e.Value}"));
}
