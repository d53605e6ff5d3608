using System.Text;
using System.Text.RegularExpressions;
using Tasker.Planning.Specs;

namespace Tasker.Planning.Gates;

/// <summary>
/// Finds what a specification demands: everything with an id of its own (in bold, in brackets, as heading, in a table, behind a bullet), or
/// else every item of its lists. Code, quotations, later phases and what is no goal are passed over.
/// </summary>
internal static partial class RequirementReader
{
    private const int LongestBody = 4000;

    private static readonly string[] NoGoals =
    [
        "non-goal", "non goal", "nongoal", "out of scope", "not in scope", "exclusion", "reference", "glossary", "open question", "changelog", "change log", "revision history", "appendix", "contents",
    ];

    /// <summary>Reads.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="excluded">Headings that the capability map leaves out.</param>
    public static IReadOnlyList<Requirement> Read(SpecText spec, IReadOnlyList<string> excluded)
    {
        var skipped = Skipped(spec, excluded);
        var lines = spec.Lines.Where(l => !skipped[l.Section] && (l.IsStatement || l.Kind is SpecLineKind.Heading)).ToArray();
        var explicitOnes = Explicit(spec, lines);
        return explicitOnes.Count > 0 ? explicitOnes : Items(spec, lines);
    }

    private static bool[] Skipped(SpecText spec, IReadOnlyList<string> excluded)
    {
        var skipped = new bool[spec.Sections.Count];
        var titles = excluded.Select(Plain).Where(t => t.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var section in spec.Sections)
        {
            skipped[section.Index] = section.IsLater || (section.Parent >= 0 && skipped[section.Parent])
                || NoGoals.Any(n => section.Title.Contains(n, StringComparison.OrdinalIgnoreCase)) || titles.Contains(Plain(section.Title));
        }

        return skipped;
    }

    private static List<Requirement> Explicit(SpecText spec, SpecLine[] lines)
    {
        var found = new Dictionary<string, (StringBuilder Text, SpecLine Line)>(StringComparer.Ordinal);
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (IdOf(line, out var rest) is not { } id)
            {
                continue;
            }

            var text = found.TryGetValue(id, out var known) ? known.Text.Append(' ') : (found[id] = (new StringBuilder(), line)).Text;
            text.Append(rest);
            for (var next = at + 1; next < lines.Length && text.Length < LongestBody && Continues(line, lines[next]) && IdOf(lines[next], out _) is null; next++)
            {
                text.Append(' ').Append(lines[next].Text);
            }
        }

        return [.. found.Select(f => new Requirement(f.Key, f.Value.Text.ToString(), f.Value.Line.Number, spec.Sections[f.Value.Line.Section].Title)).OrderBy(r => r.Line)];
    }

    /// <summary>True when the next line still belongs to what was begun: the whole section below a heading, else what is indented or follows at once.</summary>
    private static bool Continues(SpecLine begun, SpecLine next) =>
        next.Kind is not SpecLineKind.Heading && next.Section == begun.Section
        && (begun.Kind is SpecLineKind.Heading || (begun.Kind is not SpecLineKind.Table && next.Number == begun.Number + 1 && next.Kind is SpecLineKind.Prose)
            || (begun.Kind is SpecLineKind.ListItem && next.Indent > begun.Indent));

    private static List<Requirement> Items(SpecText spec, SpecLine[] lines)
    {
        var found = new List<Requirement>();
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (line.Kind is not SpecLineKind.ListItem)
            {
                continue;
            }

            var text = new StringBuilder(Marker().Replace(line.Text, ""));
            for (var next = at + 1; next < lines.Length && lines[next].Kind is SpecLineKind.Prose && lines[next].Number == lines[next - 1].Number + 1 && text.Length < LongestBody; next++)
            {
                text.Append(' ').Append(lines[next].Text);
            }

            if (PhraseIndex.Words(text.ToString()).Length > 0)
            {
                found.Add(new Requirement($"L{line.Number}", text.ToString(), line.Number, spec.Sections[line.Section].Title));
            }
        }

        return found;
    }

    private static string? IdOf(SpecLine line, out string rest)
    {
        var cells = line.Kind is SpecLineKind.Table ? line.Text.Trim('|').Split('|') : [line.Text];
        foreach (var (cell, at) in cells.Select((cell, at) => (cell.Trim(), at)))
        {
            if (Id().Match(cell) is { Success: true } match && (cells.Length == 1 || match.Length == cell.Length))
            {
                rest = string.Join(' ', cells.Where((_, other) => other != at).Select(c => c.Trim()).Prepend(cell[match.Length..].Trim()));
                return string.Join(' ', match.Groups["id"].Value.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace("REQUIREMENT ", "REQ-", StringComparison.Ordinal);
            }
        }

        rest = "";
        return null;
    }

    private static string Plain(string text) => string.Join(' ', PhraseIndex.Words(text));

    [GeneratedRegex(@"^(#{1,6}\s{1,4}|[-*+]\s{1,4}|\d{1,3}[.)]\s{1,4})?(\[[ xX]\]\s{1,4})?[*_`\[]{0,4}(?<id>(REQ|FR|NFR)(-[A-Z]{1,12}){0,3}-\d{1,6}(\.\d{1,4}){0,3}|R\d{1,5}(\.\d{1,4}){0,3}|Requirement\s{1,3}\d{1,5})[*_`\]]{0,4}(?![\w-])\s{0,4}[:.)–-]{0,2}[*_]{0,2}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"^([-*+]|\d{1,3}[.)])\s{1,4}(\[[ xX]\]\s{1,4})?")]
    private static partial Regex Marker();
}
