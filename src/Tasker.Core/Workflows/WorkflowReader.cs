using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>Reads the canonical form. Every method begins on the first token of what it reads and ends on the last one.</summary>
/// <remarks>
/// Strict: an unknown name may change what the workflow does, so it is refused. Throws what <see cref="WorkflowCodec"/> turns into one
/// message.
/// </remarks>
internal static partial class WorkflowReader
{
    private static readonly ImmutableSortedDictionary<string, string> NoTexts = ImmutableSortedDictionary<string, string>.Empty;

    private delegate T Item<T>(ref Utf8JsonReader reader);

    public static Workflow Workflow(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var workflow = new Workflow { Name = null!, FrontDoor = null!, Root = null! };
        var version = 0;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("v"u8))
            {
                version = Int(ref reader);
                _ = version == WorkflowCodec.Version ? version : throw new FormatException(
                    $"it has the form {version}, and this version of Tasker reads {WorkflowCodec.Version}");
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                workflow = workflow with { Name = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("description"u8))
            {
                workflow = workflow with { Description = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("frontDoor"u8))
            {
                workflow = workflow with { FrontDoor = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("source"u8))
            {
                workflow = workflow with { Source = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("inputs"u8))
            {
                workflow = workflow with { Inputs = List(ref reader, Input) };
            }
            else if (reader.ValueTextEquals("env"u8))
            {
                workflow = workflow with { Env = Texts(ref reader) };
            }
            else if (reader.ValueTextEquals("pools"u8))
            {
                workflow = workflow with { Pools = List(ref reader, Pool) };
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                workflow = workflow with { Labels = Texts(ref reader) };
            }
            else if (reader.ValueTextEquals("root"u8))
            {
                Advance(ref reader);
                workflow = workflow with { Root = Node(ref reader) as GroupSpec ?? throw new FormatException("the root is no group") };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        _ = version > 0 ? version : throw Missing("v");
        return workflow with
        {
            Name = workflow.Name ?? throw Missing("name"),
            FrontDoor = workflow.FrontDoor ?? throw Missing("frontDoor"),
            Root = workflow.Root ?? throw Missing("root"),
        };
    }

    private static InputSpec Input(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var input = new InputSpec("", InputType.Any, false, Value.None, "", []);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                input = input with { Name = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                input = input with { Type = WorkflowWords.Read<InputType>(Text(ref reader), WorkflowWords.Of) };
            }
            else if (reader.ValueTextEquals("required"u8))
            {
                input = input with { Required = Flag(ref reader) };
            }
            else if (reader.ValueTextEquals("default"u8))
            {
                Advance(ref reader);
                input = input with { Default = ValueJson.Read(ref reader) };
            }
            else if (reader.ValueTextEquals("description"u8))
            {
                input = input with { Description = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("choices"u8))
            {
                input = input with { Choices = List(ref reader, ValueJson.Read) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return input;
    }

    private static PoolSpec Pool(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var (name, limit) = ((string?)null, 0);
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = Text(ref reader);
            }
            else if (reader.ValueTextEquals("limit"u8))
            {
                limit = Int(ref reader);
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return new PoolSpec(name ?? throw Missing("name"), limit);
    }

    private static void Begin(ref Utf8JsonReader reader, JsonTokenType expected)
    {
        if (reader.TokenType != expected)
        {
            throw new FormatException($"{expected} is expected, and {reader.TokenType} is there");
        }
    }

    /// <summary>Steps to the next name of an object; false at its end.</summary>
    private static bool Next(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.TokenType is JsonTokenType.PropertyName;
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new FormatException("it ends too early");
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.GetString() ?? throw new FormatException("a text is expected, and null is there");
    }

    private static int Int(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.GetInt32();
    }

    private static double Number(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.GetDouble();
    }

    private static bool Flag(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return reader.GetBoolean();
    }

    private static TimeSpan Time(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        return new TimeSpan(reader.GetInt64());
    }

    /// <summary>Gathers in a rented array, so that many short lists leave nothing for the garbage collector.</summary>
    private static ImmutableArray<T> List<T>(ref Utf8JsonReader reader, Item<T> item)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartArray);
        var (items, count) = (ArrayPool<T>.Shared.Rent(16), 0);
        while (true)
        {
            Advance(ref reader);
            if (reader.TokenType is JsonTokenType.EndArray)
            {
                var list = ImmutableArray.Create(items.AsSpan(0, count));
                Return(items, count);
                return list;
            }

            if (count == items.Length)
            {
                var larger = ArrayPool<T>.Shared.Rent(count * 2);
                items.AsSpan().CopyTo(larger);
                Return(items, count);
                items = larger;
            }

            items[count++] = item(ref reader);
        }
    }

    private static void Return<T>(T[] items, int used)
    {
        items.AsSpan(0, used).Clear(); // Else the pool would hold on to what was read.
        ArrayPool<T>.Shared.Return(items);
    }

    private static string TextItem(ref Utf8JsonReader reader) =>
        reader.GetString() ?? throw new FormatException("a text is expected, and null is there");

    private static int IntItem(ref Utf8JsonReader reader) => reader.GetInt32();

    private static ImmutableSortedDictionary<string, string> Texts(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (Next(ref reader))
        {
            var name = reader.GetString()!;
            texts[name] = Text(ref reader);
        }

        return texts.ToImmutable();
    }

    private static FormatException Missing(string name) => new($"'{name}' is missing");

    private static FormatException Unknown(ref Utf8JsonReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 40)]);
        return new FormatException($"'{name}' is no name that this version of Tasker knows there");
    }
}
