using System.Text;
using Tasker.Planning.Fsm;
using Tasker.Planning.Specs;

namespace Tasker.Planning.Bundles;

/// <summary>The sections of a specification that are about the same as a task, by the words that both have.</summary>
internal static class RelevantSections
{
    private const int Most = 5;
    private const int Longest = 1500;
    private const int DeepestLevel = 3;
    private const int LeastWords = 2;

    /// <summary>At most five sections that share at least two words, the best first; each at most 1500 characters.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="about">Names and paths of the task.</param>
    public static IReadOnlyList<RelevantSection> Of(string spec, IEnumerable<string> about)
    {
        var keywords = about.SelectMany(SignificantWords.Of).ToHashSet(StringComparer.Ordinal);
        var text = SpecText.Read(spec);
        var sections = new List<(string Title, StringBuilder Text)> { ("", new StringBuilder()) };
        var last = 0;
        foreach (var line in text.Lines)
        {
            var section = text.Sections[line.Section];
            if (line.Section != last && section.Level is > 0 and <= DeepestLevel)
            {
                sections.Add((section.Title, new StringBuilder()));
            }

            last = line.Section;
            sections[^1].Text.Append(line.Text).Append('\n');
        }

        return
        [
            .. sections.Select((s, at) => (s.Title, Text: s.Text.ToString().Trim(), at))
                .Select(s => (s.Title, s.Text, s.at, Score: SignificantWords.Of(s.Text).Count(keywords.Contains)))
                .Where(s => s.Score >= LeastWords).OrderByDescending(s => s.Score).ThenBy(s => s.at).Take(Most)
                .Select(s => new RelevantSection(s.Title, s.Text.Length <= Longest ? s.Text : s.Text[..Longest], s.Score)),
        ];
    }
}

/// <summary>One section and how many words it shares.</summary>
internal sealed record RelevantSection(string Title, string Text, int Score);
