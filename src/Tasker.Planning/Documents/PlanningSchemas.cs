using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Core.Values;
using Tasker.Core.Values.Indexes;
using Tasker.Core.Values.Schemas;
using Tasker.Planning.Files;

namespace Tasker.Planning.Documents;

/// <summary>
/// The JSON Schemas of every file of a plan, one each, with its version in its <c>$id</c>. What we write keeps to them; what others wrote is
/// read more tolerantly than they say, and checked by them where somebody asks.
/// </summary>
public static class PlanningSchemas
{
    /// <summary>The state: <c>state.json</c>.</summary>
    public const string State = "state";

    /// <summary>A task file.</summary>
    public const string Task = "task";

    /// <summary>A bundle.</summary>
    public const string Bundle = "bundle";

    /// <summary>A result.</summary>
    public const string Result = "result";

    /// <summary>The review of a specification.</summary>
    public const string SpecReview = "spec-review";

    private static readonly ConcurrentDictionary<string, JsonSchema> Read = new(StringComparer.Ordinal);

    /// <summary>All names, in the order in which a plan comes to be.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        State, "event", "spec-session", SpecReview, "spec-resolutions", "capability-map", "physical-map", "fsm-index", "fsm-states", "fsm-transitions", Task, "fsm-coverage-plan",
        Bundle, Result, "evidence", "snapshot", "checkpoint", "fsm-coverage-execute", "evaluation-report", "archive-manifest",
        "tracker-context", "tracker-mapping",
    ];

    /// <summary>The text of a schema.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string Text(string name)
    {
        using var stream = typeof(PlanningSchemas).Assembly.GetManifestResourceStream($"{name}.schema.json")
            ?? throw new ArgumentException($"There is no schema '{name}'.", nameof(name));
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    /// <summary>What is wrong with a document; empty when it keeps to its schema. At most 20 problems are told.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<SchemaProblem> Problems(string name, JsonNode document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Problems(name, JsonFile.Format(document).Span);
    }

    /// <summary>What is wrong with the bytes of a document that could be read.</summary>
    /// <inheritdoc cref="Problems(string, JsonNode)"/>
    internal static IReadOnlyList<SchemaProblem> Problems(string name, ReadOnlySpan<byte> document) =>
        [.. Schema(name).Problems(ValueJson.Read(JsonFile.WithoutMark(document))).Select(SchemaProblem.Of)];

    /// <summary>What is wrong with a file. One that is missing or no JSON object has one problem, at its root.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">The file.</param>
    internal static (JsonObject? Document, IReadOnlyList<SchemaProblem> Problems) ProblemsOfFile(string name, string path)
    {
        try
        {
            var document = JsonFile.Read(path, "The file", out var bytes);
            return (document, Problems(name, bytes));
        }
        catch (PlanningException unreadable)
        {
            return (null, [new SchemaProblem("/", unreadable.Message)]);
        }
    }

    /// <summary>
    /// The form of a schema, made anew: what it accepts surely keeps to it, and that is sooner known than what is wrong. Null: all has to be judged.
    /// </summary>
    internal static SchemaForm? Form(string name) =>
        JsonIndex.TryRead(Encoding.UTF8.GetBytes(Text(name))) is { } text ? SchemaForm.Of(text.Root) : null;

    private static JsonSchema Schema(string name) => Read.GetOrAdd(name, static name =>
        JsonSchema.Read(ValueJson.Read(Text(name)), out var problems)
        ?? throw new InvalidDataException($"The schema '{name}' of this program is wrong: {string.Join("; ", problems)}"));
}
