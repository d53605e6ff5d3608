using System.Buffers;
using System.Text.Encodings.Web;

namespace Tasker.Core.Values;

/// <summary>
/// Escapes exactly as <see cref="JavaScriptEncoder.UnsafeRelaxedJsonEscaping"/> does. That one takes longer to get ready than most
/// commands take to write what they answer, so it is only asked about a text in which there may be something to escape.
/// </summary>
public sealed class RelaxedEncoder : JavaScriptEncoder
{
    /// <summary>The one.</summary>
    public static readonly RelaxedEncoder Instance = new();

    private RelaxedEncoder()
    {
    }

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => UnsafeRelaxedJsonEscaping.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => !IsPlain(unicodeScalar) && UnsafeRelaxedJsonEscaping.WillEncode(unicodeScalar);

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var i = 0; i < utf8Text.Length; i++)
        {
            if (!IsPlain(utf8Text[i]))
            {
                return UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(utf8Text);
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (!IsPlain(text[i]))
            {
                return UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncode(text, textLength);
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    /// <inheritdoc/>
    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true) =>
        UnsafeRelaxedJsonEscaping.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock);

    /// <inheritdoc/>
    public override OperationStatus EncodeUtf8(
        ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true) =>
        UnsafeRelaxedJsonEscaping.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);

    /// <inheritdoc/>
    public override string Encode(string value) => UnsafeRelaxedJsonEscaping.Encode(value);

    /// <inheritdoc/>
    public override void Encode(TextWriter output, string value, int startIndex, int characterCount) =>
        UnsafeRelaxedJsonEscaping.Encode(output, value, startIndex, characterCount);

    /// <inheritdoc/>
    public override void Encode(TextWriter output, char[] value, int startIndex, int characterCount) =>
        UnsafeRelaxedJsonEscaping.Encode(output, value, startIndex, characterCount);

    /// <summary>True for what surely stays as it is.</summary>
    private static bool IsPlain(int c) => c is >= ' ' and < 0x7F and not '"' and not '\\';
}
