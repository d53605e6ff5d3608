using System.Text;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Text;

/// <summary>Bytes of a file as text. Everything that is no text is told with its place instead of being replaced in silence.</summary>
internal static class SourceText
{
    /// <summary>The most bytes, and characters, that are read from one file.</summary>
    public const int MaxSize = 4 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes UTF-8, with or without a byte order mark.</summary>
    /// <returns>The text without the mark; null when it is no text or too large, which <paramref name="bag"/> then says.</returns>
    public static string? Decode(string path, ReadOnlySpan<byte> bytes, DiagnosticBag bag)
    {
        if (bytes.Length > MaxSize)
        {
            bag.Error(
                TextCodes.TooLarge, new Place(path), $"The file has {bytes.Length:N0} bytes.", $"At most {MaxSize:N0} are read.",
                "Split it.");
            return null;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            bag.Error(TextCodes.NotText, new Place(path, 1, 1), "The file is UTF-16.", "Only UTF-8 is read.", "Save it as UTF-8.");
            return null;
        }

        try
        {
            return Strict.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException broken)
        {
            var start = bytes.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            var before = bytes[..Math.Clamp(start + broken.Index, 0, bytes.Length)];
            var line = before.Count((byte)'\n') + 1;
            var column = before.Length - (before.LastIndexOf((byte)'\n') + 1) - (line == 1 ? Math.Min(start, before.Length) : 0) + 1;
            bag.Error(
                TextCodes.NotText,
                new Place(path, line, column),
                $"Byte 0x{(broken.BytesUnknown is [var first, ..] ? first : (byte)0):X2} is no UTF-8.",
                "Files are read as UTF-8.",
                "Save the file as UTF-8.");
            return null;
        }
    }

    /// <summary>Checks a text that was decoded elsewhere: size, control characters, broken surrogate pairs.</summary>
    /// <returns>The text without a byte order mark; null when <paramref name="bag"/> got an error.</returns>
    public static string? Check(string path, string text, LineMap lines, DiagnosticBag bag)
    {
        if (text.Length > MaxSize)
        {
            bag.Error(
                TextCodes.TooLarge,
                new Place(path),
                $"The text has {text.Length:N0} characters.",
                $"At most {MaxSize:N0} are read.",
                "Split it.");
            return null;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\t' or '\n' or '\r' || (c >= ' ' && c != '\x7F' && !char.IsSurrogate(c)))
            {
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            bag.Error(
                TextCodes.NotText,
                lines.At(i),
                $"The character U+{(int)c:X4} cannot stand in a text file.",
                "Control characters and halves of surrogate pairs are refused.",
                "Remove it, or write it as an escape in double quotes.");
            return null;
        }

        return text;
    }
}
