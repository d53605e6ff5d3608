using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Reading;

/// <summary>What the metadata block of a phase task says: the first YAML block before the first phase.</summary>
internal sealed class MetadataReader(DiagnosticBag bag)
{
    private const int MostAttempts = 100;

    private static readonly YamlKeys Keys = YamlKeys.Of(
        "the metadata", "name", "description", "version", "maxExecutionTime", "retry", "requirements") with
    {
        Elsewhere = YamlKeys.Words(
            ("title", "name"), ("timeout", "maxExecutionTime"), ("max-execution-time", "maxExecutionTime"), ("inputs", "requirements"),
            ("retries", "retry")),
    };

    private static readonly YamlKeys RetryKeys = YamlKeys.Of("'retry'", "maxAttempts", "backoffMs") with
    {
        Elsewhere =
            YamlKeys.Words(("attempts", "maxAttempts"), ("max-attempts", "maxAttempts"), ("backoff", "backoffMs"), ("delay", "backoffMs")),
    };

    private static readonly (string Word, InputType Type)[] Types =
    [
        ("string", InputType.String), ("number", InputType.Number), ("boolean", InputType.Boolean), ("object", InputType.Map),
        ("array", InputType.List), ("any", InputType.Any),
    ];

    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = "string",
        ["integer"] = "number",
        ["int"] = "number",
        ["float"] = "number",
        ["bool"] = "boolean",
        ["list"] = "array",
        ["map"] = "object",
    };

    /// <summary>The words of the types, for messages.</summary>
    public static string TypeWords => string.Join(", ", Types.Select(t => t.Word));

    /// <summary>The word of a type.</summary>
    public static string WordOf(InputType type) => Array.Find(Types, t => t.Type == type).Word;

    public string? Name { get; private set; }

    public string Description { get; private set; } = "";

    public string Version { get; private set; } = "";

    public TimeSpan? MaxExecutionTime { get; private set; }

    public TaskRetry? Retry { get; private set; }

    public ImmutableArray<Requirement> Requirements { get; private set; } = [];

    /// <summary>Reads the block.</summary>
    /// <param name="path">The file.</param>
    /// <param name="block">The block.</param>
    public void Read(string path, MarkdownLines.Block block)
    {
        var own = new DiagnosticBag();
        if (YamlReader.Read(path, block.Text, own, block.FirstLine + 1) is { IsEmpty: false } node
            && YamlFields.Open(node, "The metadata", Keys, own) is { } fields)
        {
            Name = Word(fields, "name");
            Description = Word(fields, "description") ?? "";
            Version = Word(fields, "version") ?? "";
            MaxExecutionTime = fields.Node("maxExecutionTime") is { } limit ? Time(limit, "'maxExecutionTime'", own, zero: false) : null;
            Retry = fields.Node("retry") is { } retry ? RetryOf(retry, own) : null;
            Requirements = fields.Node("requirements") is { } map ? RequirementsOf(map, own) : [];
        }

        // Authors add keys of their own; that alone must not stop the work.
        bag.AddRange(own.ToImmutable().Select(d =>
            d.Code == TextCodes.UnknownKey ? d with { Severity = Severity.Warning, Why = $"It is passed over. {d.Why}" } : d));
    }

    /// <summary>How often something is tried: a number, or a map.</summary>
    public static TaskRetry? RetryOf(YamlNode node, DiagnosticBag bag)
    {
        if (node is YamlNode.Scalar { IsEmpty: false })
        {
            return YamlShapes.Integer(node, "'retry'", 1, MostAttempts, bag) is { } times
                ? TaskRetry.Usual with { MaxAttempts = times }
                : null;
        }

        if (YamlFields.Open(node, "'retry'", RetryKeys, bag) is not { } fields)
        {
            return null;
        }

        var attempts = fields.Integer("maxAttempts", 1, MostAttempts) ?? TaskRetry.Usual.MaxAttempts;
        var backoff = fields.Node("backoffMs") is { } wait ? Time(wait, "'backoffMs'", bag, zero: true) : null;
        return new TaskRetry(attempts, backoff ?? TaskRetry.Usual.Backoff);
    }

    /// <summary>A requirement as it is written: a name and the word of a type.</summary>
    public static Requirement? RequirementOf(string name, string word, string description, Place where, DiagnosticBag bag)
    {
        var type = word.Trim();
        var isOptional = type.EndsWith('?') || type.EndsWith("(optional)", StringComparison.OrdinalIgnoreCase);
        type = isOptional ? type[..type.LastIndexOfAny(['?', '('])].Trim() : type;
        if (name.Length is 0 or > 100 || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            bag.Error(
                PhaseCodes.BadValue, where, $"'{Excerpt.Of(name)}' cannot be the name of an input.",
                "A name has letters, digits, '_', '-' and '.'.", "Choose another name.");
            return null;
        }

        if (type.Length == 0)
        {
            return new Requirement(name, InputType.Any, isOptional, description, where);
        }

        if (Types.FirstOrDefault(t => t.Word.Equals(type, StringComparison.OrdinalIgnoreCase)) is { Word: not null } known)
        {
            return new Requirement(name, known.Type, isOptional, description, where);
        }

        bag.Error(
            PhaseCodes.UnknownType, where, $"The requirement '{Excerpt.Of(name)}' has the type '{Excerpt.Of(type)}'.",
            $"Types are {TypeWords}.",
            OtherWords.TryGetValue(type, out var meant)
                ? $"Did you mean '{meant}'?"
                : Suggestions.DidYouMean(type, Types.Select(t => t.Word), "Write one of them."));
        return null;
    }

    private static string? Word(YamlFields fields, string key) => fields.Node(key) is { IsEmpty: false } ? fields.Text(key)?.Trim() : null;

    private static TimeSpan? Time(YamlNode node, string name, DiagnosticBag bag, bool zero)
    {
        if (node is not YamlNode.Scalar { IsEmpty: false } scalar)
        {
            return YamlShapes.Duration(node, name, bag, zero);
        }

        // A number in quotes is a text without a unit.
        var problem = "";
        var isRead = scalar.Style is ScalarStyle.Plain
            ? TimeText.TryParse(scalar.Text, out var time, out problem)
            : Core.Times.DurationText.TryParse(scalar.Text, out time, out problem);
        if (isRead)
        {
            if (zero || time > TimeSpan.Zero)
            {
                return time;
            }

            problem = $"'{Excerpt.Of(scalar.Text)}' is no time at all";
        }

        bag.Error(PhaseCodes.BadValue, node.Place, $"{name} cannot be read: {problem}.", "",
            "Write a number and a unit, such as '5 minutes'; a bare number is milliseconds.");
        return null;
    }

    private static ImmutableArray<Requirement> RequirementsOf(YamlNode node, DiagnosticBag bag)
    {
        var found = ImmutableArray.CreateBuilder<Requirement>();
        foreach (var entry in node.IsEmpty ? [] : YamlShapes.Entries(node, "'requirements'", bag))
        {
            var word = entry.Value switch
            {
                { IsEmpty: true } => "",
                YamlNode.Scalar scalar => scalar.Text,
                _ => YamlShapes.Text(entry.Value, $"The type of '{Excerpt.Of(entry.Name)}'", bag),
            };
            var about = entry.Value is YamlNode.Scalar { Comment: var comment } ? comment : "";
            if (word is not null && RequirementOf(entry.Name, word, about, entry.Key.Place, bag) is { } requirement)
            {
                found.Add(requirement);
            }
        }

        return found.ToImmutable();
    }
}
