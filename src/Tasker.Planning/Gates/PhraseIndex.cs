namespace Tasker.Planning.Gates;

/// <summary>
/// Texts by their words, for finding which contain a phrase and which a phrase contains. Only letters and digits count, so that neither
/// line ends nor Markdown stand between equal words. The cost of a question grows with the rarest word of it, not with all texts.
/// </summary>
internal sealed class PhraseIndex
{
    /// <summary>Shorter phrases say too little to be found again, characters.</summary>
    public const int Shortest = 10;

    private readonly string[][] _texts;
    private readonly Dictionary<string, List<(int Text, int At)>> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byRarest = new(StringComparer.Ordinal);

    /// <param name="texts">The texts; answers are indexes into them.</param>
    public PhraseIndex(IReadOnlyList<string> texts)
    {
        _texts = [.. texts.Select(Words)];
        for (var text = 0; text < _texts.Length; text++)
        {
            for (var at = 0; at < _texts[text].Length; at++)
            {
                (_words.TryGetValue(_texts[text][at], out var places) ? places : _words[_texts[text][at]] = []).Add((text, at));
            }
        }

        for (var text = 0; text < _texts.Length; text++)
        {
            if (Length(_texts[text]) >= Shortest)
            {
                var rarest = _texts[text].MinBy(w => _words[w].Count)!;
                (_byRarest.TryGetValue(rarest, out var known) ? known : _byRarest[rarest] = []).Add(text);
            }
        }
    }

    /// <summary>The texts that contain the phrase, or that it contains.</summary>
    public IReadOnlySet<int> Matching(string phrase)
    {
        var found = new HashSet<int>(Containing(phrase));
        var words = Words(phrase);
        foreach (var word in words.Distinct())
        {
            foreach (var text in _byRarest.GetValueOrDefault(word) ?? [])
            {
                if (!found.Contains(text) && Contains(words, _texts[text]))
                {
                    found.Add(text);
                }
            }
        }

        return found;
    }

    /// <summary>The texts that contain the phrase.</summary>
    public IReadOnlySet<int> Containing(string phrase)
    {
        var words = Words(phrase);
        var found = new HashSet<int>();
        if (Length(words) < Shortest || !words.All(_words.ContainsKey))
        {
            return found;
        }

        var rarest = 0;
        for (var i = 1; i < words.Length; i++)
        {
            rarest = _words[words[i]].Count < _words[words[rarest]].Count ? i : rarest;
        }

        foreach (var (text, at) in _words[words[rarest]])
        {
            if (!found.Contains(text) && at >= rarest && StandsAt(_texts[text], at - rarest, words))
            {
                found.Add(text);
            }
        }

        return found;
    }

    /// <summary>The words of a text in lower case.</summary>
    public static string[] Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                words.Add(text[start..i].ToLowerInvariant());
                start = -1;
            }
        }

        return [.. words];
    }

    private static int Length(string[] words) => words.Sum(w => w.Length) + Math.Max(0, words.Length - 1);

    private static bool Contains(string[] words, string[] part)
    {
        for (var at = 0; at + part.Length <= words.Length; at++)
        {
            if (StandsAt(words, at, part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StandsAt(string[] words, int at, string[] part) => at + part.Length <= words.Length && words.AsSpan(at, part.Length).SequenceEqual(part);
}
