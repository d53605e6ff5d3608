using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Tasker.Core.Answers;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Items below <c>### Steps</c> and <c>### Agents</c>.</summary>
/// <param name="stepTypes">Registered types of steps.</param>
/// <param name="attributes">Reads times.</param>
/// <param name="bag">Gets the findings.</param>
internal sealed partial class StepItems(IReadOnlySet<string> stepTypes, PhaseAttributes attributes, DiagnosticBag bag)
{
    private const int LongestId = 100;
    private static readonly string[] Dashes = [" - ", " – ", " — "];

    private static readonly (string Word, PhaseStepKind Kind)[] Keywords =
    [
        ("agent", PhaseStepKind.Agent), ("validation", PhaseStepKind.Validation), ("validate", PhaseStepKind.Validation),
        ("aggregate", PhaseStepKind.Aggregate), ("wait", PhaseStepKind.Wait),
    ];

    /// <summary>Reads a step; what cannot be read is told, and null returned.</summary>
    public PhaseStep? Step(PlacedText item)
    {
        var match = KeywordPattern().Match(item.Text);
        var word = match.Groups[1].Value;
        var rest = Part(item, match.Success ? match.Length : 0);
        var keyword = Array.Find(Keywords, k => k.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (keyword.Word is null && word.Length > 0 && stepTypes.Contains(word))
        {
            return new PhaseStep { Kind = PhaseStepKind.Custom, Subject = word, Text = rest, Where = item.Where };
        }

        switch (keyword)
        {
            case { Word: null }:
                TellNear(item, word);
                return new PhaseStep { Kind = PhaseStepKind.Note, Text = item, Where = item.Where };
            case { Kind: PhaseStepKind.Agent }:
                var (id, prompt) = Split(rest);
                return AgentId(id) is { } agent
                    ? new PhaseStep { Kind = PhaseStepKind.Agent, Subject = agent, Text = prompt, Where = item.Where }
                    : null;
            case { Kind: PhaseStepKind.Aggregate }:
                return Aggregate(item, rest);
            case { Kind: PhaseStepKind.Wait }:
                var (time, about) = Split(rest);
                return attributes.Time("wait", time) is { } wait
                    ? new PhaseStep { Kind = PhaseStepKind.Wait, Text = about, Wait = wait, Where = item.Where } : null;
            default:
                if (rest.Text.Length > 0)
                {
                    return new PhaseStep { Kind = PhaseStepKind.Validation, Text = rest, Where = item.Where };
                }

                bag.Error(PhaseCodes.BadValue, rest.Where, $"'{word}' says nothing.", "It is what must hold.",
                    "Write an expression such as input.amount > 0, or a sentence.");
                return null;
        }
    }

    /// <summary>Reads an agent of a phase's list.</summary>
    public PhaseAgent? Agent(PlacedText item)
    {
        var (first, rest) = Split(item);
        if (rest.Text.Length == 0 && first.Text.IndexOfAny([':', '(']) is > 0 and var end)
        {
            rest = Part(first, end + 1);
            rest = rest with { Text = rest.Text.TrimEnd(')') };
            first = first with { Text = first.Text[..end].TrimEnd() };
        }

        return AgentId(first) is { } id ? new PhaseAgent(id, rest.Text.TrimStart('*', ' '), item.Where) : null;
    }

    /// <summary>The text up to a dash with blanks around it, and what stands behind. An id may hold hyphens.</summary>
    private static (PlacedText First, PlacedText Behind) Split(PlacedText text)
    {
        var at = Dashes.Select(dash => text.Text.IndexOf(dash, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(-1).Min();
        return at < 0
            ? (text, new PlacedText("", text.Where.Inside(text.Text, text.Text.Length)))
            : (text with { Text = text.Text[..at].TrimEnd() }, Part(text, at + 3));
    }

    private static PlacedText Part(PlacedText text, int from)
    {
        while (from < text.Text.Length && char.IsWhiteSpace(text.Text[from]))
        {
            from++;
        }

        return from >= text.Text.Length
            ? new PlacedText("", text.Where.Inside(text.Text, text.Text.Length))
            : new PlacedText(text.Text[from..], text.Where.Inside(text.Text, from));
    }

    private string? AgentId(PlacedText text)
    {
        var id = text.Text.Trim('*', '_', '`', ' ', '"');
        if (id.Length is > 0 and <= LongestId && id.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            return id;
        }

        bag.Error(
            PhaseCodes.BadAgentId, text.Where, id.Length == 0 ? "No agent is named." : $"'{Excerpt.Of(id)}' cannot be the id of an agent.",
            $"An id has letters, digits, '_', '-' and '.', at most {LongestId} of them.",
            "Write such as 'agent: risk-manager - what it is asked'.");
        return null;
    }

    private PhaseStep? Aggregate(PlacedText item, PlacedText rest)
    {
        var (head, about) = Split(rest);
        var match = AggregatePattern().Match(head.Text);
        var type = match.Groups["type"].Value.ToLowerInvariant();
        if (!match.Success)
        {
            bag.Error(
                PhaseCodes.BadValue, head.Where, $"The aggregate '{Excerpt.Of(head.Text)}' cannot be read.",
                $"Its types are {string.Join(", ", Aggregates.Types)}.",
                "Write such as 'aggregate: consensus - what for', or 'aggregate: vote of Analysis, Debate quorum 3'.");
            return null;
        }

        if (!Aggregates.Types.Contains(type))
        {
            bag.Warning(
                PhaseCodes.UnknownAggregate, head.Where, $"There is no aggregate '{Excerpt.Of(type)}'; the step will fail.",
                $"Types are {string.Join(", ", Aggregates.Types)}.",
                Suggestions.DidYouMean(type, Aggregates.Types, "Write one of them."));
        }

        var of = match.Groups["of"];
        var phases = of.Success ? NameList.Read(of.Value.Trim(), Part(head, of.Index).Where).ToImmutableArray() : [];
        return new PhaseStep
        {
            Kind = PhaseStepKind.Aggregate,
            Subject = type,
            Text = about,
            Of = phases,
            Quorum = Quorum(match.Groups["quorum"].Value),
            Where = item.Where,
        };
    }

    private static double Quorum(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var number = double.Parse(text.TrimEnd('%', ' '), CultureInfo.InvariantCulture);
        return !text.EndsWith('%') ? number : number >= 100 ? 1 - 1e-9 : number / 100; // A share below 1 that is rounded up to all.
    }

    private void TellNear(PlacedText item, string word)
    {
        var known = Keywords.Select(k => k.Word).Concat(stepTypes.Order(StringComparer.Ordinal));
        if (word.Length > 2 && Suggestions.Nearest(word, known) is { } meant)
        {
            bag.Warning(
                PhaseCodes.LikeAKeyword, item.Where, $"'{word}' is no kind of step; the item is read as plain text and only recorded.",
                $"Kinds are {string.Join(", ", known)}.", $"Did you mean '{meant}:'?");
        }
    }

    [GeneratedRegex(@"^[*_`]*([A-Za-z][\w.-]*)[*_`]*\s*:[*_`]*\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex KeywordPattern();

    [GeneratedRegex(
        @"^(?<type>[\w-]+)(?:\s+of\s+(?<of>.+?))?(?:\s+quorum\s+(?<quorum>\d{1,6}(?:\.\d{1,4})?\s?%?))?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AggregatePattern();
}
