using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Steps.Spec;

/// <summary>A step section while its lines are read.</summary>
internal sealed class SectionDraft(int number, string title, int level, Place where)
{
    private const int LongestPart = 64 * 1024;

    private readonly StringBuilder _objective = new();
    private readonly StringBuilder _files = new();
    private readonly StringBuilder _success = new();
    private readonly List<StringBuilder> _instructions = [];
    private StringBuilder? _part;
    private bool _numbered;

    public string Title => title;

    public int Level => level;

    public Place Where => where;

    /// <summary>The number of <c>STEP N: title</c>; null for any other heading, also for one with the letter
    /// N.</summary>
    public static int? NumberOf(string heading, out string title)
    {
        title = "";
        if (!heading.StartsWith("STEP ", StringComparison.Ordinal))
        {
            return null;
        }

        var colon = heading.IndexOf(':');
        var digits = colon < 0 ? default : heading.AsSpan(5, colon - 5);
        if (digits.Length is 0 or > 6 || digits[0] == '0' || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        title = heading[(colon + 1)..].Trim();
        return int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Takes one line of the section.</summary>
    public void Add(ReadOnlySpan<char> line, bool isProse)
    {
        var text = line.Trim();
        if (isProse && text.StartsWith("**") && LabelOf(text, out var rest) is { } part)
        {
            (_part, _numbered) = (part == "instructions" ? null : PartOf(part), part == "instructions");
            text = rest.Trim();
        }
        else if (isProse && IsRule(text))
        {
            (_part, _numbered) = (null, false);
            return;
        }

        if (text.IsEmpty)
        {
            return;
        }

        if (_numbered && isProse && ItemOf(text) is { Length: > 0 } item)
        {
            _part = new StringBuilder(item);
            _instructions.Add(_part);
        }
        else if (_part is not null && _part.Length + text.Length < LongestPart)
        {
            // Blocks keep their lines; prose is one flowing text.
            _part.Append(_part.Length == 0 ? "" : isProse ? " " : "\n").Append(isProse ? text : line.TrimEnd());
        }
    }

    /// <summary>What was read, with what could be mined from it.</summary>
    public SpecSection Build()
    {
        var section = new SpecSection
        {
            Number = number,
            Title = title,
            Objective = _objective.ToString(),
            Files = _files.ToString(),
            Success = _success.ToString(),
            Instructions = [.. _instructions.Select(i => i.ToString())],
            Where = where,
        };
        return section with { Mined = SectionMiner.Mine(section) };
    }

    private StringBuilder? PartOf(string label) => label switch
    {
        "what to accomplish" or "objective" => _objective,
        "files" => _files,
        "success outcome" or "success criteria" => _success,
        _ => null,
    };

    /// <summary>
    /// The label of <c>**Label:** rest</c> or <c>**Label**: rest</c>, in lower case; null when the line is no label.
    /// </summary>
    private static string? LabelOf(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        rest = default;
        var end = text[2..].IndexOf("**");
        if (end < 0)
        {
            return null;
        }

        var label = text.Slice(2, end);
        rest = text[(end + 4)..];
        var colonInside = label.EndsWith(":");
        if (!colonInside && !rest.StartsWith(":"))
        {
            return null;
        }

        rest = colonInside ? rest : rest[1..];
        return label.TrimEnd(':').Trim().ToString().ToLowerInvariant();
    }

    private static bool IsRule(ReadOnlySpan<char> text) => text.Length >= 3 && text.Trim('-').IsEmpty;

    /// <summary>The text of a list item: <c>3. text</c>, <c>3) text</c>, <c>- text</c>; empty for a line that goes
    /// on.</summary>
    private static string ItemOf(ReadOnlySpan<char> text)
    {
        var digits = text.Length - text.TrimStart("0123456789").Length;
        var sign = digits < text.Length ? text[digits] : ' ';
        var isItem = digits > 0 ? sign is '.' or ')' : sign is '-' or '*' or '+';
        return isItem && digits + 1 < text.Length && text[digits + 1] == ' '
            ? text[(digits + 2)..].Trim().ToString() : "";
    }
}
