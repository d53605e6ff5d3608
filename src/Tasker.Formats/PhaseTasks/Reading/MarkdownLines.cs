using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>The lines of a Markdown text, as far as phase tasks need them: headings, items, text, fenced blocks.</summary>
/// <remarks>
/// A line reader of our own, because the format is one of lines: metadata such as <c>dependsOn:</c> stands in the middle of paragraphs, and
/// every word needs its place. Fences are those of CommonMark at any indentation: three or more backticks or tildes, closed by at least as
/// many.
/// </remarks>
internal static class MarkdownLines
{
    /// <summary>A fenced block.</summary>
    /// <param name="Info">The first word behind the opening fence, in small letters.</param>
    /// <param name="FirstLine">The line behind the opening fence, from 0.</param>
    /// <param name="Text">What stands in it, without the indentation of its fence.</param>
    public sealed record Block(string Info, int FirstLine, string Text);

    /// <summary>Reads all lines.</summary>
    /// <param name="map">The lines of the text.</param>
    /// <param name="bag">Gets a warning for a fence that is never closed.</param>
    /// <returns>The lines, and the fenced blocks in their order.</returns>
    public static (ImmutableArray<MarkdownLine> Lines, ImmutableArray<Block> Blocks) Read(LineMap map, DiagnosticBag bag)
    {
        var lines = ImmutableArray.CreateBuilder<MarkdownLine>(map.Count);
        var blocks = ImmutableArray.CreateBuilder<Block>();
        for (var number = 0; number < map.Count; number++)
        {
            var line = map.Line(number);
            if (Fence(line) is { Length: > 0 } fence)
            {
                number = ReadBlock(map, number, fence, lines, blocks, bag);
                continue;
            }

            lines.Add(Classify(line, number));
        }

        return (lines.ToImmutable(), blocks.ToImmutable());
    }

    private static int ReadBlock(
        LineMap map, int open, string fence, ImmutableArray<MarkdownLine>.Builder lines, ImmutableArray<Block>.Builder blocks,
        DiagnosticBag bag)
    {
        var first = map.Line(open);
        var indent = first.Length - first.TrimStart().Length;
        var info = first.TrimStart().TrimStart(fence[0]).Trim().ToString();
        var text = new System.Text.StringBuilder();
        lines.Add(new MarkdownLine(LineKind.Code, open, 0, 0, ""));
        for (var number = open + 1; number < map.Count; number++)
        {
            lines.Add(new MarkdownLine(LineKind.Code, number, 0, 0, ""));
            var line = map.Line(number);
            var trimmed = line.Trim();
            if (trimmed.Length >= fence.Length && !trimmed.ContainsAnyExcept(fence[0]))
            {
                blocks.Add(new Block(Word(info), open + 1, text.ToString()));
                return number;
            }

            var blanks = Math.Min(indent, line.Length - line.TrimStart().Length);
            text.Append(line[blanks..]).Append('\n');
        }

        bag.Warning(
            PhaseCodes.OpenFence, map.At(open, indent), "The code block that begins here is never closed.",
            "Everything below is taken as code and not read.",
            $"Add a line '{fence}' where it ends.");
        blocks.Add(new Block(Word(info), open + 1, text.ToString()));
        return map.Count;
    }

    private static string Word(string info)
    {
        var end = info.AsSpan().IndexOfAny(" \t{,");
        return (end < 0 ? info : info[..end]).ToLowerInvariant();
    }

    /// <summary>The fence that a line opens; empty for none.</summary>
    private static string Fence(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        if (text.IsEmpty || text[0] is not ('`' or '~'))
        {
            return "";
        }

        var length = text.IndexOfAnyExcept(text[0]) is >= 0 and var end ? end : text.Length;
        return length < 3 || (text[0] == '`' && text[length..].Contains('`')) ? "" : new string(text[0], length);
    }

    private static MarkdownLine Classify(ReadOnlySpan<char> line, int number)
    {
        var text = line.TrimStart();
        var indent = line.Length - text.Length;
        if (text.IsEmpty)
        {
            return new MarkdownLine(LineKind.Blank, number, 0, 0, "");
        }

        if (text[0] == '#' && indent < 4 && Heading(text, number, indent) is { } heading)
        {
            return heading;
        }

        var mark = Mark(text);
        if (mark == 0)
        {
            return new MarkdownLine(LineKind.Text, number, indent, indent, text.TrimEnd().ToString());
        }

        var item = text[mark..].TrimStart();
        var column = line.Length - item.Length;
        if (item is ['[', ' ' or 'x' or 'X', ']', ..] && (item.Length == 3 || char.IsWhiteSpace(item[3])))
        {
            item = item[3..].TrimStart();
            column = line.Length - item.Length;
        }

        return new MarkdownLine(LineKind.Item, number, indent, column, item.TrimEnd().ToString());
    }

    private static MarkdownLine? Heading(ReadOnlySpan<char> text, int number, int indent)
    {
        var level = text.IndexOfAnyExcept('#') is >= 0 and var end ? end : text.Length;
        if (level > 6 || (level < text.Length && !char.IsWhiteSpace(text[level])))
        {
            return null;
        }

        var title = text[level..].TrimStart();
        var column = indent + text.Length - title.Length;
        title = title.TrimEnd();
        var closing = title.TrimEnd('#');
        title = closing.IsEmpty || char.IsWhiteSpace(closing[^1]) ? closing.TrimEnd() : title;
        return new MarkdownLine(LineKind.Heading, number, level, column, title.ToString());
    }

    /// <summary>How long the mark of an item is: <c>-</c>, <c>*</c>, <c>+</c>, <c>1.</c>, <c>1)</c>; 0 for none.</summary>
    private static int Mark(ReadOnlySpan<char> text)
    {
        var length = text[0] is '-' or '*' or '+' ? 1 : 0;
        if (length == 0)
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            length = digits is > 0 and < 10 && text[digits] is '.' or ')' ? digits + 1 : 0;
        }

        return length > 0 && (text.Length == length || char.IsWhiteSpace(text[length])) && !IsRule(text) ? length : 0;
    }

    private static bool IsRule(ReadOnlySpan<char> text)
    {
        var marks = 0;
        foreach (var c in text)
        {
            if (c == text[0])
            {
                marks++;
            }
            else if (!char.IsWhiteSpace(c))
            {
                return false;
            }
        }

        return marks >= 3;
    }
}
