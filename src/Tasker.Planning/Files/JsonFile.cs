using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Core.Values;
using Tasker.Core.Values.Indexes;
using Tasker.Engine.Files;

namespace Tasker.Planning.Files;

/// <summary>JSON files of a plan: read tolerantly, written in one style (two blanks, UTF-8, a line feed at the end), never half.</summary>
/// <remarks>Objects keep the order of their fields and every field that we do not know.</remarks>
public static class JsonFile
{
    /// <summary>Larger files are refused, bytes.</summary>
    public const long LargestSize = 256L << 20;

    private const FileAttributes NotThere = (FileAttributes)(-1);

    /// <summary>How JSON of others is read: a name that is there twice is a mistake told at once, not when it is looked at.</summary>
    internal static JsonDocumentOptions Reading => new() { AllowDuplicateProperties = false };

    /// <summary>How everything of a plan is written, to files and to standard output.</summary>
    public static JsonWriterOptions Style => new() { Indented = true, NewLine = "\n", Encoder = RelaxedEncoder.Instance };

    /// <summary>Reads an object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, for messages: <c>The capability map</c>.</param>
    /// <exception cref="PlanningException">It is not there, or is no JSON object.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static JsonObject Read(string path, string what) => Read(path, what, out _);

    /// <summary>Reads an object, and gives the bytes that it stands in.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    internal static JsonObject Read(string path, string what, out byte[] bytes) =>
        TryRead(path, what, out bytes) ?? throw new PlanningException(
            PlanningCodes.NotFound,
            Directory.Exists(Path.GetDirectoryName(path))
                ? $"{what} is missing: there is no file '{path}'."
                : $"{what} is missing: there is no folder '{Path.GetDirectoryName(path)}'.");

    /// <summary>Reads an object; null when there is no such file.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    public static JsonObject? TryRead(string path, string what) => TryRead(path, what, out _);

    /// <summary>Reads an object, and gives the bytes that it stands in; null, and no bytes, when there is no such file.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    internal static JsonObject? TryRead(string path, string what, out byte[] bytes)
    {
        var read = Bytes(path);
        bytes = read ?? [];
        return read is null ? null : Parse(read, path, what);
    }

    /// <summary>Reads an object from the bytes of a file.</summary>
    /// <inheritdoc cref="Read(string, string)"/>
    public static JsonObject Parse(ReadOnlyMemory<byte> bytes, string path, string what)
    {
        try
        {
            return JsonNode.Parse(WithoutMark(bytes.Span), documentOptions: Reading) as JsonObject
                ?? throw new PlanningException(PlanningCodes.Corrupt, $"{what} is no JSON object: '{path}'.");
        }
        catch (JsonException broken)
        {
            var place = broken.LineNumber is { } line ? $":{line + 1}:{(broken.BytePositionInLine ?? 0) + 1}" : "";
            throw new PlanningException(PlanningCodes.Corrupt, $"{what} is no valid JSON: {path}{place}: {Reason(broken)}");
        }
    }

    /// <summary>The object that a text is, as it stands there; null when <see cref="Parse"/> has to say what it is.</summary>
    internal static JsonPart? Look(ReadOnlyMemory<byte> bytes) =>
        JsonIndex.TryRead(bytes[(bytes.Length - WithoutMark(bytes.Span).Length)..]) is { Root: { IsMap: true } root } ? root : null;

    /// <summary>A text without the byte order mark that some editors put first.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>The bytes of a file; null when there is no such file. A pipe or a device is empty: opening a pipe waits for somebody who writes.</summary>
    /// <exception cref="PlanningException">It is larger than <see cref="LargestSize"/>, or a folder.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? Bytes(string path) => PlainFile.Read(path, (int)LargestSize) ?? BytesOfAny(path);

    /// <summary>The same for files of every kind, wherever they are: links, missing ones, those that cannot be read.</summary>
    /// <inheritdoc cref="Bytes"/>
    internal static byte[]? BytesOfAny(string path)
    {
        try
        {
            var found = new FileInfo(path);
            if (found.Attributes == NotThere)
            {
                return null; // Told by looking: an exception takes longer than reading a file.
            }

            if (found.LinkTarget is not null)
            {
                // A link has a length of its own, which says nothing about a pipe that it leads to.
                found = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            }

            if (found is { Exists: true, Length: 0 })
            {
                return [];
            }

            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length > LargestSize)
            {
                throw new PlanningException(PlanningCodes.Corrupt, $"'{path}' is larger than {LargestSize >> 20} MB.");
            }

            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var more)
            {
                read += more;
            }

            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new PlanningException(PlanningCodes.Corrupt, $"'{path}' is a folder; a file should be there. Name the file, or move the folder away.");
        }
    }

    /// <summary>An object in the one style.</summary>
    public static ReadOnlyMemory<byte> Format(JsonNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using (var writer = new Utf8JsonWriter(buffer, Style))
        {
            node.WriteTo(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Writes an object, whole or not at all. The folder is made when it is not there.</summary>
    /// <exception cref="IOException">It cannot be written; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; nothing has changed.</exception>
    public static Task WriteAsync(string path, JsonNode node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return AtomicFile.WriteAsync(path, Format(node), cancellationToken);
    }

    /// <summary>What the parser says, without its own way to tell the place.</summary>
    public static string Reason(JsonException broken)
    {
        ArgumentNullException.ThrowIfNull(broken);
        var end = broken.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = end > 0 ? broken.Message[..end] : broken.Message;
        return text.EndsWith('.') ? text : text + ".";
    }
}
