using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning.Files;

namespace Tasker.Planning.Documents;

/// <summary>
/// The text of a state for who writes it again and again: that of a task whose object nobody has asked for since is kept, so that a change costs what it
/// touches, and the copying of the rest. It is the same text, byte for byte, as <see cref="JsonFile.Format"/> makes.
/// </summary>
internal sealed class StateText
{
    private const string Tasks = "tasks";

    /// <summary>A task stands two objects deep, so it is written there, and cut out.</summary>
    private static readonly int Before = "{\n  \"x\": {\n    \"x\": "u8.Length;

    private static readonly int Behind = "\n  }\n}"u8.Length;

    private readonly Dictionary<PlanTask, byte[]> _known = [];
    private readonly ArrayBufferWriter<byte> _one = new();
    private int _size;

    /// <summary>The text.</summary>
    public ReadOnlyMemory<byte> Format(PlanState state)
    {
        var buffer = new ArrayBufferWriter<byte>(_size + (64 << 10));
        using (var writer = new Utf8JsonWriter(buffer, JsonFile.Style))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in state.Node)
            {
                writer.WritePropertyName(name);
                if (name == Tasks && value is JsonObject tasks)
                {
                    Write(writer, state, tasks);
                }
                else
                {
                    Write(writer, value);
                }
            }

            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        _size = buffer.WrittenCount;
        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter writer, PlanState state, JsonObject tasks)
    {
        writer.WriteStartObject();
        foreach (var (id, node) in tasks)
        {
            writer.WritePropertyName(id);
            if (state.Task(id) is { } task)
            {
                writer.WriteRawValue(Of(task), skipInputValidation: true);
            }
            else
            {
                Write(writer, node);
            }
        }

        writer.WriteEndObject();
    }

    private byte[] Of(PlanTask task)
    {
        if (!task.MayHaveChanged && _known.TryGetValue(task, out var text))
        {
            return text;
        }

        _one.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_one, JsonFile.Style))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("x");
            writer.WritePropertyName("x");
            task.Node.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        task.MayHaveChanged = false;
        return _known[task] = _one.WrittenSpan[Before..^Behind].ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        if (node is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            node.WriteTo(writer);
        }
    }
}
