using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>Where words and phrases stand in a specification: whole words, in capitals or not.</summary>
internal sealed class SpecWords
{
    private readonly Dictionary<string, (int Count, int Line)> _words = new(StringComparer.Ordinal);
    private readonly List<string> _sorted;
    private readonly string _text;
    private readonly List<(int Start, int Line)> _lines = [];

    /// <param name="spec">Everything in it counts, code too: a table that is defined in SQL is defined.</param>
    public SpecWords(SpecText spec)
    {
        var text = new System.Text.StringBuilder();
        foreach (var line in spec.Lines.Where(l => l.Kind is not (SpecLineKind.Contents or SpecLineKind.FrontMatter or SpecLineKind.Blank)))
        {
            _lines.Add((text.Length, line.Number));
            var lower = line.Text.ToLowerInvariant();
            text.Append(lower).Append('\n');
            Count(lower, line.Number);
        }

        _text = text.ToString();
        _sorted = [.. _words.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>How often a word stands there.</summary>
    public int Times(string word) => _words.GetValueOrDefault(word).Count;

    /// <summary>The first of some words and phrases, and its line; null when none stands there.</summary>
    public (string Word, int Line)? First(IEnumerable<string> terms)
    {
        foreach (var term in terms)
        {
            if (Find(term) is { } line)
            {
                return (term.TrimEnd('*'), line);
            }
        }

        return null;
    }

    private int? Find(string term)
    {
        var stem = term.TrimEnd('*');
        if (!stem.All(char.IsLetterOrDigit))
        {
            return Phrase(stem, term.Length > stem.Length);
        }

        if (term.Length == stem.Length)
        {
            return _words.TryGetValue(stem, out var word) ? word.Line : null;
        }

        var at = _sorted.BinarySearch(stem, StringComparer.Ordinal);
        at = at < 0 ? ~at : at;
        return at < _sorted.Count && _sorted[at].StartsWith(stem, StringComparison.Ordinal) ? _words[_sorted[at]].Line : null;
    }

    private int? Phrase(string phrase, bool anyEnd)
    {
        for (var at = _text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(phrase, at + phrase.Length, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            var begins = at == 0 || !char.IsLetterOrDigit(_text[at - 1]) || !char.IsLetterOrDigit(phrase[0]);
            if (begins && (anyEnd || end == _text.Length || !char.IsLetterOrDigit(_text[end]) || !char.IsLetterOrDigit(phrase[^1])))
            {
                var line = _lines.BinarySearch((at, int.MaxValue));
                return _lines[line >= 0 ? line : ~line - 1].Line;
            }
        }

        return null;
    }

    private void Count(string line, int number)
    {
        var start = -1;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && char.IsLetterOrDigit(line[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = line[start..i];
                start = -1;
                _words[word] = _words.TryGetValue(word, out var known) ? (known.Count + 1, known.Line) : (1, number);
            }
        }
    }
}
