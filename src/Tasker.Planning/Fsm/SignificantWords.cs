using System.Collections.Frozen;

namespace Tasker.Planning.Fsm;

/// <summary>The words of a text that say what it is about: longer than three letters, without those that stand in every text.</summary>
internal static class SignificantWords
{
    private static readonly FrozenSet<string> Everywhere = new[]
    {
        "about", "above", "after", "again", "allow", "allows", "also", "always", "another", "because", "been", "before", "being", "below", "between", "both",
        "cannot", "could", "does", "done", "down", "during", "each", "either", "else", "every", "from", "given", "have", "having", "into", "invalid", "just",
        "like", "make", "makes", "many", "more", "most", "must", "need", "needs", "never", "none", "once", "only", "other", "otherwise", "over", "require",
        "required", "requires", "same", "shall", "should", "some", "such", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those",
        "through", "under", "until", "upon", "used", "uses", "using", "valid", "very", "want", "were", "what", "when", "where", "whether", "which", "while",
        "will", "with", "within", "without", "would", "your",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words, in lower case, each once, in the order of the text; a plural ending in -s counts as its singular.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                Add(text.AsSpan(start, i - start));
                start = -1;
            }
        }

        return words;

        void Add(ReadOnlySpan<char> raw)
        {
            if (raw.Length is <= 3 or > 64)
            {
                return;
            }

            var word = raw.ToString().ToLowerInvariant();
            if (Everywhere.Contains(word))
            {
                return;
            }

            word = word.Length > 4 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
            if (seen.Add(word))
            {
                words.Add(word);
            }
        }
    }
}
