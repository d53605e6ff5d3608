using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>The canonical form of a workflow: what a run is frozen as, and what its hash is made of.</summary>
/// <remarks>
/// UTF-8 JSON in a fixed order of names; what is at its default is left out; times are whole numbers of 100 ns. Equal workflows give
/// equal bytes on every machine. <see cref="NodeSpec.Where"/> is left out, so a plan that is only moved about in its file keeps its hash.
/// The form carries its version; an older form stays readable.
/// </remarks>
public static class WorkflowCodec
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>How deep the form may be nested; a group takes two levels.</summary>
    internal const int MaxDepth = 512;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = RelaxedEncoder.Instance,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    /// <summary>The workflow in its canonical form.</summary>
    /// <exception cref="ArgumentException">A retry has a factor or jitter that is no finite number; a checked workflow has
    /// none.</exception>
    /// <exception cref="InvalidOperationException">Groups are nested deeper than 200; a checked workflow has 50 at most.</exception>
    public static byte[] Encode(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            new WorkflowWriter(writer).Write(workflow);
        }

        return IsMended(buffer.WrittenSpan) ? Encode(Decode(buffer.WrittenSpan)) : buffer.WrittenSpan.ToArray();
    }

    /// <summary>One step or group in its canonical form, with all that is in it.</summary>
    /// <inheritdoc cref="Encode"/>
    public static byte[] EncodeNode(NodeSpec node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            new WorkflowWriter(writer).Write(node);
        }

        return IsMended(buffer.WrittenSpan) ? EncodeNode(DecodeNode(buffer.WrittenSpan)) : buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes were not written by it; the message names the byte and what was expected.</exception>
    public static Workflow Decode(ReadOnlySpan<byte> encoded) => Decode(encoded, WorkflowReader.Workflow, "workflow");

    /// <summary>Reads what <see cref="EncodeNode"/> wrote.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static NodeSpec DecodeNode(ReadOnlySpan<byte> encoded) => Decode(encoded, WorkflowReader.Node, "node");

    /// <summary>
    /// The name of a workflow by its content: the first 32 hexadecimal digits, in small letters, of the SHA-256 of its canonical form.
    /// </summary>
    public static string Hash(ReadOnlySpan<byte> encoded) => Convert.ToHexStringLower(SHA256.HashData(encoded)[..16]);

    /// <summary>
    /// True when a text held half of a surrogate pair, for which the writer puts this escape. Read and written once more, it is the
    /// character itself, as it is ever after. A text that spells the escape out has a second backslash before it.
    /// </summary>
    private static bool IsMended(ReadOnlySpan<byte> encoded)
    {
        var escape = @"\uFFFD"u8;
        for (var rest = encoded; rest.IndexOf(escape) is var at and >= 0; rest = rest[(at + escape.Length)..])
        {
            var backslashes = at - (rest[..at].LastIndexOfAnyExcept((byte)'\\') + 1);
            if (backslashes % 2 == 0)
            {
                return true;
            }
        }

        return false;
    }

    private delegate T Reading<T>(ref Utf8JsonReader reader);

    private static T Decode<T>(ReadOnlySpan<byte> encoded, Reading<T> read, string what)
    {
        var reader = new Utf8JsonReader(encoded, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var value = read(ref reader);
            reader.Read(); // Throws when anything follows.
            return value;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException(
                $"The {what} cannot be read at byte {reader.TokenStartIndex} of {encoded.Length}: {wrong.Message}", wrong);
        }
    }
}
