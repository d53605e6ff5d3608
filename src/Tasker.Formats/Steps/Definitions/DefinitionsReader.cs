using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Definitions;

/// <summary>Reads <c>step_definitions.yaml</c>: the map of steps, and what stands directly in a step.</summary>
internal static class DefinitionsReader
{
    private static readonly YamlKeys StepKeys = YamlKeys.Of(
        "a step", "pre_flight", "main", "post_validation", "background", "needs", "on_failure", "retries",
        "retry_delay");

    private static readonly ImmutableArray<(string Word, OnFailureWord Value)> FailureWords =
        [("stop", OnFailureWord.Stop), ("retry", OnFailureWord.Retry), ("skip", OnFailureWord.Skip)];

    private const int DefaultRetries = 2;

    private enum OnFailureWord
    {
        Stop,
        Retry,
        Skip,
    }

    public static ParseResult<StepDefinitions> Read(string path, ReadOnlySpan<byte> bytes)
    {
        var bag = new DiagnosticBag();
        var steps = new SortedDictionary<int, StepDefinition>();
        if (YamlReader.Read(path, bytes, bag) is { IsEmpty: false } document)
        {
            foreach (var entry in YamlShapes.Entries(document, "the file", bag))
            {
                Step(entry, steps, bag);
            }
        }

        var found = bag.ToImmutable().Select(Soften).ToImmutableArray();
        var broken = found.Any(d => d.Severity is Severity.Error);
        return new ParseResult<StepDefinitions>(
            broken ? null : new StepDefinitions(path, steps.ToImmutableSortedDictionary()), found);
    }

    /// <summary>Definitions are often written by agents that add keys of their own; that alone must not stop the
    /// work.</summary>
    private static Diagnostic Soften(Diagnostic found) =>
        found.Code == TextCodes.UnknownKey
            ? found with { Severity = Severity.Warning, Why = $"It is passed over. {found.Why}" } : found;

    private static void Step(YamlEntry entry, SortedDictionary<int, StepDefinition> steps, DiagnosticBag bag)
    {
        if (NumberOf(entry.Name) is not { } number)
        {
            bag.Error(
                StepsCodes.BadStepKey, entry.Key.Place, $"'{Excerpt.Of(entry.Name)}' names no step.",
                "A key is 'step_', the number, and a name: 'step_8_generate_data'.", "Write it so, or remove it.");
            return;
        }

        if (entry.Value.IsEmpty)
        {
            steps.TryAdd(number, new StepDefinition { Number = number, Key = entry.Name, Where = entry.Key.Place });
            return;
        }

        if (YamlFields.Open(entry.Value, $"'{Excerpt.Of(entry.Name)}'", StepKeys, bag) is not { } fields)
        {
            return;
        }

        var policy = Given(fields, "on_failure") ? fields.Choice("on_failure", FailureWords) : null;
        var retries = Given(fields, "retries") ? fields.Integer("retries", 0, 100) : null;
        var definition = new StepDefinition
        {
            Number = number,
            Key = entry.Name,
            PreFlight = ChecksReader.Read(fields, "pre_flight"),
            Main = Given(fields, "main") ? MainReader.Read(fields.Node("main")!, bag) : MainDefinition.Silent,
            PostValidation = ChecksReader.Read(fields, "post_validation"),
            Monitors = MonitorsReader.Read(fields, "background"),
            Needs = Given(fields, "needs") ? Needs(fields, number) : null,
            OnFailure = policy is OnFailureWord.Skip ? StepFailure.Skip : StepFailure.Stop,
            Retries = retries ?? (policy is OnFailureWord.Retry ? DefaultRetries : 0),
            RetryDelay = Given(fields, "retry_delay") ? Seconds.Read(fields, "retry_delay") : null,
            Where = entry.Key.Place,
        };
        if (!steps.TryAdd(number, definition))
        {
            bag.Error(
                StepsCodes.DuplicateDefinition, entry.Key.Place,
                $"Step {number} is defined here and on line {steps[number].Where.Line}.",
                "The number alone names the step.", "Renumber or join the two.");
        }
    }

    /// <summary>The number of <c>step_8_name</c>; exactly that number, and no leading zero.</summary>
    private static int? NumberOf(string key)
    {
        var parts = key.Split('_', 3);
        return parts.Length >= 2 && parts[0] == "step" && parts[1].Length is >= 1 and <= 6 && parts[1][0] != '0'
            && parts[1].All(char.IsAsciiDigit)
            ? int.Parse(parts[1], CultureInfo.InvariantCulture)
            : null;
    }

    private static ImmutableArray<int> Needs(YamlFields fields, int own)
    {
        var needs = ImmutableArray.CreateBuilder<int>();
        foreach (var (text, place) in fields.PlacedTexts("needs"))
        {
            var number = NumberOf(text) ?? (NumberOf($"step_{text}") is { } bare ? bare : 0);
            if (number > 0 && number < own)
            {
                needs.Add(number);
                continue;
            }

            fields.Bag.Error(
                StepsCodes.BadNeed, place, $"Step {own} cannot need '{Excerpt.Of(text)}'.",
                "A step needs steps with smaller numbers.", $"Write numbers from 1 to {own - 1}.");
        }

        return needs.ToImmutable();
    }

    private static bool Given(YamlFields fields, string key) => fields.Node(key) is { IsEmpty: false };
}
