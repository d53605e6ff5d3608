using Tasker.Core.Diagnostics;
using YamlDotNet.Core;

namespace Tasker.Formats.Text;

/// <summary>Turns the parser's refusal into a finding that says what to type.</summary>
internal static class YamlSyntaxAdvice
{
    /// <summary>Adds one error.</summary>
    /// <param name="problem">What the parser threw.</param>
    /// <param name="text">The text.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="last">Index of the last thing that was read.</param>
    /// <param name="openFlow">Index of a bracket that is still open; null for none.</param>
    /// <param name="bag">Gets the error.</param>
    public static void Explain(Exception problem, string text, LineMap lines, int last, int? openFlow, DiagnosticBag bag)
    {
        var at = problem is YamlException known ? (int)known.Start.Index : last;
        var message = problem.Message;
        if (Tab(lines, lines.LineOf(Math.Min(at, last)), problem) is { } tab)
        {
            bag.Error(
                TextCodes.Tab,
                tab,
                "This line is indented with a tab.",
                "YAML counts spaces only, because a tab is as wide as an editor likes.",
                "Indent with spaces.");
            return;
        }

        var (what, why, fix) = Words(message, text, lines, at, last);
        if (openFlow is { } bracket)
        {
            var sign = text[bracket];
            if (text[bracket..Math.Min(text.Length, Math.Max(at, last) + 3)].Contains("${{", StringComparison.Ordinal))
            {
                (at, what, why, fix) = (bracket,
                    $"The '{sign}' is not closed, because '${{{{ }}}}' stands in it without quotes.",
                    "Inside [ ] and { } YAML takes braces for its own.", "Put each text with '${{ }}' in quotes.");
            }
            else if (what.Length == 0)
            {
                (at, what, why, fix) = (bracket,
                    $"The '{sign}' is not closed.",
                    $"Up to line {lines.At(Math.Max(last, bracket)).Line} everything can be read, then a ',' or "
                        + $"'{Closing(sign)}' is missing.",
                    $"Close it with '{Closing(sign)}', or put a text with '{{', '}}', '[', ']' or ',' in quotes.");
            }
        }

        if (what.Length == 0)
        {
            (what, why, fix) = ("This is no YAML.", Plain(message), "Compare its indentation and quotes with the lines above.");
        }

        bag.Error(TextCodes.Syntax, lines.At(at), what, why, fix);
    }

    private static (string What, string Why, string Fix) Words(string message, string text, LineMap lines, int at, int last)
    {
        if (message.Contains("found invalid mapping", StringComparison.Ordinal))
        {
            return lines.LineOf(at) == lines.LineOf(last) && !message.Contains("multiline", StringComparison.Ordinal)
                ? ("There is a second ': ' in this line.", "': ' ends a key, and this line has one already.",
                    "Put the text in quotes, or write it below the key after '|'.")
                : ("This line is indented as if it went on with the text above, but it holds a ': '.",
                    "A key stands exactly below the other keys of its map.", "Indent it like the keys that it belongs to.");
        }

        if (message.Contains("cannot start any token", StringComparison.Ordinal) && at < text.Length)
        {
            return ($"A text begins with '{Excerpt.Of(text[at].ToString())}'.", "YAML keeps this character for itself.",
                "Put the text in quotes.");
        }

        if (message.Contains("quoted scalar", StringComparison.Ordinal) && message.Contains("end of stream", StringComparison.Ordinal))
        {
            return ("The quote that opens here is never closed.", "", "Close it; inside '…' write a quote twice, inside \"…\" as \\\".");
        }

        if (message.Contains("unknown escape", StringComparison.Ordinal))
        {
            return (
                "A '\\' in this text is followed by a character that is no escape.", "Double quotes know \\n, \\t, \\\", \\\\ and \\uXXXX.",
                "Write '\\\\', or use single quotes, where '\\' is itself.");
        }

        if (message.Contains("expected '-' indicator", StringComparison.Ordinal))
        {
            return ("This line is no item of the list above.", "A list holds lines that begin with '- ', all at one indentation.",
                "Begin it with '- ', or indent it like the key that it belongs to.");
        }

        if (message.Contains("did not find expected key", StringComparison.Ordinal)
            || message.Contains("could not find expected ':'", StringComparison.Ordinal))
        {
            return ("Here a key with ':' should stand.", "The keys of one map stand exactly below one another.",
                "Write 'key: value', or correct the indentation.");
        }

        return message.Contains("incompatible YAML", StringComparison.Ordinal)
            ? ("The file asks for another version of YAML.", "Version 1.1 and 1.2 are read.", "Remove the '%YAML' line.")
            : ("", "", "");
    }

    /// <summary>The first line from where reading stopped that is indented with a tab.</summary>
    private static Place? Tab(LineMap lines, int from, Exception problem)
    {
        var until = problem is YamlException known ? Math.Max(lines.LineOf((int)known.End.Index), from + 1) : from + 1;
        until = problem.Message.Contains("tab", StringComparison.Ordinal) ? lines.Count - 1 : until;
        for (var line = from; line <= until && line < lines.Count; line++)
        {
            var whole = lines.Line(line);
            var tab = whole[..^whole.TrimStart(" \t").Length].IndexOf('\t');
            if (tab >= 0)
            {
                return lines.At(line, tab);
            }
        }

        return null;
    }

    private static char Closing(char open) => open == '[' ? ']' : '}';

    /// <summary>The parser's own words without its place, as a sentence.</summary>
    private static string Plain(string message)
    {
        var cut = message.IndexOf(" Line: ", StringComparison.Ordinal);
        var sentence = (cut < 0 ? message : message[..cut]).Trim().TrimEnd('.');
        return sentence.Length == 0 ? "" : $"The parser says: {char.ToLowerInvariant(sentence[0])}{Excerpt.Of(sentence[1..])}.";
    }
}
