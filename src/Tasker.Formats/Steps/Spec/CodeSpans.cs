namespace Tasker.Formats.Steps.Spec;

/// <summary>The code spans of one Markdown text.</summary>
internal static class CodeSpans
{
    /// <summary>Each span with the text since the one before.</summary>
    public static IEnumerable<(string Before, string Span, int Start)> In(string text)
    {
        var (from, i) = (0, 0);
        while (i < text.Length && text.IndexOf('`', i) is >= 0 and var open)
        {
            var ticks = Run(text, open);
            var close = Close(text, open + ticks, ticks);
            if (close < 0)
            {
                i = open + ticks;
                continue;
            }

            var span = text[(open + ticks)..close].Trim();
            if (span.Length > 0)
            {
                yield return (text[from..open], span, open);
            }

            from = i = close + ticks;
        }
    }

    private static int Run(string text, int start)
    {
        var end = start;
        while (end < text.Length && text[end] == '`')
        {
            end++;
        }

        return end - start;
    }

    /// <summary>Where a run of exactly so many ticks begins; -1 when there is none.</summary>
    private static int Close(string text, int start, int ticks)
    {
        for (var i = start; i < text.Length && text.IndexOf('`', i) is >= 0 and var found; i = found + Run(text, found))
        {
            if (Run(text, found) == ticks)
            {
                return found;
            }
        }

        return -1;
    }
}
