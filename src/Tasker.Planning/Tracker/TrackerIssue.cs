using System.Text;
using System.Text.Json.Nodes;
using Tasker.Core.Diagnostics;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Tracker;

/// <summary>An issue as an agent has written it about a task: <c>T001-enriched.json</c>.</summary>
/// <param name="Title">In one line.</param>
/// <param name="Description">What is to be done.</param>
/// <param name="Priority">0 critical, 1 high, 2 medium, 3 low.</param>
/// <param name="Type">bug, feature or task.</param>
/// <param name="Labels">Words to find it by; that of the task is always one of them.</param>
internal sealed record TrackerIssue(string Title, string Description, int Priority, string Type, IReadOnlyList<string> Labels)
{
    /// <summary>A program gets so much as one argument and no more, bytes.</summary>
    private const int LongestText = 96 << 10;

    private static readonly string[] Priorities = ["critical", "high", "medium", "low"];
    private static readonly string[] Types = ["bug", "feature", "task", "epic", "chore"];

    /// <summary>The word for the phase of a task: the first phases are done first.</summary>
    public static string PriorityOf(int phase) => phase switch { 1 => "critical", 2 => "high", 3 or 4 => "medium", _ => "low" };

    /// <summary>The label that names the task of an issue.</summary>
    public static string LabelOf(string task) => $"tasker:{task}";

    /// <summary>Reads one; what it does not say comes from the context of its task.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">The context of the task.</param>
    /// <exception cref="PlanningException">The file is missing or broken, or holds what is no issue.</exception>
    public static TrackerIssue Read(string path, JsonObject context)
    {
        var node = JsonFile.Read(path, "The issue");
        var id = context.Text("task_id")!;
        if (node.FirstText("task_id", "id") is { } other && TaskIds.IsValid(other) && other != id)
        {
            throw new PlanningException(PlanningCodes.Schema, $"'{path}' is the issue of {other}, not of {id}.");
        }

        var description = new StringBuilder(node.FirstText("description", "body") ?? "");
        if (description.Length == 0)
        {
            throw new PlanningException(PlanningCodes.Schema, $"'{path}' has no 'description'.");
        }

        foreach (var (title, field) in new[] { ("Design", "design"), ("Acceptance criteria", "acceptance_criteria"), ("Acceptance criteria", "acceptance"), ("Notes", "notes") })
        {
            if (Part(node[field]) is { Length: > 0 } part)
            {
                description.Append($"\n\n## {title}\n\n{part}");
            }
        }

        if (Encoding.UTF8.GetByteCount(description.ToString()) > LongestText)
        {
            throw new PlanningException(PlanningCodes.Schema, $"The description in '{path}' is longer than {LongestText >> 10} KB.");
        }

        var task = context["task"];
        string[] labels = [.. node.Field("labels") is JsonArray ? node.Texts("labels") : context.Texts("suggested_labels"), LabelOf(id)];
        return new TrackerIssue(
            OneLine(node.FirstText("title", "name") ?? task.FirstText("name") ?? id),
            description.ToString(),
            NumberOf(node["priority"], context.Text("suggested_priority")!, path),
            Word(node.FirstText("type", "issue_type") ?? (task.Text("task_type") switch { "bugfix" => "bug", "feature" or null => "feature", _ => "task" }), Types, "type", path),
            [.. labels.Select(label => label.Replace(',', '-').Trim()).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>What makes the program create it. Values stand behind an equals sign, so none is taken for an option.</summary>
    /// <param name="reference">What it is found by afterwards.</param>
    public IReadOnlyList<string> Arguments(string reference) =>
        ["create", $"--title={Title}", $"--description={Description}", $"--type={Type}", $"--priority={Priority}", $"--labels={string.Join(',', Labels)}", $"--external-ref={reference}", "--json"];

    private static int NumberOf(JsonNode? given, string suggested, string path)
    {
        var word = given.AsText()?.Trim().ToLowerInvariant() ?? suggested;
        return word is ['p', _] or [_] && word[^1] is >= '0' and <= '3' ? word[^1] - '0' : Array.IndexOf(Priorities, Word(word, Priorities, "priority", path));
    }

    private static string Word(string word, string[] known, string what, string path) => Array.IndexOf(known, word.ToLowerInvariant()) is >= 0 and var at ? known[at]
        : throw new PlanningException(PlanningCodes.Schema, $"'{word}' in '{path}' is no {what}. {Suggestions.DidYouMean(word, known, $"It is one of {string.Join(", ", known)}.")}");

    /// <summary>A part may be a text, a list of texts, or a list of criteria.</summary>
    private static string? Part(JsonNode? part) => part is JsonArray items
        ? string.Join('\n', items.Select(item => item.AsText() ?? item.FirstText("criterion", "name", "text")).OfType<string>().Select(item => $"- {item.Trim()}"))
        : part.AsText()?.Trim();

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
