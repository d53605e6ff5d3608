using System.Collections.Immutable;

namespace Tasker.Formats.Steps.Spec;

/// <summary>Finds the marks of earlier executions in the text of a step line.</summary>
/// <remarks>
/// A mark is a check or cross sign, perhaps the word Failed, and brackets with a time or a task id, in any order and
/// number; or brackets
/// with a task id alone. A sign alone counts at the end of the line, before closing notes, and right after the colon;
/// anywhere else
/// it is part of the prose. A note that Tasker itself wrote, <c>(noted: …)</c>, belongs to its mark.
/// </remarks>
internal static class AnnotationScanner
{
    /// <summary>How a note that Tasker writes behind its mark begins.</summary>
    public const string OwnNote = "(noted: ";

    private const string CheckSigns = "✓✔✅☑";
    private const string CrossSigns = "✗✘❌✖";
    private const char EmojiVariation = '\uFE0F';
    private const string FailedWord = "Failed";
    private const int LongestBracket = 200;

    /// <summary>The texts between the marks; always one more than there are marks.</summary>
    /// <param name="body">What follows the colon of a step line.</param>
    /// <param name="found">Gets the marks in their order.</param>
    public static List<string> Split(string body, ImmutableArray<SpecAnnotation>.Builder found)
    {
        var pieces = new List<string>();
        var closing = ClosingNotes(body);
        var (start, i) = (0, 0);
        while (i < body.Length)
        {
            if ((i == 0 || char.IsWhiteSpace(body[i - 1]))
                && Match(body, i, closing, IsBlank(body, start, i)) is var (mark, end))
            {
                pieces.Add(body[start..i]);
                found.Add(mark);
                (start, i) = (end, end);
            }
            else
            {
                i++;
            }
        }

        pieces.Add(body[start..]);
        return pieces;
    }

    private static (SpecAnnotation Mark, int End)? Match(string body, int start, int closing, bool atFront)
    {
        var i = start;
        SpecAnnotationKind? kind = null;
        while (i < body.Length && SignOf(body[i]) is { } sign)
        {
            (kind, i) = (sign, i + 1);
            i = SkipBlanks(body, i < body.Length && body[i] == EmojiVariation ? i + 1 : i);
        }

        var failed = kind is not null && string.CompareOrdinal(body, i, FailedWord, 0, FailedWord.Length) == 0;
        if (failed)
        {
            (kind, i) = (SpecAnnotationKind.Failed, SkipBlanks(body, i + FailedWord.Length));
        }

        var (taskId, time) = ("", "");
        while (Bracket(body, i) is { } bracket)
        {
            if (TaskIdOf(bracket) is { } id)
            {
                taskId = taskId.Length == 0 ? id : taskId;
            }
            else if (IsTime(bracket))
            {
                time = time.Length == 0 ? bracket.ToString() : time;
            }
            else
            {
                break;
            }

            i = SkipBlanks(body, i + bracket.Length + 2);
        }

        var bare = kind is not null && (failed || atFront || i >= closing);
        if (taskId.Length == 0 && !(kind is not null && time.Length > 0) && !bare)
        {
            return null;
        }

        if (string.CompareOrdinal(body, i, OwnNote, 0, OwnNote.Length) == 0
            && body.IndexOf(')', i) is > 0 and var close)
        {
            i = close + 1;
        }

        return (new SpecAnnotation(kind ?? SpecAnnotationKind.Done, taskId, time), i);
    }

    /// <summary>From where on there is nothing but notes in parentheses.</summary>
    private static int ClosingNotes(string body)
    {
        var start = body.AsSpan().TrimEnd().Length;
        while (start > 0 && body[start - 1] == ')')
        {
            var (depth, i) = (0, start - 1);
            for (; i >= 0; i--)
            {
                depth += body[i] == ')' ? 1 : body[i] == '(' ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }
            }

            if (i < 0)
            {
                break;
            }

            start = body.AsSpan(0, i).TrimEnd().Length;
        }

        return start;
    }

    private static SpecAnnotationKind? SignOf(char c) =>
        CheckSigns.Contains(c) ? SpecAnnotationKind.Done : CrossSigns.Contains(c) ? SpecAnnotationKind.Failed : null;

    private static ReadOnlySpan<char> BracketSpan(string body, int start)
    {
        if (start >= body.Length || body[start] != '[')
        {
            return default;
        }

        var rest = body.AsSpan(start + 1);
        var end = rest[..Math.Min(rest.Length, LongestBracket)].IndexOf(']');
        return end < 0 ? default : rest[..end];
    }

    private static string? Bracket(string body, int start) =>
        BracketSpan(body, start) is { IsEmpty: false } content ? content.ToString() : null;

    /// <summary>
    /// <c>task_id: anything</c>, or an id as Tasker and its forerunners make them: <c>task_6_ab12cd34</c>,
    /// <c>task_3-10_4a70c4a2</c>.
    /// </summary>
    private static string? TaskIdOf(string content)
    {
        if (content.StartsWith("task_id:", StringComparison.Ordinal))
        {
            return content["task_id:".Length..].Trim();
        }

        if (!content.StartsWith("task_", StringComparison.Ordinal) || content.Length < 7
            || !char.IsAsciiDigit(content[5]))
        {
            return null;
        }

        var (i, underscore) = (5, 0);
        for (; i < content.Length; i++)
        {
            if (content[i] == '_' && underscore == 0)
            {
                underscore = i;
            }
            else if (!(underscore > 0 ? char.IsAsciiLetterOrDigit(content[i])
                : char.IsAsciiDigit(content[i]) || content[i] == '-'))
            {
                return null;
            }
        }

        return underscore > 0 && underscore < content.Length - 1 ? content : null;
    }

    /// <summary>
    /// A date, or a date and time, in any form that is in use: <c>2025-11-13</c>, <c>2024-11-13 10:30</c>, ISO with
    /// or without zone.
    /// </summary>
    private static bool IsTime(string content)
    {
        if (content.Length is < 10 or > 40 || content[4] != '-' || content[7] != '-')
        {
            return false;
        }

        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            var fits = i < 10 ? i is 4 or 7 || char.IsAsciiDigit(c)
                : char.IsAsciiDigit(c) || c is ' ' or 'T' or 'Z' or ':' or '.' or '+' or '-';
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBlank(string body, int from, int to) => body.AsSpan(from, to - from).IsWhiteSpace();

    private static int SkipBlanks(string body, int i)
    {
        while (i < body.Length && body[i] is ' ' or '\t')
        {
            i++;
        }

        return i;
    }
}
