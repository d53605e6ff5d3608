using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Settings;

/// <summary>One agent of <c>tasker.yaml</c>.</summary>
internal static class AgentReader
{
    private const int MostAtOnce = 1_000_000;

    private static readonly ImmutableArray<(string Word, PromptBy By)> Ways =
        [("stdin", PromptBy.StandardInput), ("file", PromptBy.File), ("argument", PromptBy.Argument)];

    /// <summary>Reads an agent; null when it has no command, which is told.</summary>
    public static AgentSettings? Read(string name, YamlFields fields)
    {
        var (command, first) = Command(name, fields);
        var arguments = fields.Texts("args");
        var modelArguments = fields.Texts("model-args");
        var prompt = fields.Choice("prompt", Ways) ?? PromptBy.StandardInput;
        var agent = new AgentSettings
        {
            Name = name,
            Command = command ?? "",
            Arguments = [.. first, .. arguments],
            ModelArguments = modelArguments,
            Prompt = prompt,
            Env = Env(fields),
            PassEnv = EnvReader.PassEnv(fields) ?? [],
            TimeLimit = fields.Duration("timeout"),
            Model = fields.Filled("model"),
            CacheFor = fields.Duration("cache"),
            MaxParallel = fields.Integer("max-parallel", 1, MostAtOnce),
            Instances = Instances(fields),
            Fallback = fields.Filled("fallback"),
            UnavailableExitCodes = ExitCodes(fields),
            Schema = fields.Node("schema") is { } schema ? AnswerSchemaReader.Read(schema, fields.Bag) : null,
        };
        CheckPlaceholders(agent, fields);
        return command is null ? null : agent;
    }

    /// <summary>Tells fallbacks that name no agent, or that lead back to where they began.</summary>
    public static void CheckFallbacks(
        ImmutableArray<YamlEntry> entries, ImmutableSortedDictionary<string, AgentSettings> agents, DiagnosticBag bag)
    {
        foreach (var entry in entries)
        {
            if (entry.Value is not YamlNode.Map map || map["fallback"] is not { } node || agents.GetValueOrDefault(
                entry.Name)?.Fallback is not { } name)
            {
                continue;
            }

            if (!agents.ContainsKey(name) && !entries.Any(other => other.Name == name))
            {
                bag.Error(
                    SettingsCodes.UnknownAgent, node.Place, $"There is no agent '{Excerpt.Of(name)}'.",
                        $"Declared are {string.Join(", ", agents.Keys)}.",
                    Suggestions.DidYouMean(name, agents.Keys.Where(key => key != entry.Name), "Declare it under 'agents'."));
            }
            else if (Circle(entry.Name, agents) is { } circle)
            {
                bag.Error(
                    SettingsCodes.FallbackCircle, node.Place, $"The fallbacks go round in a circle: {string.Join(" -> ", circle)}.",
                    "Each agent is asked once.", "Remove 'fallback' from the last of them.");
            }
        }
    }

    /// <summary>The way from an agent back to itself; null when its fallbacks end.</summary>
    private static List<string>? Circle(string agent, ImmutableSortedDictionary<string, AgentSettings> agents)
    {
        var way = new List<string> { agent };
        while (agents.GetValueOrDefault(way[^1])?.Fallback is { } next && way.Count <= agents.Count)
        {
            way.Add(next);
            if (next == agent)
            {
                return way;
            }
        }

        return null;
    }

    private static ImmutableArray<AgentInstance> Instances(YamlFields fields)
    {
        var instances = ImmutableArray.CreateBuilder<AgentInstance>();
        foreach (var entry in fields.Entries("instances"))
        {
            Names.Check(entry.Name, "an instance", entry.Key.Place, fields.Bag);
            if (YamlFields.Open(entry.Value, $"The instance '{Excerpt.Of(entry.Name)}'", SettingsKeys.Instance, fields.Bag) is { } instance)
            {
                instances.Add(Instance(entry.Name, instance));
            }
        }

        return instances.ToImmutable();
    }

    private static AgentInstance Instance(string name, YamlFields fields)
    {
        var (command, first) = fields.Has("command") ? Command(name, fields) : (null, []);
        return new AgentInstance(name)
        {
            Command = command,
            Arguments = command is null && !fields.Has("args") ? null : [.. first, .. fields.Texts("args")],
            Env = Env(fields),
            PassEnv = EnvReader.PassEnv(fields) ?? [],
            MaxParallel = fields.Integer("max-parallel", 1, MostAtOnce),
        };
    }

    private static ImmutableSortedDictionary<string, string> Env(YamlFields fields)
    {
        var env = fields.TextMap("env");
        foreach (var entry in env.Count > 0 ? fields.Entries("env") : [])
        {
            Names.CheckVariable(entry.Name, entry.Key.Place, fields.Bag);
        }

        return env;
    }

    private static ImmutableArray<int> ExitCodes(YamlFields fields)
    {
        var nodes = fields.Node("unavailable-on-exit") switch
        {
            null => [],
            YamlNode.List list => list.Items,
            var node => [node],
        };
        return [.. nodes.Select(node => YamlShapes.Integer(node, "'unavailable-on-exit'", 1, 255, fields.Bag)).OfType<int>()];
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

        var program = fields.Required(
            "command", $"The agent '{Excerpt.Of(name)}'", "Write the program that is started, such as 'command: claude'.");
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
        if (agent.Prompt is PromptBy.StandardInput
            && agent.Arguments.Any(argument => argument.Contains("{prompt}", StringComparison.Ordinal)))
        {
            fields.Bag.Error(
                SettingsCodes.BadPlaceholder, fields.PlaceOf("args"),
                    "An argument holds {prompt}, but the prompt comes by standard input.", "",
                "Add 'prompt: argument' or 'prompt: file', or remove the {prompt}.");
        }

        if (!agent.ModelArguments.IsEmpty && !agent.ModelArguments.Any(argument => argument.Contains("{model}", StringComparison.Ordinal)))
        {
            fields.Bag.Error(
                SettingsCodes.BadPlaceholder, fields.PlaceOf("model-args"),
                    "'model-args' does not say where the name of the model stands.", "",
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
