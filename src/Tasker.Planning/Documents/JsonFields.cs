using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>Fields of JSON that somebody else wrote: what is missing or of another kind reads as nothing.</summary>
internal static class JsonFields
{
    /// <summary>A field; null when it is missing, or when this is no object.</summary>
    public static JsonNode? Field(this JsonNode? json, string name) => (json as JsonObject)?[name];

    /// <summary>A text; null when it is none. A number reads as its digits.</summary>
    public static string? Text(this JsonNode? json, string name) => json.Field(name).AsText();

    /// <summary>The value as a text; null when it is none.</summary>
    public static string? AsText(this JsonNode? json) => json is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        }
        : null;

    /// <inheritdoc cref="Text(JsonNode?, string)"/>
    public static string? Text(this JsonLook json, string name) => json[name].AsText();

    /// <inheritdoc cref="AsText(JsonNode?)"/>
    public static string? AsText(this JsonLook json) => json.Text ?? (json.Number is null ? null : json.Copy()!.ToJsonString());

    /// <summary>The first of several names that holds a text which is not blank.</summary>
    public static string? FirstText(this JsonNode? json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Text(name) is { } text && !string.IsNullOrWhiteSpace(text))
            {
                return text.Trim();
            }
        }

        return null;
    }

    /// <inheritdoc cref="FirstText(JsonNode?, ReadOnlySpan{string})"/>
    public static string? FirstText(this JsonLook json, string name) => json.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>True only for the literal true.</summary>
    public static bool Flag(this JsonNode? json, string name) => json.Field(name)?.GetValueKind() is JsonValueKind.True;

    /// <summary>A whole number; null when it is none.</summary>
    public static int? Number(this JsonNode? json, string name) =>
        JsonView.Number(json.Field(name)) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>The items of an array; empty when it is none.</summary>
    public static IEnumerable<JsonNode?> Items(this JsonNode? json, string name) => json.Field(name) as JsonArray ?? [];

    /// <inheritdoc cref="Texts(JsonNode?, string)"/>
    public static string[] Texts(this JsonLook json, string name)
    {
        var texts = new List<string>();
        foreach (var item in json[name].Items())
        {
            if (item.AsText() is { } text)
            {
                texts.Add(text);
            }
        }

        return [.. texts];
    }

    /// <summary>The texts of an array; other items are passed over.</summary>
    public static string[] Texts(this JsonNode? json, string name) => [.. json.Items(name).Select(AsText).OfType<string>()];
}
