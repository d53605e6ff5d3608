using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Formats.Settings;

/// <summary>
/// Reads <c>tasker.yaml</c>: YAML text to the settings of a project, or everything that is wrong with it. No text makes it throw.
/// </summary>
public static class ProjectSettingsReader
{
    /// <summary>The file's name at the project root. A workflow has any other name.</summary>
    public const string FileName = "tasker.yaml";

    private const long LeastLog = 64 << 10;
    private const long MostLog = 1L << 40;

    /// <summary>Reads the bytes of the file.</summary>
    /// <param name="path">The file, as places name it.</param>
    /// <param name="bytes">Its content, UTF-8. An empty file is all defaults.</param>
    /// <returns>The settings with all findings in the order of the text; of a file with errors there may be none.</returns>
    public static ParseResult<ProjectSettings> Read(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bag = new DiagnosticBag();
        return Read(YamlReader.Read(path, bytes, bag), bag);
    }

    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte})"/>
    public static ParseResult<ProjectSettings> Read(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var bag = new DiagnosticBag();
        return Read(YamlReader.Read(path, text, bag), bag);
    }

    private static ParseResult<ProjectSettings> Read(YamlNode? root, DiagnosticBag bag)
    {
        var settings = root switch
        {
            null => null,
            { IsEmpty: true } => ProjectSettings.Default,
            YamlNode.Map map when IsWorkflow(map) => ToldWorkflow(map, bag),
            _ => YamlFields.Open(root, "The file", SettingsKeys.Settings, bag) is { } fields ? Settings(fields) : null,
        };
        return new ParseResult<ProjectSettings>(settings, bag.ToImmutable());
    }

    /// <summary>
    /// True for a file that somebody wrote as a workflow: its steps are a list, or stand beside what only workflows have.
    /// </summary>
    private static bool IsWorkflow(YamlNode.Map map) =>
        map["steps"] is YamlNode.List
        || (map["steps"] is not null
            && map.Entries.Any(entry => WorkflowKeys.Workflow.Has(entry.Name) && !SettingsKeys.Settings.Has(entry.Name)));

    private static ProjectSettings? ToldWorkflow(YamlNode.Map map, DiagnosticBag bag)
    {
        bag.Error(
            SettingsCodes.NotSettings, map.Place, "This is a workflow, not the settings of a project.",
            $"'{FileName}' holds settings such as agents and limits; a workflow has any other name.",
            "Rename it, for example to 'workflow.yaml'.");
        return null;
    }

    private static ProjectSettings Settings(YamlFields fields)
    {
        var agents = Agents(fields);
        var limits = fields.Fields("limits", SettingsKeys.Limits);
        return new ProjectSettings
        {
            Agents = agents,
            DefaultAgent = DefaultAgent(fields, agents),
            Pools = Pools(fields),
            Grace = limits?.Duration("grace", zero: true) ?? ProjectSettings.Default.Grace,
            LogLimit = limits is null ? ProjectSettings.Default.LogLimit : LogLimit(limits) ?? ProjectSettings.Default.LogLimit,
            KeepRuns = limits?.Integer("keep-runs", 1, 1_000_000) ?? ProjectSettings.Default.KeepRuns,
            Secrets = ProjectSettings.Default.Secrets.Union(
                fields.PlacedTexts("secrets").Where(name => Names.CheckVariable(name.Text, name.Place, fields.Bag))
                    .Select(name => name.Text)),
            Prices = PricesReader.Read(fields),
            Steps = fields.Fields("steps", SettingsKeys.Steps) is { } steps ? Steps(steps) : StepsSettings.Default,
            Phases = fields.Fields("phases", SettingsKeys.Phases) is { } phases ? PhasesReader.Read(phases, agents) : PhaseSettings.Default,
            Tree = fields.Fields("tree", SettingsKeys.Tree) is { } tree ? TreeReader.Read(tree, agents) : TreeSettings.Default,
        };
    }

    private static ImmutableSortedDictionary<string, AgentSettings> Agents(YamlFields fields)
    {
        var (agents, entries) = (ProjectSettings.Default.Agents.ToBuilder(), fields.Entries("agents"));
        foreach (var entry in entries)
        {
            var named = Names.Check(entry.Name, "an agent", entry.Key.Place, fields.Bag);
            if (YamlFields.Open(entry.Value, $"The agent '{Excerpt.Of(entry.Name)}'", SettingsKeys.Agent, fields.Bag) is { } agent
                && AgentReader.Read(entry.Name, agent) is { } read && named)
            {
                agents[entry.Name] = read;
            }
        }

        AgentReader.CheckFallbacks(entries, agents.ToImmutable(), fields.Bag);
        return agents.ToImmutable();
    }

    private static string? DefaultAgent(YamlFields fields, ImmutableSortedDictionary<string, AgentSettings> agents)
    {
        var names = (fields.Node("agents") as YamlNode.Map)?.Entries.Select(entry => entry.Name).ToArray() ?? [];
        if (fields.Filled("default-agent") is not { } name || names.Contains(name))
        {
            return fields.Text("default-agent") ?? (agents.Count == 1 ? agents.Keys.First() : null);
        }

        fields.Bag.Error(
            SettingsCodes.UnknownAgent, fields.PlaceOf("default-agent"), $"There is no agent '{Excerpt.Of(name)}'.",
            names.Length == 0 ? "No agents are declared." : $"Declared are {string.Join(", ", names.Select(Excerpt.Of))}.",
            Suggestions.DidYouMean(name, names, "Declare it under 'agents'."));
        return null;
    }

    private static ImmutableArray<PoolSpec> Pools(YamlFields fields)
    {
        var pools = ImmutableArray.CreateBuilder<PoolSpec>();
        foreach (var entry in fields.Entries("pools"))
        {
            Names.Check(entry.Name, "a pool", entry.Key.Place, fields.Bag);
            if (YamlShapes.Integer(entry.Value, $"The pool '{Excerpt.Of(entry.Name)}'", 1, 1_000_000, fields.Bag) is { } limit)
            {
                pools.Add(new PoolSpec(entry.Name, limit));
            }
        }

        return pools.ToImmutable();
    }

    private static long? LogLimit(YamlFields limits)
    {
        if (limits.Filled("log-limit") is not { } text)
        {
            return null;
        }

        if (SizeText.Read(text) is >= LeastLog and <= MostLog and var size)
        {
            return size;
        }

        limits.Bag.Error(
            SettingsCodes.BadSize, limits.PlaceOf("log-limit"), $"'log-limit' is '{Excerpt.Of(text)}'.", "It can be 64 KiB to 1 TiB.",
            "Write a number and a unit, such as '50 MB'.");
        return null;
    }

    private static StepsSettings Steps(YamlFields steps)
    {
        var usual = StepsSettings.Default;
        return new StepsSettings
        {
            MandatorySkills = steps.Has("mandatory-skills") ? steps.Texts("mandatory-skills") : null,
            PassEnv = EnvReader.PassEnv(steps) ?? [],
            MainLimit = steps.Duration("main-timeout") ?? usual.MainLimit,
            TestLimit = steps.Duration("test-timeout") ?? usual.TestLimit,
            QuestionLimit = steps.Duration("question-timeout") ?? usual.QuestionLimit,
            JudgeCriteria = steps.Truth("judge-criteria") ?? usual.JudgeCriteria,
            Python = steps.Filled("python") ?? usual.Python,
        };
    }
}
