using System.Collections.Immutable;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>What the front matter of a task says, as it was written: nothing is judged yet but the shapes of values.</summary>
internal sealed class TaskKeys
{
    /// <summary>The id, with the spaces around it.</summary>
    public TaskText? Id { get; set; }

    /// <summary>What people call it; null also when the key is there and empty.</summary>
    public TaskText? Title { get; set; }

    /// <summary>True when the key is there, whatever stands behind it.</summary>
    public bool HasTitle { get; set; }

    /// <summary>The phase.</summary>
    public TaskText? Phase { get; set; }

    /// <summary>The expected time.</summary>
    public TaskText? Estimate { get; set; }

    /// <summary>How hard it is.</summary>
    public TaskText? Complexity { get; set; }

    /// <summary>How urgent it is.</summary>
    public TaskText? Priority { get; set; }

    /// <summary>What must be done before; null when the key is not there.</summary>
    public ImmutableArray<TaskText>? Dependencies { get; set; }

    /// <summary>What must be there before; null when the key is not there.</summary>
    public ImmutableArray<TaskText>? Inputs { get; set; }

    /// <summary>What must be there afterwards; null when the key is not there.</summary>
    public ImmutableArray<TaskText>? Outputs { get; set; }

    /// <summary>Takes them from a map that any YAML may have made; values of a wrong shape are told and left out.</summary>
    public static TaskKeys Of(YamlFields fields, FrontMatter front)
    {
        _ = List(fields, "skills_required", front);
        return new TaskKeys
        {
            Id = fields.Node("task_id") is { } id && fields.Filled("task_id") is { } text ? Scalar(text, id) : null,
            Title = Word(fields, "title"),
            HasTitle = fields.Has("title"),
            Phase = Word(fields, "phase"),
            Estimate = Word(fields, "estimated_duration"),
            Complexity = Word(fields, "complexity"),
            Priority = Word(fields, "priority"),
            Dependencies = List(fields, "dependencies", front),
            Inputs = List(fields, "inputs", front),
            Outputs = List(fields, "outputs", front),
        };
    }

    private static TaskText Scalar(string text, YamlNode node) => new(text, (ushort)node.Place.Line, node.Place.Column);

    private static TaskText Noted(TaskText text, string note) =>
        text with { IsModified = note.Contains("modified", StringComparison.OrdinalIgnoreCase) };

    private static TaskText? Word(YamlFields fields, string key) =>
        fields.Node(key) is { IsEmpty: false } node && fields.Filled(key) is { } text ? Scalar(text.Trim(), node) : null;

    private static ImmutableArray<TaskText>? List(YamlFields fields, string key, FrontMatter front)
    {
        if (fields.Node(key) is not { } node)
        {
            return null;
        }

        var items = node.IsEmpty ? [] : node is YamlNode.List list ? list.Items : [node];
        var texts = ImmutableArray.CreateBuilder<TaskText>(items.Length);
        foreach (var item in items)
        {
            if (YamlShapes.Filled(item, $"An item of '{key}'", fields.Bag) is { } text)
            {
                texts.Add(Noted(text.Trim(), item, front));
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>Without quotes the note is part of what YAML reads as the text.</summary>
    private static TaskText Noted(string text, YamlNode item, FrontMatter front)
    {
        var noted = Scalar(text, item);
        if (front.Notes.TryGetValue(noted.Line, out var note))
        {
            return Noted(noted, note);
        }

        var open = text.LastIndexOf(" (", StringComparison.Ordinal);
        return open > 0 && text[^1] == ')' && item is YamlNode.Scalar { Style: ScalarStyle.Plain }
            ? Noted(noted with { Text = text[..open].TrimEnd() }, text[(open + 2)..^1])
            : noted;
    }
}
