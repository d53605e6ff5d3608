using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Core.Times;

namespace Tasker.Formats.Text;

/// <summary>Reads single values of an expected shape. What does not fit is told at its place, and null is returned.</summary>
/// <remarks><c>name</c> is the key or a short phrase that the message begins with, as <c>'timeout'</c>.</remarks>
internal static class YamlShapes
{
    /// <summary>A text; numbers and truth values are taken as they were written.</summary>
    public static string? Text(YamlNode node, string name, DiagnosticBag bag) =>
        node is YamlNode.Scalar { IsEmpty: false } scalar ? scalar.Text : Wrong<string>(node, name, "a text", bag);

    /// <summary>A text with something in it.</summary>
    public static string? Filled(YamlNode node, string name, DiagnosticBag bag)
    {
        var text = Text(node, name, bag);
        if (text is null || text.AsSpan().Trim().Length > 0)
        {
            return text;
        }

        bag.Error(TextCodes.Empty, node.Place, $"{name} is an empty text.", "", "Fill it in, or remove the key.");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public static int? Integer(YamlNode node, string name, int least, int most, DiagnosticBag bag)
    {
        if (node is not YamlNode.Scalar { IsEmpty: false } scalar
            || !long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return Wrong<int?>(node, name, $"a whole number from {least} to {most}", bag);
        }

        if (number >= least && number <= most)
        {
            return (int)number;
        }

        bag.Error(
            TextCodes.OutOfRange, node.Place, $"{name} is {number}.", "", $"Write a number from {least} to {most}.");
        return null;
    }

    /// <summary>A number within bounds.</summary>
    public static double? Number(YamlNode node, string name, double least, double most, DiagnosticBag bag)
    {
        if (node is not YamlNode.Scalar { IsEmpty: false } scalar
            || !double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || double.IsNaN(number))
        {
            return Wrong<double?>(node, name, $"a number from {least} to {most}", bag);
        }

        if (number >= least && number <= most)
        {
            return number;
        }

        bag.Error(
            TextCodes.OutOfRange, node.Place, $"{name} is {Excerpt.Of(scalar.Text)}.", "", $"Write a number from {least} to {most}.");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static bool? Truth(YamlNode node, string name, DiagnosticBag bag) => node switch
    {
        YamlNode.Scalar { Style: ScalarStyle.Plain, Text: "true" } => true,
        YamlNode.Scalar { Style: ScalarStyle.Plain, Text: "false" } => false,
        _ => Wrong<bool?>(node, name, "true or false", bag),
    };

    /// <summary>A duration with its unit, longer than nothing unless zero is allowed.</summary>
    public static TimeSpan? Duration(YamlNode node, string name, DiagnosticBag bag, bool zero = false)
    {
        if (node is not YamlNode.Scalar { IsEmpty: false } scalar)
        {
            return Wrong<TimeSpan?>(node, name, "a duration such as '90s', '5 minutes' or '1h30m'", bag);
        }

        if (!DurationText.TryParse(scalar.Text, out var duration, out var problem))
        {
            // One clause that names text and rule, '; ', then what to write.
            var cut = problem.IndexOf("; ", StringComparison.Ordinal);
            var (what, fix) = cut < 0
                ? (problem, "Write a number and a unit, such as '90s'.")
                : (problem[..cut], Sentence(problem[(cut + 2)..]));
            bag.Error(TextCodes.BadDuration, node.Place, $"{name}: {what}.", "", fix);
            return null;
        }

        if (duration > TimeSpan.Zero || zero)
        {
            return duration;
        }

        bag.Error(TextCodes.OutOfRange, node.Place, $"{name} is {node.Shown}.", "It must be longer than nothing.",
            "Write a longer one, or remove the key.");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public static T? Choice<T>(YamlNode node, string name, ImmutableArray<(string Word, T Value)> choices, DiagnosticBag bag)
        where T : struct
    {
        var words = choices.Select(choice => choice.Word).ToArray();
        if (node is not YamlNode.Scalar { IsEmpty: false } scalar)
        {
            return Wrong<T?>(node, name, Either(words), bag);
        }

        foreach (var (word, value) in choices)
        {
            if (word == scalar.Text)
            {
                return value;
            }
        }

        bag.Error(
            TextCodes.NotAChoice, node.Place, $"{name} is {scalar.Shown}.", $"It can be {Either(words)}.",
            Suggestions.DidYouMean(scalar.Text, words, "Write one of them."));
        return null;
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public static ImmutableArray<(string Text, Place Place)> Texts(YamlNode node, string name, DiagnosticBag bag)
    {
        if (node is not YamlNode.List list)
        {
            return node is YamlNode.Scalar { IsEmpty: false } one
                ? [(one.Text, one.Place)]
                : Wrong<ImmutableArray<(string, Place)>?>(node, name, "a text or a list of texts", bag) ?? [];
        }

        var texts = ImmutableArray.CreateBuilder<(string, Place)>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (Text(item, $"An item of {name}", bag) is { } text)
            {
                texts.Add((text, item.Place));
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>A map from names to texts, such as an environment.</summary>
    public static ImmutableSortedDictionary<string, string> TextMap(YamlNode node, string name, DiagnosticBag bag)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in Entries(node, name, bag))
        {
            if (entry.Value is YamlNode.Scalar { IsEmpty: true, Style: ScalarStyle.Plain, Text: "" })
            {
                bag.Error(
                    TextCodes.Empty, entry.Key.Place, $"'{Excerpt.Of(entry.Name)}' in {name} has no value.", "",
                    "Write '' for an empty text.");
            }
            else if (Text(entry.Value, $"'{Excerpt.Of(entry.Name)}' in {name}", bag) is { } text)
            {
                texts[entry.Name] = text;
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>The entries of a map.</summary>
    public static ImmutableArray<YamlEntry> Entries(YamlNode node, string name, DiagnosticBag bag) =>
        node is YamlNode.Map map ? map.Entries : Wrong<ImmutableArray<YamlEntry>?>(node, name, "a map of 'name: value' lines", bag) ?? [];

    /// <summary>Tells that a value is of the wrong kind.</summary>
    public static T? Wrong<T>(YamlNode node, string name, string expected, DiagnosticBag bag)
    {
        if (node.IsEmpty)
        {
            bag.Error(TextCodes.Empty, node.Place, $"{name} has no value.", "", $"Write {expected}, or remove it.");
        }
        else
        {
            bag.Error(TextCodes.WrongType, node.Place, $"{name} is {node.Shown}.", "", $"Write {expected}.");
        }

        return default;
    }

    private static string Sentence(string clause) =>
        clause.Length == 0 ? "" : $"{char.ToUpperInvariant(clause[0])}{clause[1..].TrimEnd('.')}.";

    /// <summary><c>'a', 'b' or 'c'</c>.</summary>
    public static string Either(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "nothing",
        1 => $"'{words[0]}'",
        _ => $"{string.Join(", ", words.Take(words.Count - 1).Select(word => $"'{word}'"))} or '{words[^1]}'",
    };
}
