using System.Text.RegularExpressions;
using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>W6: one thing with two defaults, and a sentence that stands with and without its "not".</summary>
internal static partial class ContradictionDetector
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int ShortestSentence = 4;
    private const int LongestSubject = 60;

    public static void Detect(SpecText spec, WeaknessBag bag)
    {
        Defaults(spec, bag);
        Negations(spec, bag);
    }

    private static void Defaults(SpecText spec, WeaknessBag bag)
    {
        var found = new Dictionary<string, List<(string Value, SpecLine Line)>>(StringComparer.Ordinal);
        foreach (var line in spec.Statements)
        {
            foreach (var match in Default().Matches(line.Text).Cast<Match>())
            {
                var name = Subject(line.Text, match.Index);
                var value = match.Groups["value"].Value.Trim('`', '"', '\'', '.', ',').ToLowerInvariant();
                if (name.Length > 0 && value.Length > 0)
                {
                    (found.TryGetValue(name, out var values) ? values : found[name] = []).Add((string.Join(' ', Words(value)), line));
                }
            }
        }

        foreach (var (name, values) in found)
        {
            var distinct = values.DistinctBy(v => v.Value).ToArray();
            if (distinct.Length > 1)
            {
                var lines = string.Join(", ", values.Select(v => v.Line.Number).Distinct());
                bag.Add(WeaknessCategory.Contradiction, distinct[1].Line.Number, $"{distinct[0].Line.Text} / {distinct[1].Line.Text}", $"default {name}", $"'{name}' has several defaults: {string.Join(", ", distinct.Select(d => d.Value))} (lines {lines}).", "Which one holds? Take away the others.");
            }
        }
    }

    private static void Negations(SpecText spec, WeaknessBag bag)
    {
        var first = new Dictionary<string, (bool IsNegated, SpecLine Line)>(StringComparer.Ordinal);
        foreach (var line in spec.Statements)
        {
            foreach (var sentence in line.Text.Split(['.', ';', '|'], StringSplitOptions.RemoveEmptyEntries))
            {
                var words = Words(sentence.ToLowerInvariant().Replace("cannot", "can not", StringComparison.Ordinal));
                if (words.Length < ShortestSentence || !words.Any(w => w is "must" or "shall" or "can" or "will" or "may" or "should"))
                {
                    continue;
                }

                var negated = words.Any(w => w is "not" or "never");
                var key = string.Join(' ', words.Where(w => w is not ("not" or "never")));
                if (!first.TryGetValue(key, out var earlier))
                {
                    first[key] = (negated, line);
                }
                else if (earlier.IsNegated != negated)
                {
                    bag.Add(WeaknessCategory.Contradiction, line.Number, $"{earlier.Line.Text} / {line.Text}", $"negation {key}", $"The lines {earlier.Line.Number} and {line.Number} say the opposite of one another.", "Which one holds? Take away the other.");
                }
            }
        }
    }

    /// <summary>The last words in front of the default, without articles: what it is the default of.</summary>
    private static string Subject(string line, int end)
    {
        var before = line[Math.Max(0, end - LongestSubject)..end];
        before = before[(before.LastIndexOfAny(['.', ';']) + 1)..].Replace('|', ' ').Replace('-', ' ');
        var words = Words(before.ToLowerInvariant()).Where(w => w is not ("the" or "a" or "an" or "its" or "this" or "it" or "is" or "has" or "with" or "and" or "which" or "that" or "value"));
        return string.Join(' ', words.TakeLast(3));
    }

    private static string[] Words(string text) => text.Split([' ', '\t', '`', '"', '\'', ',', '(', ')', '*', ':'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"\b(defaults?[ ]{1,2}to|default([ ]{1,2}value)?([ ]{1,2}is|[ ]{1,2}of|[ ]{0,2}[:=]))[ ]{0,4}(?<value>`[^`]{1,60}`|""[^""]{1,60}""|'[^']{1,60}'|-?[\w.%/]{1,60}([ ](ms|s|seconds?|minutes?|hours?|days?|bytes|[kmg]b)\b)?)", Options)]
    private static partial Regex Default();
}
