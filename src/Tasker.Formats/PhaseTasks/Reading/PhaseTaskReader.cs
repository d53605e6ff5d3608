using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Reads a Markdown file of phases: the task, or everything that is wrong with it, at once. No text makes it throw.</summary>
public sealed class PhaseTaskReader
{
    private const int MostSteps = 10_000;
    private const int MostPhases = 1_000;

    private readonly string _path;
    private readonly LineMap _map;
    private readonly DiagnosticBag _bag;
    private readonly ImmutableArray<MarkdownLine> _lines;
    private readonly PhaseAttributes _attributes;
    private readonly StepItems _items;
    private readonly MetadataReader _metadata;
    private readonly List<PhaseDraft> _phases = [];
    private readonly List<Requirement> _requirements = [];
    private readonly ImmutableArray<MarkdownLines.Block> _blocks;
    private PhaseDraft? _phase;
    private string? _title;
    private Section _section;
    private bool _hasTooMany;

    private PhaseTaskReader(string path, string text, IReadOnlySet<string> stepTypes, DiagnosticBag bag)
    {
        (_path, _bag, _map) = (path, bag, new LineMap(path, text));
        (_lines, _blocks) = MarkdownLines.Read(_map, bag);
        _attributes = new PhaseAttributes(path, _map, bag);
        _items = new StepItems(stepTypes, _attributes, bag);
        _metadata = new MetadataReader(bag);
    }

    private enum Section
    {
        /// <summary>Below the heading of the phase itself, or outside phases.</summary>
        Head,
        Steps,
        Agents,
        Outputs,
        Dependencies,
        Requirements,

        /// <summary>A section that means nothing.</summary>
        Other,
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">The file, as places name it.</param>
    /// <param name="bytes">Its content, UTF-8, at most 4 MiB.</param>
    /// <param name="stepTypes">Registered types of steps, which items may begin with.</param>
    public static ParseResult<PhaseTask> Read(string path, ReadOnlySpan<byte> bytes, IReadOnlySet<string> stepTypes)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bag = new DiagnosticBag();
        return SourceText.Decode(path, bytes, bag) is { } text
            ? Read(path, text, stepTypes, bag)
            : new ParseResult<PhaseTask>(null, bag.ToImmutable());
    }

    /// <summary>Reads a text.</summary>
    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte}, IReadOnlySet{string})"/>
    public static ParseResult<PhaseTask> Read(string path, string text, IReadOnlySet<string> stepTypes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return Read(path, text, stepTypes, new DiagnosticBag());
    }

    private static ParseResult<PhaseTask> Read(string path, string text, IReadOnlySet<string> stepTypes, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(stepTypes);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (SourceText.Check(path, text, new LineMap(path, text), bag) is null)
        {
            return new ParseResult<PhaseTask>(null, bag.ToImmutable());
        }

        var task = new PhaseTaskReader(path, text, stepTypes, bag).Task();
        return new ParseResult<PhaseTask>(task, bag.ToImmutable());
    }

    private PhaseTask? Task()
    {
        ReadMetadata();
        for (var i = 0; i < _lines.Length; i++)
        {
            i = Take(i);
        }

        if (_phases.Count == 0)
        {
            _bag.Error(
                PhaseCodes.NoPhases, new Place(_path), "The file has no phase.",
                "A task is made of sections that begin with '## Phase: Name'.",
                _metadata.Name is null ? "Add one, or name another file." : "Add one for each part of the work.");
            return null;
        }

        var phases = new PhaseOrder(_phases, _bag).Resolve();
        var id = Path.GetFileNameWithoutExtension(_path);
        return new PhaseTask
        {
            Id = id,
            Name = _metadata.Name ?? _title ?? id,
            Description = _metadata.Description,
            Version = _metadata.Version,
            MaxExecutionTime = _metadata.MaxExecutionTime,
            Retry = _metadata.Retry,
            Requirements = Requirements(),
            Phases = phases,
            Where = new Place(_path, 1, 1),
        };
    }

    private void ReadMetadata()
    {
        var firstPhase = _lines.FirstOrDefault(line => PhaseNameOf(line) is not null) is { Kind: LineKind.Heading } found
            ? found.Number
            : int.MaxValue;
        if (_blocks.FirstOrDefault(block => block.Info is "yaml" or "yml" && block.FirstLine < firstPhase) is { } metadata)
        {
            _metadata.Read(_path, metadata);
        }
    }

    private ImmutableArray<Requirement> Requirements()
    {
        var all = new List<Requirement>(_metadata.Requirements);
        foreach (var requirement in _requirements)
        {
            if (all.Exists(known => known.Name == requirement.Name))
            {
                _bag.Warning(PhaseCodes.GivenTwice, requirement.Where, $"The requirement '{Excerpt.Of(requirement.Name)}' is given twice.",
                    "The first one counts.", "Remove one.");
            }
            else
            {
                all.Add(requirement);
            }
        }

        return [.. all];
    }

    /// <summary>Takes a line; the number of the last line that went with it.</summary>
    private int Take(int at)
    {
        var line = _lines[at];
        switch (line.Kind)
        {
            case LineKind.Heading:
                Heading(line);
                return at;
            case LineKind.Item:
                return Item(at);
            case LineKind.Text when _phase is not null && PhaseAttributes.Find(line, _map) is var (key, value):
                var block = value.Text.Length > 0 ? [] : Below(at, key == "dependsOn");
                _attributes.Take(_phase, key, value, block);
                return at + block.Count;
            case LineKind.Text when _phase is not null && _section is Section.Head:
                _attributes.TellNear(line, _phase);
                _phase.Purpose.Add(line.Text);
                return at;
            default:
                return at;
        }
    }

    /// <summary>The lines that belong to an attribute without a value: indented ones, of dependencies also items.</summary>
    private List<MarkdownLine> Below(int at, bool items)
    {
        var block = new List<MarkdownLine>();
        for (var i = at + 1; i < _lines.Length; i++)
        {
            var line = _lines[i];
            if (!(line is { Kind: LineKind.Text, Level: > 0 } or { Kind: LineKind.Item, Level: > 0 }
                || (items && line.Kind is LineKind.Item)))
            {
                break;
            }

            block.Add(line);
        }

        return block;
    }

    private static string? PhaseNameOf(MarkdownLine line)
    {
        if (line is not { Kind: LineKind.Heading, Level: 2 } || !line.Text.StartsWith("phase", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = line.Text.AsSpan(5);
        return rest.IsEmpty ? ""
            : rest[0] == ':' ? rest[1..].Trim().ToString()
            : char.IsWhiteSpace(rest[0]) ? rest.Trim().TrimStart(':').Trim().ToString()
            : null;
    }

    private void Heading(MarkdownLine line)
    {
        if (PhaseNameOf(line) is { } name)
        {
            BeginPhase(line, name);
            return;
        }

        if (line.Level <= 2)
        {
            // Any other section ends the phase: what follows is about the task.
            _title ??= line.Level == 1 && line.Text.Length > 0 ? line.Text : null;
            _section = line.Level == 2 && line.Text.Trim(':').Equals("requirements", StringComparison.OrdinalIgnoreCase)
                ? Section.Requirements
                : Section.Other;
            _phase = null;
        }
        else if (line.Level == 3 && _phase is not null)
        {
            _section = SectionOf(line);
        }
    }

    private void BeginPhase(MarkdownLine line, string name)
    {
        var where = _map.At(line.Number, line.Column);
        if (name.Length == 0 || name.Length > 200)
        {
            _bag.Error(
                PhaseCodes.NoPhaseName, where,
                name.Length == 0 ? "A phase has no name." : $"The name of a phase has {name.Length} characters.", "It has 1 to 200.",
                "Write such as '## Phase: Analysis'.");
            name = $"(phase {_phases.Count + 1})";
        }

        _phase = new PhaseDraft(name, where);
        if (_phases.Count < MostPhases)
        {
            _phases.Add(_phase);
        }
        else if (!_hasTooMany)
        {
            _hasTooMany = true;
            _bag.Error(PhaseCodes.TooMany, where, $"The task has more than {MostPhases:N0} phases.", "", "Split it into several tasks.");
        }

        _section = Section.Head;
    }

    private Section SectionOf(MarkdownLine line)
    {
        var title = line.Text.Trim(':', '*', ' ').ToLowerInvariant();
        var section = title.EndsWith("steps", StringComparison.Ordinal) ? Section.Steps
            : title.Contains("agent", StringComparison.Ordinal) ? Section.Agents
            : title.Contains("step", StringComparison.Ordinal) ? Section.Steps
            : title.Contains("output", StringComparison.Ordinal) ? Section.Outputs
            : title.Contains("depend", StringComparison.Ordinal) ? Section.Dependencies
            : Section.Other;
        if (section is Section.Other)
        {
            var meant = Suggestions.Nearest(title, ["steps", "agents", "outputs", "dependencies"]);
            _bag.Add(new Diagnostic(
                PhaseCodes.NotRead, meant is null ? Severity.Note : Severity.Warning, _map.At(line.Number, line.Column),
                $"The section '{Excerpt.Of(line.Text)}' of the phase '{Excerpt.Of(_phase!.Name)}' is not read.",
                "Sections of a phase are Steps, Agents, Outputs and Dependencies.",
                meant is null ? "" : $"Did you mean '### {char.ToUpperInvariant(meant[0])}{meant[1..]}'?"));
        }

        return section;
    }

    private int Item(int at)
    {
        var line = _lines[at];
        if (_section is Section.Other || (_phase is null && _section is not Section.Requirements))
        {
            return at;
        }

        var where = _map.At(line.Number, line.Column);
        if (line.Text.Length == 0)
        {
            _bag.Warning(
                PhaseCodes.EmptyItem, where, "An item of the list says nothing.", "It is passed over.", "Fill it in, or remove it.");
            return at;
        }

        var item = new PlacedText(line.Text, where);
        switch (_section)
        {
            case Section.Steps:
                return Step(at, item);
            case Section.Agents when _items.Agent(item) is { } agent:
                Agent(agent);
                break;
            case Section.Outputs:
                _phase!.Outputs.Add(line.Text);
                break;
            case Section.Dependencies:
                _phase!.DependsOn.AddRange(NameList.Read(line.Text, where));
                break;
            case Section.Requirements:
                var colon = line.Text.IndexOf(':', StringComparison.Ordinal);
                var (name, type) = colon < 0 ? (line.Text, "") : (line.Text[..colon], line.Text[(colon + 1)..]);
                if (MetadataReader.RequirementOf(name.Trim('*', '`', ' '), type, "", where, _bag) is { } requirement)
                {
                    _requirements.Add(requirement);
                }

                break;
        }

        return at;
    }

    private void Agent(PhaseAgent agent)
    {
        if (_phase!.Agents.Exists(known => known.Id == agent.Id))
        {
            _bag.Warning(
                PhaseCodes.RepeatedName, agent.Where,
                $"The agent '{Excerpt.Of(agent.Id)}' is listed twice in the phase '{Excerpt.Of(_phase.Name)}'.", "It is asked once.",
                "Remove one.");
            return;
        }

        _phase.Agents.Add(agent);
    }

    /// <summary>A step with the indented lines below it: its options, or more of its text.</summary>
    private int Step(int at, PlacedText item)
    {
        var more = new List<string> { item.Text };
        var options = new List<(string Key, PlacedText Value)>();
        var last = at;
        while (last + 1 < _lines.Length && _lines[last + 1] is { Kind: LineKind.Text } next && next.Level > _lines[at].Level + 1)
        {
            last++;
            if (PhaseAttributes.FindOption(next, _map) is { } option)
            {
                options.Add(option);
            }
            else
            {
                more.Add(next.Text);
            }
        }

        if (_items.Step(item with { Text = string.Join('\n', more) }) is { } step)
        {
            Add(options.Aggregate(step, (made, option) => _attributes.Take(made, option.Key, option.Value)));
        }

        return last;
    }

    private void Add(PhaseStep step)
    {
        if (!_hasTooMany && _phases.Sum(phase => phase.Steps.Count) >= MostSteps)
        {
            _hasTooMany = true;
            _bag.Error(PhaseCodes.TooMany, step.Where, $"The task has more than {MostSteps:N0} steps.", "", "Split it into several tasks.");
        }

        if (!_hasTooMany)
        {
            _phase!.Steps.Add(step);
        }
    }
}
