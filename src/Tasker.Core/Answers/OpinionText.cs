using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Answers;

/// <summary>Finds in the text of an answer what an opinion is made of.</summary>
internal static class OpinionText
{
    private const int LongestWord = 80;
    private const int LongestLine = 200;
    private const int MostLines = 2_000;
    private const string Fence = "```";

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\n.,:;!*_`\"'(-—");

    private static readonly string[] Labels =
        ["position", "recommendation", "stance", "decision", "verdict", "vote", "confidence", "pass", "passed", "valid", "approved"];

    private static readonly string[] Yes = ["pass", "passed", "passes", "yes", "true", "approved", "approve", "valid", "ok", "met"];
    private static readonly string[] No = ["fail", "failed", "fails", "no", "false", "rejected", "reject", "invalid", "unmet", "not"];

    /// <summary>The JSON object that the text is, or that its last fenced block is; null when there is none.</summary>
    public static (Value.Map? Fields, bool IsWhole) Json(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (Parse(trimmed) is { } whole)
        {
            return (whole, true);
        }

        var close = trimmed.LastIndexOf(Fence);
        var open = close > 0 ? trimmed[..close].LastIndexOf(Fence) : -1;
        if (open < 0)
        {
            return (null, false);
        }

        var block = trimmed[(open + Fence.Length)..close];
        var start = block.IndexOf('\n');
        return start < 0 || Parse(block[start..].Trim()) is not { } fields
            ? (null, false)
            : (fields, open == 0 && close + Fence.Length == trimmed.Length);
    }

    /// <summary>Fields by their names in small letters; the first of equals.</summary>
    public static Dictionary<string, Value> ByName(Value.Map fields)
    {
        var named = new Dictionary<string, Value>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in fields.Names)
        {
            named.TryAdd(name, fields[name]);
        }

        return named;
    }

    /// <summary>What lines <c>Label: value</c> say; the last line of a label counts, since agents conclude at the end.</summary>
    public static Dictionary<string, Value> Lines(string text)
    {
        var named = new Dictionary<string, Value>(StringComparer.OrdinalIgnoreCase);
        var seen = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            if (++seen > MostLines)
            {
                break;
            }

            var line = raw.Trim().TrimStart("#>-*_ ");
            var colon = line.IndexOf(':');
            if (colon is <= 0 or > 20 || line.Length > LongestLine)
            {
                continue;
            }

            var label = line[..colon].Trim("*_ ").ToString();
            var value = line[(colon + 1)..].Trim("*_` \t");
            if (!value.IsEmpty && Labels.Contains(label, StringComparer.OrdinalIgnoreCase))
            {
                named[label] = Value.Of(value.TrimEnd('.').ToString());
            }
        }

        return named;
    }

    /// <summary>A short word for a side; null for what is none.</summary>
    public static string? Word(Value? value)
    {
        var text = value is Value.Text or Value.Bool or Value.Number ? value.ToText().Trim() : "";
        return text.Length is 0 or > LongestWord || text.Contains('\n', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>A share of 1; per cent when it is above 1. Null for what is no number in reach.</summary>
    public static double? Share(Value? value)
    {
        var text = value switch
        {
            Value.Number number => number.ToText(),
            Value.Text said => said.Content.Trim(),
            _ => "",
        };
        var isPercent = text.EndsWith('%');
        var digits = text.TrimEnd('%', ' ');
        digits = digits.EndsWith("/100", StringComparison.Ordinal) ? digits[..^4].TrimEnd() : digits;
        isPercent |= text.EndsWith("/100", StringComparison.Ordinal);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount is < 0 or > 100)
        {
            return null;
        }

        return amount > 1 || isPercent ? amount / 100 : amount;
    }

    /// <summary>Whether a value says that something holds.</summary>
    public static bool? Judgement(Value? value) => value switch
    {
        Value.Bool truth => truth.Truth,
        Value.Text text => FirstWord(text.Content),
        _ => null,
    };

    /// <summary>Whether the first word of a text is a clear yes or no.</summary>
    public static bool? FirstWord(string text)
    {
        var start = text.AsSpan().TrimStart("#>-*_ \t\r\n`\"'");
        var end = start.IndexOfAny(WordEnds);
        var word = (end < 0 ? start : start[..end]).ToString();
        return word.Length > 20 ? null
            : Yes.Contains(word, StringComparer.OrdinalIgnoreCase) ? true
            : No.Contains(word, StringComparer.OrdinalIgnoreCase) ? false
            : null;
    }

    private static Value.Map? Parse(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '{' || text[^1] != '}')
        {
            return null;
        }

        try
        {
            return ValueJson.Read(text.ToString()) as Value.Map;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // Half of a surrogate pair in an escape is an InvalidOperationException.
        }
    }
}
