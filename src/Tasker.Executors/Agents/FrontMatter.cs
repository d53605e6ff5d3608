namespace Tasker.Executors.Agents;

/// <summary>The few simple fields at the top of an agent file, between two lines <c>---</c>.</summary>
internal static class FrontMatter
{
    private const string Fence = "---";

    /// <summary>
    /// The fields <c>name: value</c> that begin a line, and the text below. Anything else in the front matter is passed over.
    /// </summary>
    public static (IReadOnlyDictionary<string, string> Fields, string Body) Split(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = text.TrimStart('\ufeff').ReplaceLineEndings("\n").Split('\n');
        var close = lines[0].TrimEnd() == Fence ? Array.FindIndex(lines, 1, l => l.TrimEnd() == Fence) : -1;
        if (close < 0)
        {
            return (fields, text.TrimStart('\ufeff'));
        }

        foreach (var line in lines[1..close])
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && !char.IsWhiteSpace(line[0]))
            {
                fields.TryAdd(line[..colon].TrimEnd(), Unquote(line[(colon + 1)..].Trim()));
            }
        }

        return (fields, string.Join('\n', lines[(close + 1)..]).TrimStart('\n'));
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
