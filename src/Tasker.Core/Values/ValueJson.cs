using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Tasker.Core.Values;

/// <summary>Values as JSON text and back.</summary>
public static class ValueJson
{
    /// <summary>How deep a value may be nested before it is refused.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = RelaxedEncoder.Instance,
        MaxDepth = MaxDepth + 2,
    };

    /// <summary>The value as compact JSON. Not-a-number and infinities are written as <c>null</c>.</summary>
    public static string Write(Value value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the value where a JSON value may stand.</summary>
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case Value.Null:
                writer.WriteNullValue();
                break;
            case Value.Bool b:
                writer.WriteBooleanValue(b.Truth);
                break;
            case Value.Number { Amount: var amount } when !double.IsFinite(amount):
                writer.WriteNullValue();
                break;
            case Value.Number { Amount: var amount } when amount == Math.Floor(amount) && Math.Abs(amount) < 1e15:
                writer.WriteNumberValue((long)amount);
                break;
            case Value.Number n:
                writer.WriteNumberValue(n.Amount);
                break;
            case Value.Text t:
                writer.WriteStringValue(t.Content);
                break;
            case Value.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Value.Map map:
                writer.WriteStartObject();
                foreach (var name in map.Names)
                {
                    writer.WritePropertyName(name);
                    Write(writer, map.Fields[name]);
                }

                writer.WriteEndObject();
                break;
            default:
                throw new UnreachableException($"ValueJson has no case for {value?.GetType().Name}.");
        }
    }

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested deeper than <see cref="MaxDepth"/>.</exception>
    public static Value Read(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        var value = Read(ref reader);
        return reader.Read() ? throw new JsonException("There is more after the value.") : value;
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static Value Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the value that the reader stands on; afterwards the reader stands on its last token.</summary>
    public static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return Value.None;
            case JsonTokenType.True:
                return Value.True;
            case JsonTokenType.False:
                return Value.False;
            case JsonTokenType.Number:
                return Value.Of(reader.GetDouble());
            case JsonTokenType.String:
                return Value.Of(reader.GetString());
            case JsonTokenType.StartArray:
                var items = ImmutableArray.CreateBuilder<Value>();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new Value.List(items.ToImmutable());
            case JsonTokenType.StartObject:
                var fields = new List<KeyValuePair<string, Value>>();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fields.Add(new(name, Read(ref reader)));
                }

                return Value.Map.From(fields);
            default:
                throw new JsonException($"A value cannot begin with {reader.TokenType}.");
        }
    }
}
