using System.Globalization;
using System.Text;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Interview;

/// <summary>A session as a specification for people. What is not known is said, not made up.</summary>
internal static class SpecMarkdown
{
    private const string Unknown = "Not decided yet.";

    /// <summary>Fields whose heading is written although they are empty, because a specification would be none without them.</summary>
    private static readonly string[] Needed = ["goal", "non_goals", "done_means", "workflows"];

    /// <summary>The specification.</summary>
    public static string Of(SpecSession session, DateTimeOffset now)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"# {OneLine(session.Topic)}\n\nWritten {now.UtcDateTime:yyyy-MM-dd} from the session in phase {session.Phase}.\n"));
        foreach (var field in SpecField.All)
        {
            var values = field.Of(session);
            if (values.Count == 0 && !Needed.Contains(field.Name))
            {
                continue;
            }

            if (field.IsList)
            {
                Section(text, field.Title, values.Count == 0 ? [Unknown] : values);
            }
            else
            {
                Section(text, field.Title, values.Count == 0 ? Unknown : values[0]);
            }
        }

        Section(text, "Answered questions", session.Objects("resolved_questions").Select(one => $"**{OneLine(one.Text("question") ?? "")}** {OneLine(one.Text("resolution") ?? "")}"));
        Section(text, "Decisions", session.Objects("decisions").Select(one => $"{OneLine(one.Text("decision") ?? "")}{(one.FirstText("adr_id") is { } adr ? $" ({adr})" : "")}"));
        Section(text, "Open questions", [.. session.Open("blocking").Select(question => $"{question} (blocks)"), .. session.Open("non_blocking")]);
        return text.ToString();
    }

    /// <summary>A section of prose.</summary>
    public static void Section(StringBuilder text, string title, string prose) => text.Append($"\n## {title}\n\n{Escaped(prose.ReplaceLineEndings("\n").Trim())}\n");

    /// <summary>A section with a list; nothing when it is empty.</summary>
    public static void Section(StringBuilder text, string title, IEnumerable<string> items)
    {
        var all = items.ToArray();
        if (all.Length > 0)
        {
            text.Append($"\n## {title}\n\n").AppendJoin('\n', all.Select(item => $"- {OneLine(item)}")).Append('\n');
        }
    }

    /// <summary>A text on one line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Prose must not become headings of the document around it.</summary>
    private static string Escaped(string prose) => string.Join('\n', prose.Split('\n').Select(line => line.StartsWith('#') ? $"\\{line}" : line));
}
