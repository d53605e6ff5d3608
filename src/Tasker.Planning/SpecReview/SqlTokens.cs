namespace Tasker.Planning.SpecReview;

/// <summary>The words and signs of SQL in a text, with their lines. Comments are passed over; quoted names and texts are one token.</summary>
internal static class SqlTokens
{
    private const int Longest = 200;

    /// <summary>Splits.</summary>
    /// <param name="text">SQL, or a text with SQL in it.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public static List<SqlToken> Split(string text, int firstLine)
    {
        var tokens = new List<SqlToken>();
        var line = firstLine;
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            var end = at + 1;
            if (c == '\n')
            {
                line++;
            }
            else if (c == '-' && at + 1 < text.Length && text[at + 1] == '-')
            {
                end = text.IndexOf('\n', at) is >= 0 and var newline ? newline : text.Length;
            }
            else if (c is '\'' or '"' or '`' or '[')
            {
                // A quotation that is not closed on its line is a sign like any other: prose has apostrophes.
                var stop = text.AsSpan(at + 1).IndexOfAny(c == '[' ? ']' : c, '\n');
                end = stop >= 0 && text[at + 1 + stop] != '\n' ? at + 2 + stop : at + 1;
                tokens.Add(new SqlToken(Cut(text, at, end), at, end, line));
            }
            else if (char.IsLetterOrDigit(c) || c == '_')
            {
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.' or '$'))
                {
                    end++;
                }

                tokens.Add(new SqlToken(Cut(text, at, end), at, end, line));
            }
            else if (!char.IsWhiteSpace(c))
            {
                tokens.Add(new SqlToken(c.ToString(), at, end, line));
            }

            at = end;
        }

        return tokens;
    }

    private static string Cut(string text, int start, int end) => text.Substring(start, Math.Min(end - start, Longest));
}

/// <summary>One word or sign.</summary>
internal readonly record struct SqlToken(string Text, int Start, int End, int Line)
{
    /// <summary>True for this word, in capitals or not.</summary>
    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name without its quotation marks.</summary>
    public string Name => Text.Trim('"', '`', '[', ']');
}
