using System.Globalization;
using System.Text;
using Tasker.Planning.Fsm;

namespace Tasker.Planning.Interview;

/// <summary>A decision that is to be recorded.</summary>
public sealed record DecisionDraft
{
    /// <summary>What it is about, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why something had to be decided.</summary>
    public required string Context { get; init; }

    /// <summary>What was decided.</summary>
    public required string Decision { get; init; }

    /// <summary>What else was thought of, each as <c>Name: why not</c>.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>What follows from it.</summary>
    public IReadOnlyList<string> Consequences { get; init; } = [];

    /// <summary>Specifications that it is for, each as <c>name</c> or <c>name:Title</c>.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];

    /// <summary>The record whose place it takes; null: none.</summary>
    public int? Supersedes { get; init; }

    /// <summary>Other records that have to do with it.</summary>
    public IReadOnlyList<int> Related { get; init; } = [];

    /// <summary>The name of its file.</summary>
    internal string FileName(int number) => $"{DecisionRecords.Id(number)}-{FsmSlug.Of(Title, "decision")}.md";

    /// <summary>The record.</summary>
    internal string ToText(int number, DateTimeOffset now)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"# {DecisionRecords.Id(number)}: {SpecMarkdown.OneLine(Title)}\n\n- Status: accepted\n- Date: {now.UtcDateTime:yyyy-MM-dd}\n"));
        if (Supersedes is { } earlier)
        {
            text.Append($"- Supersedes: {DecisionRecords.Id(earlier)}\n");
        }

        if (Related.Count > 0)
        {
            text.Append($"- Related: {string.Join(", ", Related.Distinct().Order().Select(DecisionRecords.Id))}\n");
        }

        SpecMarkdown.Section(text, "Context", Context);
        SpecMarkdown.Section(text, "Decision", Decision);
        SpecMarkdown.Section(text, "Alternatives", Alternatives.Select(Bold));
        SpecMarkdown.Section(text, "Consequences", Consequences);
        SpecMarkdown.Section(text, "Applies to", AppliesTo.Select(Link));
        return text.ToString();
    }

    private static string Bold(string alternative) => alternative.Split(':', 2) is [var name, var why] ? $"**{name.Trim()}**: {why.Trim()}" : alternative;

    private static string Link(string spec)
    {
        var (slug, title) = spec.Split(':', 2) is [var name, var text] ? (name, text.Trim()) : (spec, spec);
        var file = FsmSlug.Of(slug, "spec");
        return $"[{title.Replace(']', ' ').Replace('[', ' ').Trim()}](../specs/{file}.md)";
    }
}
