using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Planning.Files;

namespace Tasker.Planning.Documents;

/// <summary>
/// The text of a state, in the style of <see cref="JsonFile.Format"/>. For who writes it again and again, that of a task whose object nobody has asked for
/// since is kept, so that a change costs what it touches, and the copying of the rest.
/// </summary>
internal sealed class StateText
{
    /// <summary>A task stands two objects deep, so it is written there, and cut out.</summary>
    private static readonly int Before = "{\n  \"x\": {\n    \"x\": "u8.Length;

    private static readonly int Behind = "\n  }\n}"u8.Length;

    private readonly Dictionary<PlanTask, byte[]> _known = new(ReferenceEqualityComparer.Instance);
    private readonly ArrayBufferWriter<byte> _one = new();
    private int _size;

    /// <summary>The text.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isKept">True when it will be written again.</param>
    public ReadOnlyMemory<byte> Format(PlanState state, bool isKept)
    {
        var buffer = new ArrayBufferWriter<byte>(_size + (64 << 10));
        using (var writer = new Utf8JsonWriter(buffer, JsonFile.Style))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in state.Node)
            {
                writer.WritePropertyName(name);
                if (name == PlanState.TasksField)
                {
                    Write(writer, state.Tasks, isKept);
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

    private void Write(Utf8JsonWriter writer, IReadOnlyList<PlanTask> tasks, bool isKept)
    {
        writer.WriteStartObject();
        foreach (var task in tasks)
        {
            writer.WritePropertyName(task.Id);
            if (isKept)
            {
                writer.WriteRawValue(Of(task), skipInputValidation: true);
            }
            else
            {
                task.Look.WriteTo(writer);
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
            task.Look.WriteTo(writer);
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
