using System.Text;

namespace Tasker.Planning.Specs;

/// <summary>A specification in Markdown by lines and sections. Any text can be read; one pass, whatever it holds.</summary>
internal sealed class SpecText
{
    /// <summary>Longer lines are cut for every reader.</summary>
    public const int LongestLine = 4000;

    private const int LongestFrontMatter = 200;

    private SpecText(IReadOnlyList<SpecLine> lines, IReadOnlyList<SpecSection> sections, IReadOnlyList<SpecFence> fences) =>
        (Lines, Sections, Fences) = (lines, sections, fences);

    public IReadOnlyList<SpecLine> Lines { get; }

    /// <summary>In order; the first holds what stands before the first heading.</summary>
    public IReadOnlyList<SpecSection> Sections { get; }

    /// <summary>Blocks of code.</summary>
    public IReadOnlyList<SpecFence> Fences { get; }

    /// <summary>The lines that state something.</summary>
    public IEnumerable<SpecLine> Statements => Lines.Where(l => l.IsStatement);

    /// <summary>Reads a text.</summary>
    public static SpecText Read(string text)
    {
        var lines = new List<SpecLine>();
        var sections = new List<SpecSection> { new(0, "", 0, 0, -1, null) };
        var fences = new List<SpecFence>();
        string? fence = null;
        StringBuilder? code = null;
        var (info, fenceLine, contentsLevel) = ("", 0, 0);
        var frontMatterEnd = FrontMatterEnd(text);
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var indent = Indent(raw);
            var trimmed = raw.Trim(" \t\uFEFF");
            var line = trimmed.Length > LongestLine ? Cut(trimmed).ToString() : trimmed.ToString();
            SpecLineKind kind;
            if (fence is not null)
            {
                kind = SpecLineKind.Code;
                if (IsFenceEnd(line, fence))
                {
                    fences.Add(new SpecFence(info, code!.ToString(), fenceLine + 1));
                    fence = null;
                }
                else
                {
                    code!.Append(raw).Append('\n');
                }
            }
            else if (number <= frontMatterEnd)
            {
                kind = SpecLineKind.FrontMatter;
            }
            else if (FenceOf(line) is { } opened)
            {
                (fence, info, fenceLine, code) = (opened, line[opened.Length..].Trim(), number, new StringBuilder());
                kind = SpecLineKind.Code;
            }
            else
            {
                kind = KindOf(line);
            }

            if (kind is SpecLineKind.Heading)
            {
                var section = Section(line, number, sections);
                contentsLevel = IsContents(section.Title) ? section.Level : contentsLevel > 0 && section.Level > contentsLevel ? contentsLevel : 0;
                sections.Add(section);
            }

            if (contentsLevel > 0 && (kind is SpecLineKind.Prose or SpecLineKind.ListItem))
            {
                kind = SpecLineKind.Contents;
            }

            lines.Add(new SpecLine(number, line, kind, sections.Count - 1, indent));
        }

        if (fence is not null)
        {
            fences.Add(new SpecFence(info, code!.ToString(), fenceLine + 1));
        }

        return new SpecText(lines, sections, fences);
    }

    /// <summary>The last line of the front matter; 0 when there is none. A rule at the top is none: front matter ends soon.</summary>
    private static int FrontMatterEnd(string text)
    {
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim(" \t\uFEFF");
            if (number == 1 ? !line.SequenceEqual("---") : number > LongestFrontMatter)
            {
                return 0;
            }

            if (number > 1 && (line.SequenceEqual("---") || line.SequenceEqual("...")))
            {
                return number;
            }
        }

        return 0;
    }

    private static SpecSection Section(string line, int number, List<SpecSection> sections)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        var title = line[level..].Trim().TrimEnd('#').Trim();
        var parent = sections[^1];
        while (parent.Level >= level && parent.Parent >= 0)
        {
            parent = sections[parent.Parent];
        }

        return new SpecSection(sections.Count, title, level, number, parent.Index, PhaseText.In(title) ?? parent.Phase);
    }

    private static SpecLineKind KindOf(string line) => line switch
    {
        "" => SpecLineKind.Blank,
        ['#', ..] when IsHeading(line) => SpecLineKind.Heading,
        ['>', ..] => SpecLineKind.Quote,
        ['|', ..] => SpecLineKind.Table,
        ['-' or '*' or '+', ' ' or '\t', ..] => SpecLineKind.ListItem,
        _ => IsNumbered(line) ? SpecLineKind.ListItem : SpecLineKind.Prose,
    };

    private static bool IsHeading(string line)
    {
        var level = line.TakeWhile(c => c == '#').Count();
        return level <= 6 && level < line.Length && (line[level] is ' ' or '\t');
    }

    /// <summary>One to three digits, a dot or bracket, a blank.</summary>
    private static bool IsNumbered(string line)
    {
        var digits = 0;
        while (digits < line.Length && digits < 4 && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits is > 0 and < 4 && digits + 1 < line.Length && (line[digits] is '.' or ')') && (line[digits + 1] is ' ' or '\t');
    }

    private static bool IsContents(string title) =>
        title.Equals("contents", StringComparison.OrdinalIgnoreCase) || title.Equals("toc", StringComparison.OrdinalIgnoreCase)
        || title.Contains("table of contents", StringComparison.OrdinalIgnoreCase);

    private static string? FenceOf(string line) => line.Length < 3 || line[0] is not ('`' or '~') ? null
        : line.TakeWhile(c => c == line[0]).Count() is >= 3 and var length && !(line[0] == '`' && line.AsSpan(length).Contains('`')) ? line[..length] : null;

    private static bool IsFenceEnd(string line, string fence) => line.Length >= fence.Length && line.AsSpan().Trim(fence[0]).IsEmpty;

    private static int Indent(ReadOnlySpan<char> raw)
    {
        var indent = 0;
        foreach (var c in raw)
        {
            if (c is not (' ' or '\t'))
            {
                break;
            }

            indent += c == '\t' ? 4 : 1;
        }

        return indent;
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> line) => line[..(char.IsHighSurrogate(line[LongestLine - 1]) ? LongestLine - 1 : LongestLine)];
}

/// <summary>A block of code.</summary>
/// <param name="Info">What stands behind its opening marks, for example <c>sql</c>.</param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">Its first line, from 1.</param>
internal sealed record SpecFence(string Info, string Text, int Line);
