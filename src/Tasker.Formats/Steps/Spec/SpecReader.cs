using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Spec;

/// <summary>Reads a SPEC.md: step lines, step sections, and the lines that name the agent and the skill.</summary>
internal sealed class SpecReader
{
    private const string LineForm = "A step line is '- [ ] **STEP 1**: Title - what is to be done'.";

    private readonly string _path;
    private readonly string _text;
    private readonly DiagnosticBag _bag;
    private readonly SortedDictionary<int, SpecStep> _steps = [];
    private readonly SortedDictionary<int, SectionDraft> _sections = [];
    private SectionDraft? _section;
    private string _title = "";
    private string _executor = "";
    private string _skill = "";

    private SpecReader(string path, string text, DiagnosticBag bag) => (_path, _text, _bag) = (path, text, bag);

    public static ParseResult<SpecDocument> Read(string path, ReadOnlySpan<byte> bytes)
    {
        var bag = new DiagnosticBag();
        var document = SourceText.Decode(path, bytes, bag) is { } text ? new SpecReader(path, text, bag).Read() : null;
        return new ParseResult<SpecDocument>(bag.HasErrors ? null : document, bag.ToImmutable());
    }

    private SpecDocument Read()
    {
        var (openedAt, hidden) = (0, 0);
        foreach (var line in SpecLines.Of(_text))
        {
            var text = _text.AsSpan(line.Start, line.Length);
            if (line.IsProse)
            {
                Prose(line.Number, text);
            }
            else
            {
                _section?.Add(text, isProse: false);
            }

            hidden = line.OpenedAt == 0 ? 0 : hidden + (StepLine.NumberOf(text) is null ? 0 : 1);
            openedAt = line.OpenedAt;
        }

        if (hidden > 0)
        {
            _bag.Warning(
                StepsCodes.OpenFence,
                new Place(_path, openedAt, 1),
                $"The block that begins here is never closed and hides {hidden} step line(s).",
                "What stands in a fenced block or a comment is an example, no step.",
                "Close the block with the same sign.");
        }

        if (_steps.Count == 0)
        {
            _bag.Error(StepsCodes.NoSteps, new Place(_path), "The file has no step line.", LineForm,
                "Add one line for each step.");
        }

        foreach (var (number, section) in _sections)
        {
            if (!_steps.ContainsKey(number))
            {
                _bag.Warning(
                    StepsCodes.SectionWithoutStep,
                    section.Where,
                    $"Step {number} has a section but no line in the checklist.",
                    "Only steps of the checklist are run and marked.",
                    $"Add '- [ ] **STEP {number}**: {Excerpt.Of(section.Title)}', or remove the section.");
            }
        }

        return new SpecDocument
        {
            Path = _path,
            Title = _title,
            Executor = _executor,
            MandatorySkill = _skill,
            Steps = [.. _steps.Values.Select(step =>
                step with { Section = _sections.GetValueOrDefault(step.Number)?.Build() })],
        };
    }

    private void Prose(int number, ReadOnlySpan<char> line)
    {
        if (HeadingLevel(line) is > 0 and var level)
        {
            Heading(number, level, line[level..].Trim().ToString());
        }
        else if (StepLine.NumberOf(line) is { } step)
        {
            Step(number, step, line.ToString());
        }
        else
        {
            NearMiss(number, line);
            _section?.Add(line, isProse: true);
            _executor = _executor.Length == 0 ? AgentLines.Executor(line) : _executor;
            _skill = _skill.Length == 0 ? AgentLines.MandatorySkill(line) : _skill;
        }
    }

    private void Step(int lineNumber, int number, string text)
    {
        var where = new Place(_path, lineNumber, 1);
        if (StepLine.Parse(text) is not { } line)
        {
            _bag.Error(
                StepsCodes.LineTooLong, where, $"The line of step {number} has {text.Length:N0} characters.",
                $"At most {StepLine.MaxLength:N0} are read.", $"Move the text to the section '## STEP {number}: …'.");
            return;
        }

        if (line.Mark is not (' ' or 'x' or 'X'))
        {
            _bag.Error(
                StepsCodes.UnknownMark, new Place(_path, lineNumber, 4),
                $"Step {number} has '{Excerpt.Of(line.Mark.ToString())}' in its box.",
                "A box is open, '[ ]', or ticked, '[x]'.", "Write one of the two.");
        }

        if (_steps.TryGetValue(number, out var first))
        {
            _bag.Error(
                StepsCodes.DuplicateStep, where, $"Step {number} is here and on line {first.Where.Line}.",
                "A number names one step.", "Renumber or remove one of the two lines.");
            return;
        }

        var body = line.Text.Trim();
        var dash = body.IndexOf(" - ", StringComparison.Ordinal);
        _steps.Add(number, new SpecStep
        {
            Number = number,
            IsDone = line.IsDone,
            Title = (dash < 0 ? body : body[..dash]).TrimEnd(),
            Description = dash < 0 ? "" : body[(dash + 3)..].TrimStart(),
            Annotation = line.Annotations.LastOrDefault(),
            Notes = line.Notes,
            Where = where,
        });
    }

    private void Heading(int lineNumber, int level, string text)
    {
        _title = level == 1 && _title.Length == 0 ? text : _title;
        if (SectionDraft.NumberOf(text, out var title) is not { } number)
        {
            // A deeper heading belongs to the section; any other ends it.
            _section = _section is not null && level > _section.Level ? _section : null;
            return;
        }

        var where = new Place(_path, lineNumber, 1);
        _section = new SectionDraft(number, title, level, where);
        if (!_sections.TryAdd(number, _section))
        {
            _bag.Error(
                StepsCodes.DuplicateSection, where,
                $"Step {number} has a section here and on line {_sections[number].Where.Line}.",
                "A step is described once.", "Renumber one of the two, or join them.");
        }
    }

    /// <summary>Lines that were surely meant as step lines but would be passed over in silence.</summary>
    private void NearMiss(int lineNumber, ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        var bullet = text.Length > 4 && text[0] is '-' or '*' or '+' && text[1..].TrimStart().StartsWith("[");
        var bold = bullet ? text.IndexOf("**") : -1;
        if (bold < 0 || bold > 12 || !text[(bold + 2)..].StartsWith("STEP ", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var rest = text[(bold + 7)..].TrimStart();
        var digits = rest.Length - rest.TrimStart("0123456789").Length;
        if (digits > 0 && rest[digits..].TrimStart(" :").StartsWith("**"))
        {
            _bag.Warning(
                StepsCodes.NearMiss, new Place(_path, lineNumber, line.Length - text.Length + 1),
                $"'{Excerpt.Of(text.ToString())}' looks like a step line but is none.",
                LineForm,
                "Write it exactly so: at the beginning of the line, STEP in capitals, the colon behind the stars, no leading zero.");
        }
    }

    private static int HeadingLevel(ReadOnlySpan<char> line)
    {
        var level = line.Length - line.TrimStart('#').Length;
        return level is >= 1 and <= 6 && level < line.Length && line[level] is ' ' or '\t' ? level : 0;
    }
}
