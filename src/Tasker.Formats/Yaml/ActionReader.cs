using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>What a step does, and what belongs to doing it.</summary>
internal static class ActionReader
{
    /// <summary>A step that is a bare command line.</summary>
    public static StepSpec Command(string id, CommandSpec command, FileScope file) => new()
    {
        Id = id,
        Action = new StepAction.Run(command with
        {
            Env = file.Env,
            PassEnv = file.Defaults.PassEnv,
            WorkingDirectory = file.Defaults.WorkingDirectory,
        }),
        Retry = file.Defaults.Retry,
        TimeLimit = file.Defaults.TimeLimit,
        Pools = file.RunPools,
    };

    /// <summary>A step of any kind; null when its action cannot be read, which is told.</summary>
    public static StepSpec? Read(string id, YamlFields fields, StepKind kind, FileScope file)
    {
        StepAction? action = kind switch
        {
            StepKind.Run => Run(fields, file),
            StepKind.Agent => Agent(fields, file),
            StepKind.Check => Check(fields, file),
            StepKind.Wait => fields.Duration("wait") is { } time ? new StepAction.Wait(time) : null,
            StepKind.Approve =>
                fields.Filled("approve") is not null && file.Texts.Template(fields.Node("approve")!, "'approve'") is { } question
                ? new StepAction.Approve(question)
                : null,
            _ => Type(fields, file),
        };
        var works = kind is StepKind.Run or StepKind.Agent or StepKind.Registered;
        var background = BesideReader.Background(fields);
        var retry = RetryReader.Read(fields);
        var limit = fields.Duration("timeout");
        var outputs = BesideReader.Outputs(fields, file);
        var monitors = BesideReader.Monitors(fields, (action as StepAction.Run)?.Command ?? CommandSpec.Shell(""), file);
        var pools = Pools(fields, file);

        // A service would keep its place for ever, so the limit of the whole run does not count it.
        var counted = works && background is null;
        return action is null ? null : new StepSpec
        {
            Id = id,
            Action = action,
            Retry = retry ?? (works ? file.Defaults.Retry : RetryPolicy.None),
            TimeLimit = limit ?? (works ? file.Defaults.TimeLimit : null),
            Pools = counted ? [.. pools, .. file.RunPools] : pools,
            Background = background,
            Monitors = monitors,
            Outputs = outputs,
        };
    }

    private static StepAction.Run? Run(YamlFields fields, FileScope file)
    {
        var command = CommandReader.Read(fields.Node("run")!, "'run'", file);
        var env = file.Env.SetItems(EnvReader.Read(fields, file.Texts));
        var passed = EnvReader.PassEnv(fields) ?? file.Defaults.PassEnv;
        var folder = CommandReader.Folder(fields, file.Texts) ?? file.Defaults.WorkingDirectory;
        return command is null ? null : new StepAction.Run(command with { Env = env, PassEnv = passed, WorkingDirectory = folder });
    }

    private static StepAction.Agent? Agent(YamlFields fields, FileScope file)
    {
        var name = fields.Has("agent") ? fields.Filled("agent") : "";
        var prompt = fields.Node("prompt") is { } node && YamlShapes.Filled(node, "'prompt'", fields.Bag) is not null
            ? file.Texts.Template(node, "'prompt'")
            : null;
        if (!fields.Has("prompt"))
        {
            fields.Bag.Error(
                TextCodes.MissingKey, fields.Place, "The agent is asked nothing.", "It needs a 'prompt'.", "Write 'prompt: …'.");
        }

        var model = fields.Filled("model");
        var schema = fields.Node("schema") is { } rule ? AnswerSchemaReader.Read(rule, fields.Bag) : null;
        var env = file.Env.SetItems(EnvReader.Read(fields, file.Texts));
        var skills = fields.PlacedTexts("skills");
        if (file.Reading.Options.Agents is { } catalog)
        {
            CheckAgent(name, skills, fields, catalog);
        }

        return name is null || prompt is null
            ? null
            : new StepAction.Agent(name, prompt, [.. skills.Select(skill => skill.Text)], model, env, schema);
    }

    private static void CheckAgent(
        string? name, ImmutableArray<(string Text, Place Place)> skills, YamlFields fields, IAgentCatalog catalog)
    {
        if (name is "" && catalog.DefaultAgent is null)
        {
            fields.Bag.Error(
                WorkflowCodes.UnknownAgent, fields.KeyPlace("prompt"), "The step names no agent, and the project has no default one.", "",
                "Add 'agent: NAME' to the step, or 'default-agent: NAME' to tasker.yaml.");
        }
        else if (name is { Length: > 0 } && !catalog.Agents.Contains(name))
        {
            fields.Bag.Error(
                WorkflowCodes.UnknownAgent, fields.PlaceOf("agent"), $"There is no agent '{Excerpt.Of(name)}'.",
                catalog.Agents.Count == 0 ? "The project has no agents." : $"The project has {string.Join(", ", catalog.Agents)}.",
                Suggestions.DidYouMean(name, catalog.Agents, "Declare it in tasker.yaml under 'agents'."));
        }

        foreach (var (skill, place) in skills.Where(skill => !catalog.Skills.Contains(skill.Text)))
        {
            fields.Bag.Error(
                WorkflowCodes.UnknownAgent, place, $"There is no skill '{Excerpt.Of(skill)}'.",
                catalog.Skills.Count == 0 ? "The project has no skills." : $"The project has {string.Join(", ", catalog.Skills)}.",
                Suggestions.DidYouMean(skill, catalog.Skills, $"Write .claude/skills/{Excerpt.Of(skill)}/SKILL.md."));
        }
    }

    private static StepAction.Check? Check(YamlFields fields, FileScope file)
    {
        var message = fields.Node("message") is { } node ? file.Texts.Template(node, "'message'") : "";
        return file.Texts.Expression(fields.Node("check")!, "'check'") is { } expression && message is not null
            ? new StepAction.Check(expression, message)
            : null;
    }

    private static StepAction.Custom? Type(YamlFields fields, FileScope file)
    {
        if (fields.Filled("uses") is not { } type)
        {
            return null;
        }

        if (file.Reading.Options.StepTypes is { } known && !known.Contains(type))
        {
            fields.Bag.Error(
                WorkflowCodes.UnknownStepType, fields.PlaceOf("uses"),
                $"'uses' is '{Excerpt.Of(type)}', but no type of step has that name.",
                known.IsEmpty ? "No types are registered." : $"Registered are {string.Join(", ", known)}.",
                Suggestions.DidYouMean(type, known, "Write './' before the path of a workflow file."));
        }

        var with = fields.Entries("with").Select(entry => KeyValuePair.Create(entry.Name, Given(entry.Value, file)));
        return new StepAction.Custom(type, Value.Map.From(with));
    }

    /// <summary>A value for a type of step; every text in it may be a template.</summary>
    private static Value Given(YamlNode node, FileScope file) => node switch
    {
        YamlNode.List list => new Value.List([.. list.Items.Select(item => Given(item, file))]),
        YamlNode.Map map => Value.Map.From(map.Entries.Select(entry => KeyValuePair.Create(entry.Name, Given(entry.Value, file)))),
        YamlNode.Scalar scalar when YamlValues.Read(scalar) is Value.Text text => Value.Of(file.Texts.Template(text.Content, scalar.Inner)),
        _ => YamlValues.Read(node),
    };

    private static ImmutableArray<string> Pools(YamlFields fields, FileScope file)
    {
        var pools = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, place) in fields.PlacedTexts("pools"))
        {
            var known = file.Reading.Pools.Select(pool => pool.Name).Where(Names.IsName).ToArray();
            if (known.Contains(name))
            {
                pools.Add(name);
                continue;
            }

            fields.Bag.Error(
                WorkflowCodes.UnknownPool, place, $"There is no pool '{Excerpt.Of(name)}'.",
                known.Length == 0 ? "No pools are declared." : $"Declared are {string.Join(", ", known)}.",
                Suggestions.DidYouMean(name, known, "Declare it under 'pools' with its number of places."));
        }

        return [.. pools.Distinct(StringComparer.Ordinal)];
    }
}
