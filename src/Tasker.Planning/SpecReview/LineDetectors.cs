using System.Text.RegularExpressions;
using Tasker.Planning.Specs;

namespace Tasker.Planning.SpecReview;

/// <summary>W3, W4, W5, W7, W8: what shows in single lines. Code, quotations and tables of contents are passed over.</summary>
internal static partial class LineDetectors
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly (string Concern, Regex[] Signs)[] Concerns =
    [
        ("configuration", [ConfigurationTable(), ConfigurationTitle()]),
        ("observability", [ObservabilityList(), ObservabilityWord(), Percentile()]),
        ("lifecycle", [LifecycleOrder(), HealthCheck()]),
    ];

    public static void Detect(SpecText spec, WeaknessBag bag)
    {
        var concernsSeen = new HashSet<Regex>();
        var fragments = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in spec.Lines.Where(l => l.IsStatement || l.Kind is SpecLineKind.Heading))
        {
            Concern(line, concernsSeen, bag);
            if (line.IsStatement)
            {
                Criteria(line, bag);
                Fragment(line, fragments, bag);
                Ambiguity(line, bag);
            }
        }

        Activation(spec, bag);
    }

    private static void Concern(SpecLine line, HashSet<Regex> seen, WeaknessBag bag)
    {
        foreach (var (concern, signs) in Concerns)
        {
            foreach (var sign in signs)
            {
                if (!seen.Contains(sign) && sign.Match(line.Text) is { Success: true } match)
                {
                    seen.Add(sign);
                    bag.Add(WeaknessCategory.CrossCutting, line.Number, line.Text, $"{concern} {match.Value}", $"A concern of the whole ({concern}): '{match.Value.Trim()}'.", "Give it a capability of its own, so that some task owns it.");
                }
            }
        }
    }

    private static void Criteria(SpecLine line, WeaknessBag bag)
    {
        foreach (var match in Uncheckable().Matches(line.Text).Cast<Match>())
        {
            bag.Add(WeaknessCategory.MissingCriteria, line.Number, line.Text, match.Value, $"Nothing says how '{match.Value}' is checked.", "Give a number, a time or an example that a test can check.");
        }
    }

    private static void Fragment(SpecLine line, HashSet<string> seen, WeaknessBag bag)
    {
        foreach (var match in Reference().Matches(line.Text).Cast<Match>())
        {
            if (seen.Add(match.Groups["number"].Value + "|" + line.Text))
            {
                bag.Add(WeaknessCategory.Fragmented, line.Number, line.Text, match.Value, $"The requirement continues elsewhere: '{match.Value}'.", "Say it in one place, or repeat what matters here.");
            }
        }
    }

    private static void Ambiguity(SpecLine line, WeaknessBag bag)
    {
        foreach (var pattern in AmbiguityPatterns.All)
        {
            foreach (var match in pattern.Regex.Matches(line.Text).Cast<Match>())
            {
                bag.Add(WeaknessCategory.Ambiguity, line.Number, line.Text, $"{pattern.Name} {match.Value}", $"'{match.Value}' leaves open what is meant ({pattern.Name}).", pattern.Ask(match), severity: pattern.IsCritical ? Weakness.Critical : null);
            }
        }
    }

    private static void Activation(SpecText spec, WeaknessBag bag)
    {
        var first = spec.Lines.Where(l => l.IsStatement || l.Kind is SpecLineKind.Code).Select(l => (Line: l, Words: ActivationText.Find(l.Text))).FirstOrDefault(x => x.Words is not null);
        if (first.Words is { } words && !ActivationText.HasSection(spec))
        {
            bag.Add(WeaknessCategory.MissingActivation, first.Line.Number, first.Line.Text, "activation", $"Users begin with '{words.Trim()}', but no section says how that becomes available.", "Add a section on installation, activation, registration, deployment or the entry point.");
        }
    }

    [GeneratedRegex(@"^\|\s{0,8}variable\s{0,8}\|\s{0,8}(type|default|description)\b|^\|\s{0,8}`?[A-Z][A-Z0-9_]{2,60}`?\s{0,8}\|\s{0,8}(str|string|int|integer|float|bool|boolean)\b", Options)]
    private static partial Regex ConfigurationTable();

    [GeneratedRegex(@"\benvironment variables\b|\bconfiguration (schema|variables|options)\b", Options)]
    private static partial Regex ConfigurationTitle();

    [GeneratedRegex(@"^[-*+\s#]{0,12}\**(metrics|traces|spans|logs)\**:|^\|\s{0,8}metric\s{0,8}\|\s{0,8}type\b", Options)]
    private static partial Regex ObservabilityList();

    [GeneratedRegex(@"\b(otel|opentelemetry|prometheus|jaeger|histograms?)\b", Options)]
    private static partial Regex ObservabilityWord();

    [GeneratedRegex(@"\bp(50|90|95|99)\b", Options)]
    private static partial Regex Percentile();

    [GeneratedRegex(@"\b(startup|shutdown|start-up|shut-down)\s{1,4}(sequence|tasks?|order|hooks?)\b|\b(lifespan|graceful shutdown)\b", Options)]
    private static partial Regex LifecycleOrder();

    [GeneratedRegex(@"\bhealth[ -]?checks?\b", Options)]
    private static partial Regex HealthCheck();

    [GeneratedRegex(@"\bmust be (fast|quick|responsive)\b|\bshould be (secure|fast|quick|responsive)\b|\bhandles? errors gracefully\b|\b(clean|maintainable|readable) code\b|\buser[- ]friendly\b|\bscalable\b", Options)]
    private static partial Regex Uncheckable();

    [GeneratedRegex(@"\b(see|as described in|refer to|defined in)\s{1,4}section\s{1,4}(?<number>\d{1,4}(\.\d{1,4}){0,4})", Options)]
    private static partial Regex Reference();
}
