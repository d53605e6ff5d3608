using System.Text.Json;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>Writes what was read, byte for byte as the same value is written that became a node. Nothing is made of it on the way.</summary>
internal static class PartText
{
    /// <summary>Writes a value that is there.</summary>
    public static void WriteTo(this JsonPart part, Utf8JsonWriter writer)
    {
        switch (part.Kind)
        {
            case JsonKind.Map:
                writer.WriteStartObject();
                foreach (var field in part.Inside)
                {
                    writer.WritePropertyName(field.NameBytes);
                    field.WriteTo(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonKind.List:
                writer.WriteStartArray();
                foreach (var item in part.Inside)
                {
                    if (item.Kind is JsonKind.Number)
                    {
                        item.ToNode()!.WriteTo(writer); // What is written raw gets no line of its own in a list.
                    }
                    else
                    {
                        item.WriteTo(writer);
                    }
                }

                writer.WriteEndArray();
                break;
            case JsonKind.Text:
                writer.WriteStringValue(part.Bytes);
                break;
            case JsonKind.Escaped:
                writer.WriteStringValue(part.Text);
                break;
            case JsonKind.True or JsonKind.False:
                writer.WriteBooleanValue(part.IsTrue);
                break;
            case JsonKind.Number:
                writer.WriteRawValue(part.Bytes, skipInputValidation: true);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
