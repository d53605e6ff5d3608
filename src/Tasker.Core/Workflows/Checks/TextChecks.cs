using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Core.Templates;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;

namespace Tasker.Core.Workflows.Checks;

/// <summary>Every expression and template can be read, and its names are known where it stands.</summary>
internal sealed class TextChecks
{
    private readonly CheckedNodes _nodes;
    private readonly Findings _findings;
    private readonly NameScope _scope;
    private readonly bool _isPartial;

    /// <summary>The node whose texts are looked at.</summary>
    private int _node;

    private TextChecks(Workflow workflow, CheckedNodes nodes, Findings findings, bool isPartial) =>
        (_nodes, _findings, _scope, _isPartial) = (nodes, findings, new NameScope(workflow, nodes, findings), isPartial);

    private NodeSpec Spec => _nodes[_node];

    private string Who => _node == 0 ? "the workflow" : $"'{Findings.Clip(Spec.Id)}'";

    public static void Check(Workflow workflow, CheckedNodes nodes, Findings findings, bool isPartial)
    {
        var checks = new TextChecks(workflow, nodes, findings, isPartial);
        checks.Env(workflow.Env, () => "the workflow");
        for (var node = 0; node < nodes.Count; node++)
        {
            checks._node = node;
            checks.Node();
        }
    }

    private void Node()
    {
        if (Spec.Condition is { } condition)
        {
            Expression(condition, () => $"The condition of {Who}");
        }

        if (Spec is GroupSpec { ForEach: { } fan } group)
        {
            Expression(fan.Items, () => $"The list of the fan-out {Who}");
            ItemName(group, fan);
        }
        else if (Spec is StepSpec step)
        {
            Action(step.Action);
            foreach (var monitor in step.Monitors.IsDefault ? [] : step.Monitors)
            {
                Command(monitor.Command, () => $"the monitor '{Findings.Clip(monitor.Name)}' of {Who}");
            }

            foreach (var output in step.Outputs.IsDefault ? [] : step.Outputs)
            {
                Template(output.Path, () => $"The path of the output '{Findings.Clip(output.Name)}' of {Who}");
                if (output.Kind is OutputKind.File && output.Path.Length == 0)
                {
                    _findings.Error(Codes.BadCommand, Spec.Where, $"The output '{Findings.Clip(output.Name)}' of {Who} names no file.", "",
                        "Write its path.");
                }
            }
        }
    }

    private void Action(StepAction action)
    {
        switch (action)
        {
            case StepAction.Run run:
                Command(run.Command, () => Who);
                break;
            case StepAction.Agent { Syntax: TextSyntax.Handlebars } agent:
                Env(agent.Env, () => Who);
                break;
            case StepAction.Custom { Syntax: TextSyntax.Handlebars }:
                break;
            case StepAction.Agent agent:
                Template(agent.Prompt, () => $"The prompt of {Who}");
                Env(agent.Env, () => Who);
                Schema(agent.Schema);
                break;
            case StepAction.Check check:
                Expression(check.Expression, () => $"The check of {Who}");
                break;
            case StepAction.Approve approve:
                Template(approve.Message, () => $"The message of {Who}");
                break;
            case StepAction.Custom custom:
                With(custom.With);
                break;
        }
    }

    private void Schema(Value? schema)
    {
        if (schema is not null && JsonSchema.Read(schema, out var problems) is null)
        {
            _findings.Error(
                Codes.BadSchema, Spec.Where, $"The schema for the answer of {Who} cannot be used.", problems[0],
                problems.Length == 1 ? "Mend it." : $"Mend it; {problems.Length - 1} more of it is wrong.");
        }
    }

    private void Command(CommandSpec command, Func<string> who)
    {
        if ((command.Line is null) == command.Arguments.IsDefaultOrEmpty)
        {
            _findings.Error(Codes.BadCommand, Spec.Where,
                command.Line is null ? $"The command of {who()} says nothing." : $"The command of {who()} is given twice.",
                "A command is either a line or a program with its arguments.", "Write one of them.");
        }

        if (command.Line is { } line)
        {
            Line(line, who);
        }

        foreach (var argument in command.Arguments.IsDefault ? [] : command.Arguments)
        {
            Template(argument, () => $"An argument of {who()}");
        }

        Env(command.Env, who);
    }

    private void Line(string line, Func<string> who)
    {
        if (string.IsNullOrWhiteSpace(line) || line.Contains('\0', StringComparison.Ordinal))
        {
            _findings.Error(Codes.BadCommand, Spec, line,
                $"The command of {who()} {(line.Contains('\0', StringComparison.Ordinal) ? "has a zero byte" : "says nothing")}.",
                "", "Write a command.");
        }
        else if (Template(line, () => $"The command of {who()}") is { IsConstant: false } template && CommandLine.Split(template) is null)
        {
            Told(ShellLine.From(template, _findings.PlaceOf(line) ?? default).Diagnostics, line, () => $"The command of {who()}");
        }
    }

    private void Env(IEnumerable<KeyValuePair<string, string>> env, Func<string> who)
    {
        foreach (var (name, text) in env)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            {
                _findings.Error(
                    Codes.BadCommand, Spec, name, $"A variable of {who()} is called '{Findings.Clip(name.Replace('\0', '?'))}'.",
                    "A name is not empty and has no '=' in it.", "Write letters, digits and '_'.");
            }

            Template(text, () => $"The variable '{Findings.Clip(name)}' of {who()}");
        }
    }

    private void With(Value.Map with)
    {
        var open = new Stack<Value>([with]);
        while (open.TryPop(out var value))
        {
            switch (value)
            {
                case Value.Text text:
                    Template(text.Content, () => $"What {Who} is given");
                    break;
                case Value.List list:
                    foreach (var item in list.Items)
                    {
                        open.Push(item);
                    }

                    break;
                case Value.Map map:
                    foreach (var name in map.Names)
                    {
                        open.Push(map.Fields[name]);
                    }

                    break;
            }
        }
    }

    private void ItemName(GroupSpec group, ForEachSpec fan)
    {
        var parsed = Expressions.Expression.Parse(fan.As, default);
        var isName = parsed.Value is { References: [{ Field: null } only] } && only.Root == fan.As;
        var taken = fan.As == "index" || WorkflowChecks.RootNames.Contains(fan.As) || _scope.ItemNames(_node).Contains(fan.As);
        if (!isName || taken)
        {
            _findings.Error(Codes.BadForEach, group, fan.As, $"The fan-out {Who} calls its item '{Findings.Clip(fan.As)}'.",
                isName ? "That name has another meaning there." : "A name has letters, digits and '_', and does not begin with a digit.",
                "Give the item another name.");
        }
    }

    private void Expression(string text, Func<string> what)
    {
        var parsed = Expressions.Expression.Parse(text, _findings.PlaceOf(text) ?? default);
        Told(parsed.Diagnostics, text, what);
        if (parsed.Value is { } expression)
        {
            Names(expression, text, what);
        }
    }

    private Template? Template(string text, Func<string> what)
    {
        if (!text.Contains("${{", StringComparison.Ordinal))
        {
            return null;
        }

        var parsed = Templates.Template.Parse(text, _findings.PlaceOf(text) ?? default);
        Told(parsed.Diagnostics, text, what);
        foreach (var expression in parsed.Value?.Expressions ?? [])
        {
            Names(expression, text, what);
        }

        return parsed.Value;
    }

    private void Names(Expression expression, string text, Func<string> what)
    {
        foreach (var reference in _isPartial ? [] : expression.References)
        {
            if (_scope.Problem(_node, reference) is var (code, severity, problem, fix))
            {
                var where = _findings.PlaceOf(text) is null ? Spec.Where : reference.Where;
                _findings.Add(new Diagnostic(code, severity, where, $"{what()} {problem}.", "", fix));
            }
        }
    }

    /// <summary>Tells what a reader of the text found: at its own place, or at the node with the text quoted.</summary>
    private void Told(IEnumerable<Diagnostic> diagnostics, string text, Func<string> what)
    {
        foreach (var diagnostic in diagnostics)
        {
            _findings.Add(_findings.PlaceOf(text) is not null ? diagnostic
                : diagnostic with { Where = Spec.Where, What = $"{what()}, '{Findings.Clip(text)}': {diagnostic.What}" });
        }
    }
}
