using System.Runtime.InteropServices;
using System.Text;

namespace Tasker.Core.Values.Indexes;

/// <summary>
/// A JSON text that was looked through once: where each of its values begins and ends. Nothing else is made of it; values are read from the
/// text when they are asked for.
/// </summary>
/// <remarks>
/// Much sooner ready than a tree of nodes, both at the start of a program and for a large text of which little is asked. What is read so is
/// read by System.Text.Json with the same meaning; the other way round, some rare texts (escapes in names) are left to it.
/// </remarks>
public sealed class JsonIndex
{
    private readonly Place[] _places;

    // The array under the text: fields are looked for again and again, and to ask a piece of memory for its bytes takes longer than to
    // compare them.
    private readonly byte[] _bytes;
    private readonly int _offset;

    private JsonIndex(ReadOnlyMemory<byte> text, Place[] places)
    {
        var held = MemoryMarshal.TryGetArray(text, out var array) ? array : new ArraySegment<byte>(text.ToArray());
        (Text, _places, _bytes, _offset) = (text, places, held.Array!, held.Offset);
    }

    /// <summary>The whole text. It must not change while the index is used.</summary>
    internal ReadOnlyMemory<byte> Text { get; }

    /// <summary>The value that the text is.</summary>
    public JsonPart Root => new(this, 0);

    /// <summary>Looks a text through.</summary>
    /// <param name="utf8">The text.</param>
    /// <returns>
    /// Null when it is no JSON, names a field twice, is nested deeper than <see cref="ValueJson.MaxDepth"/>, or has escapes in names: what
    /// is wrong with it, if anything, <see cref="System.Text.Json"/> says.
    /// </returns>
    public static JsonIndex? TryRead(ReadOnlyMemory<byte> utf8)
    {
        var scanner = new JsonScanner(utf8.Span);
        return scanner.Scan() ? new JsonIndex(utf8, scanner.Places) : null;
    }

    internal ref readonly Place At(int place) => ref _places[place];

    internal ReadOnlySpan<byte> TextAt(int place)
    {
        ref readonly var at = ref _places[place];
        return new ReadOnlySpan<byte>(_bytes, _offset + at.Start, at.End - at.Start);
    }

    /// <summary>The place of the value of a field.</summary>
    /// <param name="map">The place of the map.</param>
    /// <param name="name">The name of the field.</param>
    /// <returns>-1 when there is none.</returns>
    internal int FieldAt(int map, string name)
    {
        var end = _places[map].Next;
        for (var at = map + 1; at < end; at = _places[at + 1].Next)
        {
            if (IsAt(at, name))
            {
                return at + 1;
            }
        }

        return -1;
    }

    /// <summary>True when the name or the text at a place is this one. Escapes are not looked through.</summary>
    internal bool IsAt(int place, string text)
    {
        ref readonly var at = ref _places[place];
        var (start, length) = (_offset + at.Start, at.End - at.Start);
        if (length < text.Length)
        {
            return false; // No character is less than a byte.
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= 0x80)
            {
                return Encoding.UTF8.GetString(_bytes, start, length) == text;
            }

            if (_bytes[start + i] != text[i])
            {
                return false;
            }
        }

        return length == text.Length;
    }

    /// <summary>One value or name.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Start">Where it begins in the text; behind the quote of a text.</param>
    /// <param name="End">The end of it; the quote of a text does not belong to it.</param>
    /// <param name="Next">The place of what comes behind it and all that it holds.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Place(JsonKind Kind, int Start, int End, int Next);
}
