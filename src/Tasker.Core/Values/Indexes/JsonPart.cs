using System.Buffers.Text;
using System.Text;

namespace Tasker.Core.Values.Indexes;

/// <summary>One value of a JSON text. What is not there, or is of another kind, reads as nothing.</summary>
public readonly struct JsonPart
{
    private const int MostExactDigits = 15;

    private readonly JsonIndex? _index;
    private readonly int _place;

    internal JsonPart(JsonIndex? index, int place) => (_index, _place) = (index, place);

    /// <summary>What it is.</summary>
    public JsonKind Kind => _index is null ? JsonKind.Missing : _index.At(_place).Kind;

    /// <summary>True for a map.</summary>
    public bool IsMap => Kind is JsonKind.Map;

    /// <summary>True for a list.</summary>
    public bool IsList => Kind is JsonKind.List;

    /// <summary>True only for the word <c>true</c>.</summary>
    public bool IsTrue => Kind is JsonKind.True;

    /// <summary>True for a text.</summary>
    public bool IsText => Kind is JsonKind.Text or JsonKind.Escaped;

    /// <summary>The text; null when it is none.</summary>
    public string? Text => Kind switch
    {
        JsonKind.Text => Encoding.UTF8.GetString(Bytes),
        JsonKind.Escaped => JsonEscapes.Undo(Bytes),
        _ => null,
    };

    /// <summary>The number; null when it is none.</summary>
    public double? Number => Kind is JsonKind.Number ? NumberOf(Bytes) : null;

    /// <summary>Its own text: without the quotes of a text, whole for everything else.</summary>
    public ReadOnlySpan<byte> Bytes => _index is null ? default : _index.TextAt(_place);

    /// <summary>The same as memory; empty for what is not there.</summary>
    public ReadOnlyMemory<byte> Memory => _index is null ? default : _index.Text[_index.At(_place).Start.._index.At(_place).End];

    /// <summary>What it is called inside its map; empty elsewhere.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes);

    /// <summary>The same as UTF-8.</summary>
    public ReadOnlySpan<byte> NameBytes => HasName ? _index!.TextAt(_place - 1) : default;

    /// <summary>The values inside, in their order: fields of a map, items of a list; none for everything else.</summary>
    public Walk Inside => new(_index, Kind is JsonKind.Map or JsonKind.List ? _place : -1);

    /// <summary>How many values are directly inside.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var _ in Inside)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>A field of a map.</summary>
    public JsonPart Field(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsMap && _index!.FieldAt(_place, name) is >= 0 and var place ? new JsonPart(_index, place) : default;
    }

    /// <summary>True when it is this text.</summary>
    public bool Is(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Kind is JsonKind.Text ? _index!.IsAt(_place, text) : Text == text;
    }

    /// <summary>True when it is called so inside its map.</summary>
    public bool IsCalled(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HasName ? _index!.IsAt(_place - 1, name) : name.Length == 0;
    }

    private bool HasName => _index is not null && _place > 0 && _index.At(_place - 1).Kind is JsonKind.Name;

    private static double? NumberOf(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > MostExactDigits)
        {
            return Parsed(digits);
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return Parsed(digits);
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static double? Parsed(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out double number, out var read) && read == digits.Length ? number : null;

    /// <summary>A walk over the values inside another.</summary>
    public ref struct Walk
    {
        private readonly JsonIndex? _index;
        private readonly int _end;
        private int _next;

        internal Walk(JsonIndex? index, int place) =>
            (_index, _next, _end) = place < 0 ? (null, 0, 0) : (index, place + 1, index!.At(place).Next);

        /// <summary>The value that the walk is at.</summary>
        public JsonPart Current { get; private set; }

        /// <summary>Goes on.</summary>
        public bool MoveNext()
        {
            if (_next >= _end)
            {
                return false;
            }

            var value = _index!.At(_next).Kind is JsonKind.Name ? _next + 1 : _next;
            Current = new JsonPart(_index, value);
            _next = _index.At(value).Next;
            return true;
        }

        /// <summary>The walk itself, for <c>foreach</c>.</summary>
        public readonly Walk GetEnumerator() => this;
    }
}
