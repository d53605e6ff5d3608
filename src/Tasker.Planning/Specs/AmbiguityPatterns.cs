using System.Text.RegularExpressions;

namespace Tasker.Planning.Specs;

/// <summary>The ways in which a sentence leaves open what is meant. Every pattern has bounds, so that no text makes it slow.</summary>
internal static partial class AmbiguityPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>All of them, in the order in which they are told.</summary>
    public static IReadOnlyList<AmbiguityPattern> All { get; } =
    [
        new("vague_quantifier", Quantifier(), "How many {0}? Give a number or a range.", IsCritical: false),
        new("undefined_scope", Scope(), "What exactly belongs to '{0}'? List everything.", IsCritical: false),
        new("vague_conditional", Conditional(), "When exactly is it '{0}'? State the condition.", IsCritical: false),
        new("weak_requirement", Weak(), "Is '{0}' required or not? Write must, or leave it out.", IsCritical: true),
        new("passive_actor", Passive(), "Who or what does it ('{0}')? Name the actor.", IsCritical: false),
        new("vague_timing", Timing(), "What does '{0}' mean in seconds, or after which event?", IsCritical: false),
        new("vague_behavior", Behavior(), "What exactly happens in '{0}'? State what can be observed.", IsCritical: false),
        new("unresolved_or", Or(), "Which one holds in '{0}', or when does each?", IsCritical: true),
        new("subjective_qualifier", Subjective(), "What makes it '{0}'? Give a measure.", IsCritical: false),
        new("external_reference", External(), "Which one is '{0}'? Name it and say what it demands.", IsCritical: false),
        new("unquantified_limit", Limit(), "How much is '{0}'? Give a number with a unit.", IsCritical: false),
    ];

    [GeneratedRegex(@"\b(some|many|few|several|various|numerous|multiple)[ \t]{1,4}(?<what>[\w-]{1,40})", Options)]
    private static partial Regex Quantifier();

    [GeneratedRegex(@"\betc\b\.?|\band so on\b|\band more\b|\bsimilar[ \t]{1,4}(?!to\b)[\w-]{1,40}|\b(things|features|items|tools|services|formats|cases|options|data)[ \t]{1,4}like[ \t]{1,4}[\w-]{1,40}", Options)]
    private static partial Regex Scope();

    [GeneratedRegex(@"\b(if applicable|when appropriate|where appropriate|as appropriate|as needed|when necessary|if necessary|if required|where possible|if possible)\b", Options)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\b(may|might|could|possibly|optionally)[ \t]{1,4}(be|have|include|support|allow)\b", Options)]
    private static partial Regex Weak();

    [GeneratedRegex(@"\b(is|are|will be|should be|must be|shall be)[ \t]{1,4}(handled|processed|validated|checked|verified|managed|stored|created|updated|deleted)\b(?![ \t]{1,4}(by|in|on|at|as)\b)", Options)]
    private static partial Regex Passive();

    [GeneratedRegex(@"\b(quickly|soon|immediately|eventually|periodically|regularly)\b", Options)]
    private static partial Regex Timing();

    [GeneratedRegex(@"\b(properly|correctly|appropriately|gracefully|adequately)[ \t]{1,4}(handle|process|validate|manage)[a-z]{0,3}\b|\b(handle|process|validate|manage)[a-z]{0,3}[ \t]{1,4}([\w-]{1,40}[ \t]{1,4}){0,3}(properly|correctly|appropriately|gracefully|adequately)\b", Options)]
    private static partial Regex Behavior();

    [GeneratedRegex(@"\b[\w-]{1,40}[ \t]{1,4}or[ \t]{1,4}[\w-]{1,40}[ \t]{1,4}(can|may|should|must|will)\b", Options)]
    private static partial Regex Or();

    [GeneratedRegex(@"\b(reasonable|appropriate|suitable|adequate|sufficient)[ \t]{1,4}(?<what>[\w-]{1,40})", Options)]
    private static partial Regex Subjective();

    [GeneratedRegex(@"\b(standard|typical|normal|usual|common)[ \t]{1,4}(practices?|behaviou?rs?|approach|ways?)\b", Options)]
    private static partial Regex External();

    [GeneratedRegex(@"\b(large|small|long|short|high|low|fast|slow)[ \t]{1,4}(number|amount|size|duration|latency|throughput)\b", Options)]
    private static partial Regex Limit();
}

/// <summary>One way.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Regex">Finds it in one line.</param>
/// <param name="Question">What to ask; {0} stands for the words.</param>
/// <param name="IsCritical">Nothing can be built before it is answered.</param>
internal sealed record AmbiguityPattern(string Name, Regex Regex, string Question, bool IsCritical)
{
    /// <summary>The question about what was found.</summary>
    public string Ask(Match match) => Question.Replace("{0}", match.Groups["what"] is { Success: true } what && Name == "vague_quantifier" ? what.Value : match.Value, StringComparison.Ordinal);
}
