using System.Text.Json.Nodes;
using Tasker.Core.Diagnostics;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Interview;

/// <summary>A part of a specification that a session holds.</summary>
/// <param name="Name">Its field.</param>
/// <param name="Inside">The object that it stands in; empty: the session itself.</param>
/// <param name="Title">Its heading in the specification.</param>
/// <param name="IsList">True: it has several items.</param>
public sealed record SpecField(string Name, string Inside, string Title, bool IsList)
{
    private const string InScope = "scope";
    private const string InHandoff = "handoff";

    /// <summary>All of them, in the order of the specification.</summary>
    public static IReadOnlyList<SpecField> All { get; } =
    [
        new("goal", InScope, "Goal", IsList: false),
        new("non_goals", InScope, "Non-goals", IsList: true),
        new("done_means", InScope, "Done means", IsList: true),
        new("tech_stack", InScope, "Tools", IsList: false),
        new("entry_point", InScope, "Entry point", IsList: false),
        new("workflows", "", "Workflows", IsList: true),
        new("invariants", "", "Invariants", IsList: true),
        new("interfaces", "", "Interfaces", IsList: true),
        new("architecture", "", "Architecture", IsList: true),
        new("what_to_build", InHandoff, "What to build", IsList: true),
        new("must_preserve", InHandoff, "What must be preserved", IsList: true),
        new("blocking_conditions", InHandoff, "What blocks", IsList: true),
    ];

    /// <summary>The field of a name; hyphens count as underscores.</summary>
    /// <exception cref="PlanningException">There is none.</exception>
    public static SpecField Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var word = name.Replace('-', '_');
        return All.FirstOrDefault(field => field.Name == word) ?? throw new PlanningException(
            PlanningCodes.NotFound, $"A session has no field '{name}'. {Suggestions.DidYouMean(word, All.Select(field => field.Name), $"Fields are: {string.Join(", ", All.Select(field => field.Name))}.")}");
    }

    /// <summary>What a session holds of it; empty when it is not set.</summary>
    public IReadOnlyList<string> Of(SpecSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var node = (Inside.Length == 0 ? session.Node : session.Object(Inside)).Field(Name);
        return node switch
        {
            JsonArray items => [.. items.Select(Told).OfType<string>()],
            null => [],
            _ => Told(node) is { } text && !string.IsNullOrWhiteSpace(text) ? [text] : [],
        };
    }

    /// <summary>Sets it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="values">What it is; several for a list. None: it is no longer set.</param>
    /// <param name="add">True: they come behind what is there.</param>
    /// <exception cref="PlanningException">It is no list, and several are given.</exception>
    public void Set(SpecSession session, IReadOnlyList<string> values, bool add)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(values);
        var told = values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim()).ToArray();
        if (!IsList && (told.Length > 1 || add))
        {
            throw new PlanningException(PlanningCodes.Usage, $"'{Name}' is one text, no list: write it in quotation marks, and without --add.");
        }

        var node = Inside.Length == 0 ? session.Node : session.Inside(Inside);
        node[Name] = IsList ? JsonView.List(add ? Of(session).Concat(told).Distinct(StringComparer.Ordinal) : told)
            : told.Length == 0 ? null : JsonValue.Create(told[0]);
    }

    /// <summary>Other programs keep objects with a name and more where we keep texts.</summary>
    private static string? Told(JsonNode? item) => item.AsText() ?? item.FirstText("name", "title", "rule", "description") ?? item?.ToJsonString();
}
