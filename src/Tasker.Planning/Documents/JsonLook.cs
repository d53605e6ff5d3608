using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>
/// A look at a value of a document that changes nothing, whether it was read (a part of a text) or is being changed (a node). What is not
/// there, or is of another kind, reads as nothing.
/// </summary>
public readonly struct JsonLook
{
    private readonly JsonPart _part;
    private readonly JsonNode? _node;

    /// <summary>Looks at a text.</summary>
    public JsonLook(JsonPart part) => _part = part;

    /// <summary>Looks at a node.</summary>
    public JsonLook(JsonNode? node) => _node = node;

    /// <summary>True for an object.</summary>
    public bool IsObject => _node is null ? _part.IsMap : _node is JsonObject;

    /// <summary>True for a list.</summary>
    public bool IsList => _node is null ? _part.IsList : _node is JsonArray;

    /// <summary>True when nothing is there, or null.</summary>
    public bool IsNothing => _node is null && _part.Kind is JsonKind.Missing or JsonKind.Null;

    /// <summary>The text; null when it is none.</summary>
    public string? Text => _node is null ? _part.Text : _node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The number; null when it is none.</summary>
    public double? Number => _node is null ? _part.Number : JsonView.Number(_node);

    /// <summary>True only when it says so.</summary>
    public bool IsTrue => _node is null ? _part.IsTrue : _node is JsonValue value && value.GetValueKind() is JsonValueKind.True;

    /// <summary>True only for the word false.</summary>
    public bool IsFalse => _node is null ? _part.Kind is JsonKind.False : _node is JsonValue value && value.GetValueKind() is JsonValueKind.False;

    /// <summary>A field of an object.</summary>
    public JsonLook this[string name] => _node is null ? new JsonLook(_part.Field(name)) : new JsonLook((_node as JsonObject)?[name]);

    /// <summary>The items of a list; none when it is no list.</summary>
    public List<JsonLook> Items() => IsList ? Inside() : [];

    /// <summary>The items of a list that are objects.</summary>
    public List<JsonLook> Objects() => Items().FindAll(static item => item.IsObject);

    /// <summary>The values of the fields of an object; none when it is no object.</summary>
    public List<JsonLook> Fields() => IsObject ? Inside() : [];

    /// <summary>The same as a node of its own; null when nothing is there, or null.</summary>
    public JsonNode? Copy() => _node is not null ? _node.DeepClone() : _part.ToNode();

    /// <summary>Writes the value; it is there.</summary>
    internal void WriteTo(Utf8JsonWriter writer)
    {
        if (_node is null)
        {
            _part.WriteTo(writer);
        }
        else
        {
            _node.WriteTo(writer);
        }
    }

    /// <summary>True when it is this text.</summary>
    public bool Is(string text) => _node is null ? _part.Is(text) : Text == text;

    /// <summary>True when it is the list of these texts.</summary>
    public bool Lists(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (!IsList)
        {
            return false;
        }

        if (_node is not null)
        {
            return Items().Count == texts.Count && Texts() is var all && all.SequenceEqual(texts, StringComparer.Ordinal);
        }

        var count = 0;
        foreach (var item in _part.Inside)
        {
            if (count == texts.Count || !item.IsText || !item.Is(texts[count]))
            {
                return false;
            }

            count++;
        }

        return count == texts.Count;
    }

    /// <summary>The texts of a list; none when it is no list.</summary>
    public List<string> Texts()
    {
        if (_node is not null)
        {
            return JsonView.Texts(_node);
        }

        var texts = new List<string>();
        if (_part.IsList)
        {
            foreach (var item in _part.Inside)
            {
                if (item.Text is { } text)
                {
                    texts.Add(text);
                }
            }
        }

        return texts;
    }

    private List<JsonLook> Inside()
    {
        var inside = new List<JsonLook>();
        if (_node is null)
        {
            foreach (var part in _part.Inside)
            {
                inside.Add(new JsonLook(part));
            }
        }

        foreach (var node in _node switch { JsonArray items => items, JsonObject fields => fields.Select(field => field.Value), _ => [] })
        {
            inside.Add(new JsonLook(node));
        }

        return inside;
    }
}
