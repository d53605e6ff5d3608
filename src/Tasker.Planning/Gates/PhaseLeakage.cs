using Tasker.Planning.Documents;
using Tasker.Planning.Fsm;
using Tasker.Planning.Specs;

namespace Tasker.Planning.Gates;

/// <summary>
/// Tasks that bring what the specification leaves for a later phase: quotations that stand only in sections of later phases, behaviours that
/// the capability map does not have, words of what was left out. Refactorings are free of it.
/// </summary>
internal static class PhaseLeakage
{
    private const int TellingWords = 2;

    public static IReadOnlyList<GateFinding> Find(PlanInputs inputs)
    {
        var behaviors = inputs.Map?.Behaviors().Select(b => b.Behavior).Where(b => b.Text("id") is not null)
            .GroupBy(b => b.Text("id")!).ToDictionary(g => g.Key, g => g.First().Text("name") ?? "");
        var sections = inputs.Spec is { } spec ? new SectionTexts(spec) : null;
        var excluded = inputs.Excluded.Select(e => new ExcludedPart(e, sections)).ToArray();
        var findings = new List<GateFinding>();
        for (var i = 0; i < inputs.Tasks.Count; i++)
        {
            var (task, reference) = (inputs.Tasks[i], inputs.References[i]);
            if (task.IsRefactoring)
            {
                continue;
            }

            if (reference.Quote is { } quote && reference.RefactorRef is null && sections?.OnlyLater(quote) is { } later)
            {
                findings.Add(Violation(task, quote, $"its quotation stands only in '{later.Title}' (line {later.Line}), which is for phase {later.Phase}"));
            }

            foreach (var id in behaviors is null ? [] : task.Behaviors.FindAll(b => !behaviors.ContainsKey(b)))
            {
                findings.Add(Violation(task, id, $"the capability map has no behaviour {id}"));
            }

            foreach (var part in excluded)
            {
                if (part.Shared(TextsOf(task, behaviors)) is { } words)
                {
                    findings.Add(Violation(task, words.Text, $"it shares the words {string.Join(", ", words.Words)} with '{part.Summary}', which is left for {part.When}"));
                }
            }
        }

        return findings;
    }

    private static IEnumerable<string> TextsOf(TaskDefinition task, Dictionary<string, string>? behaviors) =>
        new[] { task.Name }
            .Concat(task.Behaviors.Select(b => behaviors?.GetValueOrDefault(b) ?? ""))
            .Concat(task.AcceptanceCriteria.Select(c => c.Text("criterion") ?? ""));

    private static GateFinding Violation(TaskDefinition task, string behavior, string evidence) => new(task.Id, $"{behavior}: {evidence}", IsViolation: true)
    {
        Fields = [FsmFinding.With("behavior", behavior), FsmFinding.With("evidence", evidence)],
    };

    /// <summary>The sections of a specification with what stands in them.</summary>
    private sealed class SectionTexts
    {
        private readonly SpecText _spec;
        private readonly PhraseIndex _index;

        public SectionTexts(SpecText spec)
        {
            _spec = spec;
            var texts = spec.Sections.Select(s => new System.Text.StringBuilder(s.Title).Append('\n')).ToArray();
            foreach (var line in spec.Lines.Where(l => l.Kind is not SpecLineKind.Heading))
            {
                texts[line.Section].Append(line.Text).Append('\n');
            }

            _index = new PhraseIndex([.. texts.Select(t => t.ToString())]);
            CurrentWords = spec.Lines.Where(l => !spec.Sections[l.Section].IsLater).SelectMany(l => SignificantWords.Of(l.Text)).ToHashSet(StringComparer.Ordinal);
        }

        /// <summary>Words of the phase that is planned; they tell nothing about a later one.</summary>
        public HashSet<string> CurrentWords { get; }

        /// <summary>The later section that a quotation comes from; null when it stands in the phase that is planned, or nowhere.</summary>
        public SpecSection? OnlyLater(string quote)
        {
            var found = _index.Containing(quote);
            return found.Count > 0 && found.All(s => _spec.Sections[s].IsLater) ? _spec.Sections[found.Min()] : null;
        }
    }

    /// <summary>What was left out, and the words that only it has.</summary>
    private sealed class ExcludedPart
    {
        private readonly HashSet<string> _words;

        public ExcludedPart(System.Text.Json.Nodes.JsonObject part, SectionTexts? sections)
        {
            Summary = part.FirstText("summary", "heading") ?? "";
            When = part.Text("phase") is { } phase ? $"phase {phase}" : "later";
            _words = SignificantWords.Of($"{part.Text("heading")} {part.Text("summary")}").Where(w => w != "phase" && sections?.CurrentWords.Contains(w) != true).ToHashSet(StringComparer.Ordinal);
        }

        public string Summary { get; }

        public string When { get; }

        public (string Text, IReadOnlyList<string> Words)? Shared(IEnumerable<string> texts)
        {
            foreach (var text in texts)
            {
                var words = SignificantWords.Of(text).Where(_words.Contains).ToArray();
                if (words.Length >= TellingWords)
                {
                    return (text, words);
                }
            }

            return null;
        }
    }
}
