using Tasker.Core.Diagnostics;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>Names in one line: <c>A, B</c>, <c>[A, "B, C"]</c>, <c>'A'</c>. A comma inside quotes belongs to the name.</summary>
internal static class NameList
{
    /// <summary>The names with their places; empty parts are passed over.</summary>
    /// <param name="text">The line's text.</param>
    /// <param name="where">Where it begins.</param>
    public static IEnumerable<PlacedText> Read(string text, Place where)
    {
        var (start, end) = (0, text.Length);
        if (text.StartsWith('['))
        {
            start = 1;
            end = text.EndsWith(']') ? end - 1 : end;
        }

        var from = start;
        var quote = '\0';
        for (var i = start; i <= end; i++)
        {
            if (i < end && text[i] is '"' or '\'' or '`' && (quote == '\0' ? IsEdge(text, from, i) : text[i] == quote))
            {
                quote = quote == '\0' ? text[i] : '\0';
            }
            else if (i == end || (text[i] == ',' && quote == '\0'))
            {
                if (Name(text, from, i, where) is { } name)
                {
                    yield return name;
                }

                from = i + 1;
            }
        }
    }

    /// <summary>A quote opens at the beginning of a name only: the one in <c>Devil's advocate</c> is a letter.</summary>
    private static bool IsEdge(string text, int from, int at) => text.AsSpan(from, at - from).IsWhiteSpace();

    private static PlacedText? Name(string text, int from, int to, Place where)
    {
        while (from < to && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        var name = text[from..to].TrimEnd();
        if (name.Length >= 2 && name[0] is '"' or '\'' or '`' && name[^1] == name[0])
        {
            (from, name) = (from + 1, name[1..^1].Trim());
        }

        return name.Length == 0 ? null : new PlacedText(name, where.Inside(text, from));
    }
}
