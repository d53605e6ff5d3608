using System.Collections.Immutable;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Steps.Translation;

/// <summary>Names of environment variables that a plan mentions, as <c>$NAME</c> or <c>${NAME}</c>, in
/// capitals.</summary>
/// <remarks>Commands of a plan were written for the terminal of its author; what they name there they are given
/// here.</remarks>
internal static class VariableNames
{
    private const int Most = 100;

    /// <summary>The names, ascending.</summary>
    public static ImmutableArray<string> In(SpecDocument spec, StepDefinitions definitions)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var step in spec.Steps)
        {
            var texts = step.Section is { } section ? section.Instructions.Add(section.Files).Add(section.Success) : [];
            foreach (var span in texts.SelectMany(CodeSpans.In))
            {
                Add(span.Span, names);
            }
        }

        foreach (var definition in definitions.Steps.Values)
        {
            var main = definition.Main;
            var checks = (definition.PreFlight ?? [])
                .Concat(definition.PostValidation ?? [])
                .Where(check => !check.IsProse);
            string?[] works =
                [main.Command, main.Script, main.Test?.Command, main.QualityCheck?.Command, main.Fix?.Command,
                    main.Enough?.Command];
            foreach (var command in works.OfType<string>()
                .Concat(checks.Select(check => check.Text))
                .Concat(definition.Monitors.Select(monitor => monitor.Command)))
            {
                Add(command, names);
            }
        }

        return [.. names];
    }

    private static void Add(string text, SortedSet<string> names)
    {
        for (var i = text.IndexOf('$');
            i >= 0 && i + 1 < text.Length && names.Count < Most;
            i = text.IndexOf('$', i + 1))
        {
            var start = text[i + 1] == '{' ? i + 2 : i + 1;
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || text[end] == '_'
                || (end > start && char.IsAsciiDigit(text[end]))))
            {
                end++;
            }

            // $home or $Name is a variable of the script itself.
            if (end - start > 1 && (end == text.Length || !char.IsAsciiLetterLower(text[end])))
            {
                names.Add(text[start..end]);
            }
        }
    }
}
