using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Runs;
using Tasker.Core.Templates;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>Makes the order for an attempt: fills in templates from what the run knows now.</summary>
internal sealed class OrderMaker(RunState run, EngineParts parts)
{
    private const string Open = "${{";

    private readonly string _logs = Path.Combine(parts.Options.LogFolder, run.RunId);
    private readonly bool _workflowEnvIsPlain = !run.Workflow.Env.Values.Any(v => v.Contains(Open, StringComparison.Ordinal));
    private bool _folderIsThere;

    /// <summary>The order for the attempt of a step that the journal has as started.</summary>
    /// <param name="node">The step.</param>
    /// <param name="problem">Why there is no order: a text of the step could not be filled in.</param>
    public AttemptOrder? Make(int node, out string problem)
    {
        var (step, options) = ((StepSpec)run.SpecOf(node), parts.Options);
        var attempt = run.AttemptsOf(node);
        var fill = new Filling(run, node, parts);
        var env = EnvOf(step.Action, fill);
        var action = Fill(step.Action, fill, ref env);
        var outputs = step.Outputs.Any(o => Has(o.Path)) ? [.. step.Outputs.Select(o => o with
        {
            Path = fill.Text(o.Path),
        })] : step.Outputs;
        problem = fill.Problem ?? "";
        if (fill.Problem is not null)
        {
            return null;
        }

        var file = LogName(step.Id, attempt);
        MakeFolder(step.Action);
        return new AttemptOrder
        {
            Key = $"{run.RunId}/{step.Id}/{attempt.ToString(CultureInfo.InvariantCulture)}",
            RunId = run.RunId,
            StepId = step.Id,
            Attempt = attempt,
            Action = action,
            Background = step.Background,
            Survives = step.Action is StepAction.Agent,
            Env = env,
            SecretNames = options.SecretNames,
            Root = options.Root,
            WorkingDirectory = WorkingDirectoryOf(action),
            LogPath = Path.Combine(_logs, file + ".log"),
            OutputPath = Path.Combine(_logs, file + ".out"),
            Outputs = outputs,
            Grace = options.Grace,
            LogLimit = options.LogLimit,
        };
    }

    /// <summary>
    /// File name of an attempt's log without its ending: the step's id with <c>+</c> for <c>/</c>, and the number of the attempt.
    /// </summary>
    public static string LogName(string stepId, int attempt) =>
        stepId.Replace('/', '+') + "." + attempt.ToString(CultureInfo.InvariantCulture);

    private static bool Has(string text) => text.Contains(Open, StringComparison.Ordinal);

    private string WorkingDirectoryOf(StepAction action) =>
        action is StepAction.Run { Command.WorkingDirectory: { Length: > 0 } below }
            ? Path.GetFullPath(Path.Combine(parts.Options.Root, below))
            : parts.Options.Root;

    private void MakeFolder(StepAction action)
    {
        if (!_folderIsThere && action is not StepAction.Custom)
        {
            Directory.CreateDirectory(_logs);
            _folderIsThere = true;
        }
    }

    private ImmutableSortedDictionary<string, string> EnvOf(StepAction action, Filling fill)
    {
        var own = action switch
        {
            StepAction.Run r => r.Command.Env,
            StepAction.Agent a => a.Env,
            _ => ImmutableSortedDictionary<string, string>.Empty,
        };
        if (own.IsEmpty && _workflowEnvIsPlain)
        {
            return run.Workflow.Env;
        }

        var env = run.Workflow.Env.ToBuilder();
        foreach (var (name, value) in run.Workflow.Env)
        {
            env[name] = fill.Text(value);
        }

        foreach (var (name, value) in own)
        {
            env[name] = fill.Text(value);
        }

        return env.ToImmutable();
    }

    private static StepAction Fill(StepAction action, Filling fill, ref ImmutableSortedDictionary<string, string> env)
    {
        switch (action)
        {
            case StepAction.Run run:
                return run with { Command = Fill(run.Command, fill, ref env) };
            case StepAction.Agent agent:
                return agent with
                {
                    Name = fill.Text(agent.Name),
                    Prompt = fill.Text(agent.Prompt, agent.Syntax),
                    Model = agent.Model is { } m ? fill.Text(m) : null,
                };
            case StepAction.Custom custom:
                return custom.With.Fields.IsEmpty ? custom : custom with { With = (Value.Map)fill.Value(custom.With, custom.Syntax) };
            default:
                return action;
        }
    }

    /// <summary>
    /// A plain command gets its values inside its arguments; a shell gets them as variables and never as text of the script.
    /// </summary>
    private static CommandSpec Fill(CommandSpec command, Filling fill, ref ImmutableSortedDictionary<string, string> env)
    {
        command = Has(command.WorkingDirectory) ? command with { WorkingDirectory = fill.Text(command.WorkingDirectory) } : command;
        if (command.Line is not { } line)
        {
            return command.Arguments.Any(Has) ? command with { Arguments = [.. command.Arguments.Select(fill.Text)] } : command;
        }

        if (!Has(line) || Template.Parse(line, default).Value is not { } template)
        {
            return command;
        }

        if (template.IsConstant)
        {
            return command with { Line = fill.Text(line) };
        }

        if (CommandLine.Split(template) is { } words)
        {
            return command with { Line = null, Arguments = [.. words.Select(fill.Render)] };
        }

        if (ShellLine.From(template, default) is not { IsUsable: true } shell)
        {
            fill.Fail($"'{line}' has a template where a shell cannot take one safely");
            return command;
        }

        foreach (var variable in shell.Value.Variables)
        {
            env = env.SetItem(variable.Name, fill.Evaluate(variable.Expression));
        }

        return command with { Line = null, Arguments = ["sh", "-c", shell.Value.Script] };
    }

    /// <summary>Fills templates in; remembers the first problem.</summary>
    private sealed class Filling(RunState run, int node, EngineParts parts)
    {
        private readonly RunScope _scope = new(run, node);

        public string? Problem { get; private set; }

        public void Fail(string problem) => Problem ??= problem;

        public string Text(string text)
        {
            if (!Has(text))
            {
                return text;
            }

            var template = Template.Parse(text, default);
            if (template.Value is null)
            {
                Fail(template.Diagnostics[0].What);
                return "";
            }

            return Render(template.Value);
        }

        public string Render(Template template)
        {
            var result = template.Render(_scope);
            if (result.Text is null)
            {
                Fail(result.Problem!);
            }

            return result.Text ?? "";
        }

        public string Evaluate(Core.Expressions.Expression expression)
        {
            var result = expression.Evaluate(_scope);
            if (result.Value is null)
            {
                Fail(result.Problem!);
            }

            return result.Value?.ToText() ?? "";
        }

        public string Text(string text, TextSyntax syntax)
        {
            if (syntax is TextSyntax.Expressions)
            {
                return Text(text);
            }

            if (parts.Renderers.FirstOrDefault(r => r.Syntax == syntax) is not { } renderer)
            {
                Fail($"nothing here fills in texts of the syntax '{syntax}'");
                return "";
            }

            var rendered = renderer.Render(run, node, text);
            foreach (var warning in rendered.Warnings)
            {
                parts.Report($"{run.IdOf(node)}: {warning}");
            }

            if (rendered.Text is null)
            {
                Fail(rendered.Problem);
            }

            return rendered.Text ?? "";
        }

        public Value Value(Value value, TextSyntax syntax) => value switch
        {
            Value.Text text => Core.Values.Value.Of(Text(text.Content, syntax)),
            Value.List list => new Value.List([.. list.Items.Select(item => Value(item, syntax))]),
            Value.Map map => Core.Values.Value.Map.From(map.Names.Select(n => new KeyValuePair<string, Value>(n, Value(map[n], syntax)))),
            _ => value,
        };
    }
}
