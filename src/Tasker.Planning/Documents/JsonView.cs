using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>
/// A JSON object seen through names. What is not there, or is of another kind, reads as nothing; what the view does not know stays as it is.
/// </summary>
/// <remarks>An object that was read is looked at where it stands in its text; nodes are made of it when somebody asks for them.</remarks>
public abstract class JsonView
{
    private JsonObject? _node;

    /// <param name="node">The object; changes go into it.</param>
    protected JsonView(JsonObject node) => _node = node;

    /// <param name="part">The object, as it was read.</param>
    protected JsonView(JsonPart part) => Part = part;

    /// <summary>The object itself; changes go into it.</summary>
    public JsonObject Node
    {
        get
        {
            MayHaveChanged = true;
            return _node ??= Made();
        }
    }

    /// <summary>True when the object was handed out since somebody has set this to false.</summary>
    internal bool MayHaveChanged { get; set; }

    /// <summary>The object as it was read; nothing where it was not.</summary>
    private protected JsonPart Part { get; }

    /// <summary>A look at the object.</summary>
    public JsonLook Look => _node is null ? new JsonLook(Part) : new JsonLook(_node);

    /// <summary>A text; null when there is none.</summary>
    public string? Text(string name) => Look[name].Text;

    /// <summary>A number; null when there is none.</summary>
    public double? Number(string name) => Look[name].Number;

    /// <summary>A whole number; null when there is none.</summary>
    public long? Whole(string name) => Number(name) is { } number && number is >= long.MinValue and < long.MaxValue ? (long)number : null;

    /// <summary>True only when it says so.</summary>
    public bool Flag(string name) => Look[name].IsTrue;

    /// <summary>The texts of a list; none when there is no list.</summary>
    public List<string> Texts(string name) => Look[name].Texts();

    /// <summary>The objects of a list; none when there is no list.</summary>
    public IEnumerable<JsonObject> Objects(string name) => Node[name] is JsonArray items ? items.OfType<JsonObject>() : [];

    /// <summary>An object inside; null when there is none.</summary>
    public JsonObject? Object(string name) => Node[name] as JsonObject;

    /// <summary>An object inside, made when it is not there.</summary>
    public JsonObject Inside(string name) => Inside(Node, name);

    /// <summary>Sets a field in its place, new ones at the end; null removes it.</summary>
    public void Set(string name, JsonNode? value)
    {
        if (value is null)
        {
            Node.Remove(name);
        }
        else
        {
            Node[name] = value;
        }
    }

    /// <summary>Sets a list of texts.</summary>
    public void Set(string name, IEnumerable<string> texts) => Node[name] = List(texts);

    /// <summary>A list of texts as JSON.</summary>
    public static JsonArray List(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var list = new JsonArray();
        foreach (var text in texts)
        {
            list.Add((JsonNode)JsonValue.Create(text));
        }

        return list;
    }

    /// <summary>The texts of a list; none when it is no list.</summary>
    public static List<string> Texts(JsonNode? node)
    {
        var texts = new List<string>();
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                if (item is JsonValue value && value.TryGetValue<string>(out var text))
                {
                    texts.Add(text);
                }
            }
        }

        return texts;
    }

    /// <summary>A number; null when it is none.</summary>
    public static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.Number ? AsDouble(value) : null;

    /// <summary>An object inside another, made when it is not there.</summary>
    public static JsonObject Inside(JsonObject node, string name)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node[name] is JsonObject found)
        {
            return found;
        }

        var made = new JsonObject();
        node[name] = made;
        return made;
    }

    /// <summary>The nodes of an object that was read.</summary>
    private protected virtual JsonObject Made() => (JsonObject)Part.ToNode()!;

    /// <summary>Values that were read and values that were set are kept differently.</summary>
    private static double? AsDouble(JsonValue value) =>
        value.TryGetValue<double>(out var real) ? real
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small
        : null;
}
