using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tasker.Formats.Drawing;

/// <summary>JSON: <c>{ version, name, hidden, nodes, groups, edges }</c>.</summary>
internal static class JsonGraph
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.Default };

    public static string Write(GraphModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("name", DrawnText.Plain(model.Title));
            json.WriteString("description", DrawnText.Plain(model.Description));
            json.WriteNumber("hidden", model.Hidden);
            Boxes(json, "groups", model.Root.Inside().Where(box => box.IsOpen));
            Boxes(json, "nodes", model.Root.Inside().Where(box => !box.IsOpen));
            json.WriteStartArray("edges");
            foreach (var edge in model.Edges)
            {
                json.WriteStartObject();
                json.WriteString("from", DrawnText.Plain(edge.From.Id));
                json.WriteString("to", DrawnText.Plain(edge.To.Id));
                json.WriteString("until", edge.Until.ToString().ToLowerInvariant());
                json.WriteBoolean("sequence", edge.BySequence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Boxes(Utf8JsonWriter json, string name, IEnumerable<GraphBox> boxes)
    {
        json.WriteStartArray(name);
        foreach (var box in boxes)
        {
            json.WriteStartObject();
            json.WriteString("id", DrawnText.Plain(box.Id));
            json.WriteString("title", DrawnText.Plain(box.Title));
            json.WriteString("kind", box.Kind.ToString().ToLowerInvariant());
            json.WriteString("caption", DrawnText.Plain(box.Caption));
            json.WriteString("group", DrawnText.Plain(box.Parent?.Id ?? ""));
            if (box.IsOpen)
            {
                json.WriteBoolean("sequence", box.IsSequence);
            }

            if (box.Status is { } status)
            {
                json.WriteString("status", status.ToString().ToLowerInvariant());
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
