using System.Collections.Immutable;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Settings;

/// <summary>One agent of <c>tasker.yaml</c>.</summary>
internal static class AgentReader
{
    private static readonly ImmutableArray<(string Word, PromptBy By)> Ways =
        [("stdin", PromptBy.StandardInput), ("file", PromptBy.File), ("argument", PromptBy.Argument)];

    /// <summary>Reads an agent; null when it has no command, which is told.</summary>
    public static AgentSettings? Read(string name, YamlFields fields)
    {
        var (command, first) = Command(name, fields);
        var arguments = fields.Texts("args");
        var modelArguments = fields.Texts("model-args");
        var prompt = fields.Choice("prompt", Ways) ?? PromptBy.StandardInput;
        var env = fields.TextMap("env");
        foreach (var entry in env.Count > 0 ? fields.Entries("env") : [])
        {
            Names.CheckVariable(entry.Name, entry.Key.Place, fields.Bag);
        }

        var agent = new AgentSettings
        {
            Name = name,
            Command = command ?? "",
            Arguments = [.. first, .. arguments],
            ModelArguments = modelArguments,
            Prompt = prompt,
            Env = env,
            PassEnv = EnvReader.PassEnv(fields) ?? [],
            TimeLimit = fields.Duration("timeout"),
            Model = fields.Filled("model"),
        };
        CheckPlaceholders(agent, fields);
        return command is null ? null : agent;
    }

    private static (string? Program, ImmutableArray<string> First) Command(string name, YamlFields fields)
    {
        switch (fields.Node("command"))
        {
            case null when fields.HasUnknownKeys:
                return (null, []);
            case YamlNode.List:
                var words = fields.Texts("command");
                if (words.IsEmpty || words[0].Length == 0)
                {
                    YamlShapes.Wrong<object>(fields.Node("command")!, "'command'", "a program", fields.Bag);
                    return (null, []);
                }

                return (words[0], words[1..]);
        }

        var program = fields.Required("command", $"The agent '{Excerpt.Of(name)}'", "Write the program that is started, such as 'command: claude'.");
        if (program is not null && program.Any(char.IsWhiteSpace))
        {
            var parts = program.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            fields.Bag.Error(
                SettingsCodes.BadCommand, fields.PlaceOf("command"), $"'command' is '{Excerpt.Of(program)}', which holds blanks.",
                "It is one program; no shell reads it.",
                $"Write the list [{Excerpt.Of(string.Join(", ", parts))}]; a program with a blank in its name is a list of one.");
        }

        return (program, []);
    }

    private static void CheckPlaceholders(AgentSettings agent, YamlFields fields)
    {
        if (agent.Prompt is PromptBy.StandardInput && agent.Arguments.Any(argument => argument.Contains("{prompt}", StringComparison.Ordinal)))
        {
            fields.Bag.Error(
                SettingsCodes.BadPlaceholder, fields.PlaceOf("args"), "An argument holds {prompt}, but the prompt comes by standard input.", "",
                "Add 'prompt: argument' or 'prompt: file', or remove the {prompt}.");
        }

        if (!agent.ModelArguments.IsEmpty && !agent.ModelArguments.Any(argument => argument.Contains("{model}", StringComparison.Ordinal)))
        {
            fields.Bag.Error(
                SettingsCodes.BadPlaceholder, fields.PlaceOf("model-args"), "'model-args' does not say where the name of the model stands.", "",
                "Write {model} there, such as [--model, \"{model}\"].");
        }

        if (agent.Model is not null && agent.ModelArguments.IsEmpty && !fields.Has("model-args"))
        {
            fields.Bag.Error(
                SettingsCodes.BadPlaceholder, fields.KeyPlace("model"), "'model' is set, but nothing tells the agent.", "",
                "Add 'model-args', such as [--model, \"{model}\"].");
        }
    }
}
