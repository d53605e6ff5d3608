using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Lines <c>key: value</c> of a phase, and those below an item of its steps.</summary>
/// <param name="path">The file.</param>
/// <param name="map">Its lines.</param>
/// <param name="bag">Gets the findings.</param>
internal sealed class PhaseAttributes(string path, LineMap map, DiagnosticBag bag)
{
    private static readonly string[] OfPhase = ["dependsOn", "parallel", "timeout", "retry", "critical", "when"];
    private static readonly string[] OfStep = ["when", "timeout", "retry"];

    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["depends_on"] = "dependsOn",
        ["depends-on"] = "dependsOn",
        ["depends on"] = "dependsOn",
        ["dependencies"] = "dependsOn",
        ["needs"] = "dependsOn",
        ["condition"] = "when",
        ["if"] = "when",
        ["checkpoint"] = "critical",
    };

    /// <summary>The attribute of a phase that a line is; null when it is prose.</summary>
    public static (string Key, PlacedText Value)? Find(MarkdownLine line, LineMap map) => Find(line, map, OfPhase);

    /// <summary>The option of a step that a line is; null when it is more text of the step.</summary>
    public static (string Key, PlacedText Value)? FindOption(MarkdownLine line, LineMap map) => Find(line, map, OfStep);

    /// <summary>Takes an attribute of a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">What stands behind the colon; may be empty.</param>
    /// <param name="block">The lines below that belong to an attribute without a value.</param>
    public void Take(PhaseDraft phase, string key, PlacedText value, IReadOnlyList<MarkdownLine> block)
    {
        if (key == "dependsOn")
        {
            phase.DependsOn.AddRange(NamesOf(value, block));
            return;
        }

        if (!phase.Given.Add(key))
        {
            bag.Warning(PhaseCodes.GivenTwice, value.Where, $"'{key}' is given twice in the phase '{Excerpt.Of(phase.Name)}'.",
                "The first one counts.", "Remove one.");
            return;
        }

        switch (key)
        {
            case "parallel":
                phase.IsParallel = Truth(key, value);
                break;
            case "critical":
                phase.IsCritical = Truth(key, value);
                break;
            case "timeout":
                phase.Timeout = Time(key, value);
                break;
            case "retry":
                phase.Retry = Retry(value, block);
                break;
            default:
                phase.When = Filled(key, value);
                break;
        }
    }

    /// <summary>Takes an option of a step.</summary>
    public PhaseStep Take(PhaseStep step, string key, PlacedText value) => key switch
    {
        "when" => step with { When = Filled(key, value) },
        "timeout" => step with { Timeout = Time(key, value) },
        _ => step with { Retry = Retry(value, []) },
    };

    /// <summary>A time with its unit, more than nothing.</summary>
    public TimeSpan? Time(string key, PlacedText value)
    {
        if (TimeText.TryParse(value.Text, out var time, out var problem) && time > TimeSpan.Zero)
        {
            return time;
        }

        problem = problem.Length > 0 ? problem : $"'{Excerpt.Of(value.Text)}' is no time at all";
        bag.Error(PhaseCodes.BadValue, value.Where, $"'{key}' cannot be read: {problem}.", "",
            "Write a number and a unit, such as '90 seconds'; a bare number is milliseconds.");
        return null;
    }

    private static IEnumerable<PlacedText> NamesOf(PlacedText value, IReadOnlyList<MarkdownLine> block)
    {
        var isNone = value.Text.Trim('[', ']', ' ').ToLowerInvariant() is "none" or "-" or "";
        return (isNone ? [] : NameList.Read(value.Text, value.Where)).Concat(block.SelectMany(line =>
            NameList.Read(line.Text, value.Where with { Line = line.Number + 1, Column = line.Column + 1 })));
    }

    private static (string Key, PlacedText Value)? Find(MarkdownLine line, LineMap map, string[] keys)
    {
        var colon = line.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon is <= 0 or > 30)
        {
            return null;
        }

        var word = line.Text[..colon].Trim('*', '_', '`', ' ');
        var key = OtherWords.GetValueOrDefault(word) ?? word;
        key = Array.Find(keys, k => k.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (key is null)
        {
            return null;
        }

        var rest = line.Text[(colon + 1)..].TrimStart('*', '_', ' ', '\t');
        var value = key == "dependsOn" || key == "when" ? rest : WithoutComment(rest);
        return (key, new PlacedText(value.Trim(), map.At(line.Number, line.Column + line.Text.Length - rest.Length)));
    }

    private static string WithoutComment(string text) =>
        text.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var hash ? text[..hash] : text;

    /// <summary>A key that is near to one of ours: a warning, since it is then probably misspelt.</summary>
    public void TellNear(MarkdownLine line, PhaseDraft phase)
    {
        var colon = line.Text.IndexOf(':', StringComparison.Ordinal);
        var word = colon is > 2 and < 20 ? line.Text[..colon].Trim() : "";
        if (word.Length > 2 && word.All(c => char.IsAsciiLetter(c) || c is '_' or '-')
            && Suggestions.Nearest(word, OfPhase.Concat(OtherWords.Keys)) is { } meant)
        {
            bag.Warning(
                PhaseCodes.LikeAKeyword, map.At(line.Number, line.Column),
                $"'{word}' is no attribute of the phase '{Excerpt.Of(phase.Name)}'; the line is read as prose.",
                $"Attributes are {string.Join(", ", OfPhase)}.", $"Did you mean '{OtherWords.GetValueOrDefault(meant, meant)}'?");
        }
    }

    private bool? Truth(string key, PlacedText value)
    {
        switch (value.Text.ToLowerInvariant())
        {
            case "true" or "yes":
                return true;
            case "false" or "no":
                return false;
            default:
                bag.Error(PhaseCodes.BadValue, value.Where, $"'{key}' is '{Excerpt.Of(value.Text)}'.", "It is true or false.",
                    $"Write '{key}: true' or '{key}: false'.");
                return null;
        }
    }

    private PlacedText? Filled(string key, PlacedText value)
    {
        if (value.Text.Length > 0)
        {
            return value;
        }

        bag.Error(PhaseCodes.BadValue, value.Where, $"'{key}' says nothing.", "",
            "Write an expression such as input.amount > 1000, or remove the line.");
        return null;
    }

    private TaskRetry? Retry(PlacedText value, IReadOnlyList<MarkdownLine> block)
    {
        var text = value.Text.Length > 0 ? value.Text : string.Join('\n', block.Select(line => map.Line(line.Number).ToString()));
        var first = value.Text.Length > 0 || block.Count == 0 ? value.Where.Line : block[0].Number + 1;
        var own = new DiagnosticBag();
        var retry = YamlReader.Read(path, text, own, first) is { } node ? MetadataReader.RetryOf(node, own) : null;
        bag.AddRange(own.ToImmutable());
        if (retry is null && !own.HasErrors)
        {
            bag.Error(PhaseCodes.BadValue, value.Where, "'retry' says nothing.", "",
                "Write 'retry: 3' or 'retry: {maxAttempts: 3, backoffMs: 2000}'.");
        }

        return retry;
    }
}
