using System.Text;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Tests.Yaml;

/// <summary>A workflow as lines for snapshots: whatever is not its default is shown.</summary>
internal static class WorkflowText
{
    public static string Of(Workflow workflow)
    {
        var text = new StringBuilder($"workflow {workflow.Name} [{workflow.FrontDoor}] {workflow.Source}\n");
        text.Append(workflow.Description.Length > 0 ? $"  \"{workflow.Description}\"\n" : "");
        foreach (var input in workflow.Inputs)
        {
            text.Append($"  input {input.Name}: {input.Type}{(input.Required ? " required" : "")} = {ValueJson.Write(input.Default)}"
                + $"{(input.Choices.IsEmpty ? "" : $" of {ValueJson.Write(new Value.List(input.Choices))}")} {input.Description}\n");
        }

        foreach (var (name, value) in workflow.Env)
        {
            text.Append($"  env {name}={value}\n");
        }

        foreach (var pool in workflow.Pools)
        {
            text.Append($"  pool {pool.Name}: {pool.Limit}\n");
        }

        Add(text, workflow.Root, 1);
        return text.ToString();
    }

    private static void Add(StringBuilder text, NodeSpec node, int depth)
    {
        text.Append(' ', depth * 2).Append(node.Id.Length == 0 ? "(root)" : node.Id).Append(": ");
        text.AppendJoin(
            ", ", (node is GroupSpec group ? Group(group) : Step((StepSpec)node)).Concat(Shared(node)).Where(part => part.Length > 0));
        text.Append($" @{node.Where.Line}:{node.Where.Column}\n");
        foreach (var member in (node as GroupSpec)?.Members ?? [])
        {
            Add(text, member, depth + 1);
        }
    }

    private static IEnumerable<string> Group(GroupSpec group) =>
    [
        $"group {group.Order}",
        group.MaxParallel is { } most ? $"at most {most}" : "",
        group.FailFast ? "fail-fast" : "",
        group.ForEach is { } each ? $"for each {each.As} in {each.Items}" : "",
    ];

    private static IEnumerable<string> Step(StepSpec step)
    {
        yield return step.Action switch
        {
            StepAction.Run run => Command(run.Command),
            StepAction.Agent { Syntax: TextSyntax.Handlebars } agent =>
                $"agent '{agent.Name}' {{ \"{agent.Prompt.ReplaceLineEndings("\\n")}\" }}{Env(agent.Env)}",
            StepAction.Note note => $"note \"{note.Text.ReplaceLineEndings("\\n")}\"{(note.IsUnproven ? " unproven" : "")}",
            StepAction.Aggregate aggregate => $"aggregate {aggregate.Type} of [{string.Join(' ', aggregate.Of)}] quorum {aggregate.Quorum}",
            StepAction.Agent agent =>
                $"agent '{agent.Name}' \"{agent.Prompt}\" skills [{string.Join(' ', agent.Skills)}] model {agent.Model} {Env(agent.Env)}",
            StepAction.Check check => $"check {check.Expression} \"{check.Message}\"",
            StepAction.Wait wait => $"wait {wait.Duration}",
            StepAction.Approve approve => $"approve \"{approve.Message}\"",
            StepAction.Custom custom => $"{custom.Type} {ValueJson.Write(custom.With)}",
            _ => "?",
        };
        yield return step.Pools.IsEmpty ? "" : $"pools [{string.Join(' ', step.Pools)}]";
        yield return step.Background is { } background
            ? $"background {background.AtEnd} ready /{background.ReadyPattern}/ within {background.ReadyWithin}"
            : "";
        foreach (var output in step.Outputs)
        {
            yield return $"output {output.Name}={output.Kind}{(output.Path.Length > 0 ? $"({output.Path})" : "")}";
        }

        foreach (var monitor in step.Monitors)
        {
            yield return $"monitor {monitor.Name}: {Command(monitor.Command)} every {monitor.Interval} alert /{monitor.AlertOn}/ exit "
                + $"{monitor.AlertOnExit} limit {monitor.TimeLimit}";
        }
    }

    private static string Command(CommandSpec command) =>
        (command.Line is { } line ? $"run \"{line.ReplaceLineEndings("\\n")}\"" : $"run [{string.Join(" | ", command.Arguments)}]")
        + Env(command.Env)
        + (command.PassEnv.IsEmpty ? "" : $" pass {string.Join(' ', command.PassEnv)}")
        + (command.WorkingDirectory.Length == 0 ? "" : $" in {command.WorkingDirectory}");

    private static string Env(IEnumerable<KeyValuePair<string, string>> env) => string.Concat(env.Select(e => $" {e.Key}={e.Value}"));

    private static IEnumerable<string> Shared(NodeSpec node) =>
    [
        node.Title.Length > 0 ? $"title '{node.Title}'" : "",
        node.Needs.IsEmpty ? "" : $"needs {string.Join(' ', node.Needs.Select(Need))}",
        node.Condition is { } condition ? $"if {condition}" : "",
        node.Always ? "always" : "",
        node.OnFailure is FailurePolicy.Block ? "" : $"on-failure {node.OnFailure}",
        node.Priority == 0 ? "" : $"priority {node.Priority}",
        node.Checkpoint is { } checkpoint ? $"checkpoint {checkpoint}" : "",
        node.TimeLimit is { } limit ? $"limit {limit}" : "",
        node.Retry == RetryPolicy.None ? "" : Retry(node.Retry),
    ];

    private static string Need(Need need) => need.Until is NeedKind.Succeeded ? need.Node : $"{need.Node}:{need.Until}";

    private static string Retry(RetryPolicy retry) => $"retry {retry.MaxAttempts}x {retry.FirstDelay}..{retry.MaxDelay} "
        + $"*{retry.Factor} ~{retry.Jitter} on [{string.Join(' ', retry.OnExitCodes)}]";
}
