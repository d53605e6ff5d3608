namespace Tasker.Planning.Fsm;

/// <summary>Finds the words of a specification that something was made from: verbatim, with the line.</summary>
internal sealed class SpecQuotes
{
    private const int Shortest = 5;
    private const int Longest = 200;
    private const int MostLines = 1_000_000;

    private readonly string _name;
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, List<int>> _byWord = new(StringComparer.Ordinal);

    /// <param name="name">What the file is called in a location.</param>
    /// <param name="spec">Its text; null when there is none.</param>
    public SpecQuotes(string name, string? spec)
    {
        _name = name;
        foreach (var raw in (spec ?? "").AsSpan().EnumerateLines())
        {
            if (_lines.Count == MostLines)
            {
                break;
            }

            var line = raw.Trim().TrimStart("#-*>+ \t").Trim().ToString();
            foreach (var word in SignificantWords.Of(line.Length > 4 * Longest ? line[..(4 * Longest)] : line))
            {
                if (!_byWord.TryGetValue(word, out var lines))
                {
                    _byWord[word] = lines = [];
                }

                lines.Add(_lines.Count);
            }

            _lines.Add(line);
        }
    }

    /// <summary>The line that says the same with at least two words and half of all; null when none does.</summary>
    public FsmQuote? Find(string? text)
    {
        var words = SignificantWords.Of(text ?? "");
        var hits = new Dictionary<int, int>();
        foreach (var word in words)
        {
            foreach (var line in _byWord.GetValueOrDefault(word) ?? [])
            {
                hits[line] = hits.GetValueOrDefault(line) + 1;
            }
        }

        var needed = Math.Max(Math.Min(2, words.Count), (words.Count + 1) / 2);
        var best = hits.Where(h => h.Value >= needed && _lines[h.Key].Length >= Shortest)
            .OrderByDescending(h => h.Value).ThenBy(h => h.Key).Select(h => (int?)h.Key).FirstOrDefault();
        return best is { } at ? new FsmQuote(Cut(_lines[at]), $"{_name}:{at + 1}") : null;
    }

    /// <summary>Words of the specification, or else of the source that something was compiled from.</summary>
    /// <param name="texts">What to look for, the best first.</param>
    /// <param name="place">Where the source says it, for a location.</param>
    /// <param name="context">Put in front when the text is too short to say anything.</param>
    public FsmQuote Of(IEnumerable<string?> texts, string place, string context)
    {
        var given = texts.OfType<string>().Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t.Trim()).ToArray();
        if (given.Select(Find).FirstOrDefault(q => q is not null) is { } found)
        {
            return found;
        }

        var text = given.FirstOrDefault() ?? "";
        text = text.Length >= Shortest ? text : $"{context}: {text}".TrimEnd(' ', ':');
        return new FsmQuote(Cut(text.Length >= Shortest ? text : $"workflow {text}"), place);
    }

    private static string Cut(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
}
