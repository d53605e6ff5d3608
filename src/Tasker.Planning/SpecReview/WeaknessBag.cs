using System.Text;
using Tasker.Planning.Files;

namespace Tasker.Planning.SpecReview;

/// <summary>Collects weaknesses and gives them their ids. The same words found again in the same sentence are one weakness.</summary>
internal sealed class WeaknessBag(IReadOnlyDictionary<string, string> severities)
{
    private const int LongestQuote = 240;
    private const int IdLength = 8;
    private const int MostOfOneKind = 20_000;

    private readonly List<Weakness> _all = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);
    private (string Quote, string Shown) _last = ("", "");

    public IReadOnlyList<Weakness> All => _all;

    /// <summary>How many were found beyond the <see cref="MostOfOneKind"/> that are kept of each kind.</summary>
    public int Omitted { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="category">Its kind.</param>
    /// <param name="line">Where it stands, from 1.</param>
    /// <param name="quote">The words around it.</param>
    /// <param name="key">What makes it another one than its neighbour in the same words.</param>
    /// <param name="description">What is weak.</param>
    /// <param name="severity">Another severity than that of its kind; null: that of its kind. A severity that the user chose wins over both.</param>
    public void Add(WeaknessCategory category, int line, string quote, string key, string description, string? resolution = null, string? reframe = null, string? severity = null)
    {
        _last = ReferenceEquals(_last.Quote, quote) ? _last : (quote, Cut(quote));
        var shown = _last.Shown;
        var id = $"{category.Code}-{Checksum.Of(Encoding.UTF8.GetBytes($"{Normal(key)}\n{Normal(shown)}"))[..IdLength]}";
        if (_kept.GetValueOrDefault(category.Code) >= MostOfOneKind)
        {
            Omitted++;
            return;
        }

        if (!_ids.Add(id))
        {
            return;
        }

        _kept[category.Code] = _kept.GetValueOrDefault(category.Code) + 1;
        _all.Add(new Weakness(id, category.Name, Severity(category, severity), line, description, shown)
        {
            Resolution = resolution,
            Reframe = reframe,
        });
    }

    /// <summary>Adds a gap of the checklist; its id is that of its item.</summary>
    public void AddGap(string item, string question) =>
        _all.Add(new Weakness($"CK-{item}", WeaknessCategory.ChecklistGap.Name, Severity(WeaknessCategory.ChecklistGap, null), 0, $"Checklist {item}: nothing answers '{question}'", "")
        {
            Resolution = $"Answer it in the specification, or record that it does not apply: add-resolution CK-{item} not_applicable.",
        });

    private string Severity(WeaknessCategory category, string? severity) => severities.GetValueOrDefault(category.Code) ?? severity ?? category.Severity;

    private static string Cut(string quote)
    {
        var text = string.Join(' ', quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length <= LongestQuote)
        {
            return text;
        }

        var space = text.LastIndexOf(' ', LongestQuote - 1);
        return text[..(space > LongestQuote / 2 ? space : char.IsHighSurrogate(text[LongestQuote - 2]) ? LongestQuote - 2 : LongestQuote - 1)] + "…";
    }

    private static string Normal(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
