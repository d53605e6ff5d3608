using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tasker.Core.Diagnostics;
using Tasker.Core.Times;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Settings;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Templates;
using Tasker.Formats.PhaseTasks.Translation;
using Tasker.Formats.Text;
using Tasker.Formats.Yaml;

namespace Tasker.Hosting;

/// <summary>Reads tasks, and checks what they are given. Touches nothing.</summary>
/// <param name="root">The project root.</param>
/// <param name="stepTypes">The types of step that are registered; null: any type is taken.</param>
/// <param name="agents">The agents that steps may name; null: any name is taken.</param>
/// <param name="pools">Limits that every task has.</param>
/// <param name="phases">Limits of tasks of phases, and who judges; null: the usual ones.</param>
/// <param name="time">The clock that templates tell; null: the system's.</param>
public sealed class TaskParser(
    string root, ImmutableSortedSet<string>? stepTypes = null, IAgentCatalog? agents = null, ImmutableArray<PoolSpec> pools = default,
    PhaseSettings? phases = null, TimeProvider? time = null)
{
    private const string NoSuchTask = "TSK6005";
    private const string PhaseEnding = ".md";
    private const int LongestName = 100;
    private const int MostKnown = 100;
    private static readonly string[] Endings = [".yaml", ".yml", PhaseEnding];

    private readonly string _root = Path.GetFullPath(root);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>What was read before.</summary>
    internal DefinitionCache Definitions { get; init; } = new();

    private ImmutableSortedSet<string> Types => stepTypes ?? [];

    /// <summary>Reads the task of a name: a file, or a folder with one, in a folder below the root.</summary>
    /// <param name="folder">The folder of tasks, from the root.</param>
    /// <param name="name">The name, with or without its ending. Never a path.</param>
    /// <returns>The task, or everything that is wrong.</returns>
    public ParseResult<Workflow> ParseTask(string folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(name);
        var full = Path.Combine(_root, folder);
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            || name[0] is '.' or '-')
        {
            return Nothing(name, $"'{name}' cannot be the name of a task.", "A name has letters, digits, '-', '_' and '.'.",
                "Use the name of a file without its ending.");
        }

        if (!new ProjectFolder(_root).Holds(Path.Combine(folder, name)))
        {
            return Outside(Path.Combine(folder, name));
        }

        string[] found = Path.Exists(Path.Combine(full, name))
            ? [name]
            : [.. Endings.Select(ending => name + ending).Where(file => Path.Exists(Path.Combine(full, file)))];
        return found switch
        {
            [var one] => ParseTaskFile(Path.Combine(full, one)),
            [] => Nothing(folder, $"The task '{name}' was not found.", $"'{folder}' holds {Known(full)}.",
                Suggestions.DidYouMean(name, Names(full), $"Add {folder}/{name}{PhaseEnding} or {folder}/{name}.yaml.")),
            _ =>
                Nothing(folder, $"There are {found.Length} tasks of the name '{name}'.", $"They are {string.Join(", ", found)}.",
                    "Name the file with its ending."),
        };
    }

    /// <summary>Reads a task from a file: a YAML workflow or a task of phases, told apart by what they are.</summary>
    /// <param name="path">The file, or a folder with one; inside the root.</param>
    public ParseResult<Workflow> ParseTaskFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var full = Path.GetFullPath(path, _root);
        var project = new ProjectFolder(_root);
        if (!project.Holds(Path.GetRelativePath(_root, full)))
        {
            return Outside(path);
        }

        var found = FrontDoorFinder.Find(full, path);
        if (found.Value is not { } plan)
        {
            return new ParseResult<Workflow>(null, found.Diagnostics);
        }

        var below = Path.GetRelativePath(_root, plan.Path).Replace('\\', '/');
        if (plan.Door is not (FrontDoor.Yaml or FrontDoor.PhaseTask))
        {
            return new ParseResult<Workflow>(
                null, NoTask(below, $"It is read as something else, because {plan.Why}.", "Use 'tasker run' for it."));
        }

        var file = project.Read(below);
        return file.Bytes is not { } bytes ? Nothing(below, $"'{below}' {file.Problem}.", "", "Name a file of the project.")
            : plan.Door is FrontDoor.PhaseTask ? Phases(Definitions.Read(below, bytes.Span, Types), below)
            : Yaml(below, Encoding.UTF8.GetString(bytes.Span));
    }

    /// <summary>Reads a task from a text.</summary>
    /// <param name="content">The text.</param>
    /// <param name="path">What places and the history call it; with the ending <c>.md</c> it is a task of phases, else a YAML
    /// workflow.</param>
    public ParseResult<Workflow> ParseTaskContent(string content, string path = "task.yaml")
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(PhaseEnding, StringComparison.OrdinalIgnoreCase)
            ? Phases(PhaseTaskReader.Read(path, content, Types), path)
            : Yaml(path, content);
    }

    /// <summary>Checks what a task is given; all problems at once. 0, false and an empty text are given, null is not.</summary>
    /// <param name="task">The task.</param>
    /// <param name="input">What it is given: names and values that JSON can say.</param>
    /// <returns>The inputs of the run, with the defaults of those that are not given; or everything that is wrong.</returns>
    public static ParseResult<Value.Map> ValidateTaskRequirements(Workflow task, IReadOnlyDictionary<string, object?> input)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(input);
        var bag = new DiagnosticBag();
        var given = (Value.Map)ValueJson.Read(
            JsonSerializer.SerializeToUtf8Bytes(input.Where(i => i.Value is not null).ToDictionary(i => i.Key, i => i.Value)));
        foreach (var name in given.Names.Where(name => task.Inputs.All(spec => spec.Name != name)))
        {
            bag.Error(
                "TSK6001", new Place(name), $"The task has no input '{name}'.", "",
                    Suggestions.DidYouMean(name, task.Inputs.Select(s => s.Name), "Leave it out."));
        }

        foreach (var spec in task.Inputs)
        {
            if (!given.Fields.TryGetValue(spec.Name, out var value))
            {
                if (spec.Required)
                {
                    bag.Error("TSK6002", new Place(spec.Name), $"The input '{spec.Name}' is missing: the requirements are not met.",
                        spec.Description, $"Give a {spec.Type}.");
                }
            }
            else if (!Is(value, spec.Type))
            {
                bag.Error("TSK6003", new Place(spec.Name),
                    $"The input '{spec.Name}' is {ValueJson.Write(value)}: the requirements are not met.", "", $"Give a {spec.Type}.");
            }
            else if (!spec.Choices.IsEmpty && !spec.Choices.Contains(value))
            {
                bag.Error("TSK6004", new Place(spec.Name), $"The input '{spec.Name}' is {ValueJson.Write(value)}.", "",
                    $"Give one of {string.Join(", ", spec.Choices.Select(ValueJson.Write))}.");
            }
        }

        var all = task.Inputs.Select(spec => KeyValuePair.Create(spec.Name, given.Fields.GetValueOrDefault(spec.Name, spec.Default)));
        return new ParseResult<Value.Map>(bag.HasErrors ? null : Value.Map.From(all), bag.ToImmutable());
    }

    /// <summary>Reads a duration as people write it: <c>5 minutes</c>, <c>90s</c>, <c>1h30m</c>.</summary>
    /// <exception cref="FormatException">The text is none; the message says what to write.</exception>
    public static TimeSpan ParseDuration(string text) =>
        DurationText.TryParse(text, out var duration, out var problem) ? duration : throw new FormatException(problem);

    /// <summary>True when a workflow comes from a task that programs execute.</summary>
    internal static bool Reads(Workflow workflow) => workflow.FrontDoor is YamlWorkflowReader.FrontDoor or PhaseTranslator.FrontDoor;

    internal static ImmutableArray<Diagnostic> NoTask(string what, string why, string fix) =>
        [new Diagnostic(NoSuchTask, Severity.Error, new Place(what), $"'{what}' is no task for a program.", why, fix)];

    private ParseResult<Workflow> Yaml(string path, string content) => YamlWorkflowReader.Read(path, content, new YamlWorkflowOptions
    {
        Files = new ProjectFolder(_root),
        StepTypes = stepTypes,
        Agents = agents,
        Pools = pools.IsDefault ? [] : pools,
    });

    private ParseResult<Workflow> Phases(ParseResult<PhaseTask> read, string path)
    {
        if (!read.IsUsable)
        {
            return new ParseResult<Workflow>(null, read.Diagnostics);
        }

        var workflow = PhaseTranslator.Translate(read.Value, path, new PhaseTranslation
        {
            Settings = phases ?? PhaseSettings.Default,
            Agents = agents,
            Pools = pools.IsDefault ? [] : pools,
            TemplateProblem = new PhaseRenderer(_time).ProblemOf,
        });
        return new ParseResult<Workflow>(workflow.Value, [.. read.Diagnostics, .. workflow.Diagnostics]);
    }

    private static ParseResult<Workflow> Outside(string path) =>
        Nothing(path, $"'{path}' leads out of the project root.", "Nothing outside the root is looked at.", "Name a file of the project.");

    private static bool Is(Value value, InputType type) => type switch
    {
        InputType.String => value is Value.Text,
        InputType.Number => value is Value.Number,
        InputType.Boolean => value is Value.Bool,
        InputType.List => value is Value.List,
        InputType.Map => value is Value.Map,
        _ => true,
    };

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(f => Endings.Contains(Path.GetExtension(f))).Take(MostKnown)
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            : [];

    private static string Known(string folder) => Names(folder).ToArray() is { Length: > 0 } names ? string.Join(", ", names) : "no tasks";

    private static ParseResult<Workflow> Nothing(string place, string what, string why, string fix) =>
        new(null, [new Diagnostic(NoSuchTask, Severity.Error, new Place(place), what, why, fix)]);
}
