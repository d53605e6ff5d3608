using System.Buffers;
using System.Text;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Cli.Diagnosing;

/// <summary>JSON for standard output: one object a line unless asked for in full, and always with its version.</summary>
internal static class JsonText
{
    /// <summary>The version of everything that the program writes as JSON.</summary>
    public const int Version = 1;

    /// <summary>JSON that something else writes, with its own version, on one line.</summary>
    public static string Raw(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = RelaxedEncoder.Instance }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>One object.</summary>
    /// <param name="fill">Writes its properties after <c>version</c>.</param>
    /// <param name="indented">True: for people to read; false: on one line.</param>
    public static string Object(Action<Utf8JsonWriter> fill, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = RelaxedEncoder.Instance }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            fill(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
