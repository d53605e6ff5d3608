using System.Text.Unicode;

namespace Tasker.Core.Values.Indexes;

/// <summary>One walk through a JSON text. Byte by byte: at the start of a program that is sooner done than with wide registers.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private const int BytesPerPlace = 8;

    private readonly ReadOnlySpan<byte> _text = text;
    private JsonIndex.Place[] _places = new JsonIndex.Place[(text.Length / BytesPerPlace) + 16];
    private int _count;
    private int _at;

    /// <summary>What was found.</summary>
    public readonly JsonIndex.Place[] Places => _places;

    /// <summary>Walks.</summary>
    /// <returns>False when the text is not one that the index reads.</returns>
    public bool Scan()
    {
        if (!Value(0))
        {
            return false;
        }

        Blanks();
        return _at == _text.Length;
    }

    private bool Value(int depth)
    {
        Blanks();
        if (_at >= _text.Length)
        {
            return false;
        }

        switch (_text[_at])
        {
            case (byte)'{':
                return depth < ValueJson.MaxDepth && Map(depth + 1);
            case (byte)'[':
                return depth < ValueJson.MaxDepth && List(depth + 1);
            case (byte)'"':
                return Text(JsonKind.Text);
            case (byte)'t':
                return Word("true"u8, JsonKind.True);
            case (byte)'f':
                return Word("false"u8, JsonKind.False);
            case (byte)'n':
                return Word("null"u8, JsonKind.Null);
            default:
                return Number();
        }
    }

    private bool Map(int depth)
    {
        var place = Add(JsonKind.Map, _at++);
        Blanks();
        if (!Is('}'))
        {
            do
            {
                Blanks();
                if (!Is('"') || !Text(JsonKind.Name))
                {
                    return false;
                }

                Blanks();
                if (!Take(':') || !Value(depth))
                {
                    return false;
                }

                Blanks();
            }
            while (Take(','));
        }

        return Take('}') && Close(place) && new JsonNames(_text, _places).AreDistinct(place);
    }

    private bool List(int depth)
    {
        var place = Add(JsonKind.List, _at++);
        Blanks();
        if (!Is(']'))
        {
            do
            {
                if (!Value(depth))
                {
                    return false;
                }

                Blanks();
            }
            while (Take(','));
        }

        return Take(']') && Close(place);
    }

    private bool Text(JsonKind kind)
    {
        var start = ++_at;
        var isWide = false;
        for (; _at < _text.Length && _text[_at] >= ' '; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                return (!isWide || Utf8.IsValid(_text[start.._at])) && CloseText(kind, start);
            }

            if (c == '\\')
            {
                if (kind is JsonKind.Name || !Escape())
                {
                    return false;
                }

                kind = JsonKind.Escaped;
            }

            isWide |= c >= 0x80;
        }

        return false;
    }

    private bool CloseText(JsonKind kind, int start)
    {
        var place = Add(kind, start);
        _places[place] = _places[place] with { End = _at++ };
        return true;
    }

    /// <summary>From the backslash to the last character of an escape. Half a surrogate pair is none.</summary>
    private bool Escape()
    {
        if (++_at >= _text.Length)
        {
            return false;
        }

        if (_text[_at] is not (byte)'u')
        {
            return _text[_at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t';
        }

        var unit = JsonEscapes.Unit(_text, _at + 1);
        _at += JsonEscapes.Digits;
        if (unit < 0 || !char.IsSurrogate((char)unit))
        {
            return unit >= 0;
        }

        var isPair = char.IsHighSurrogate((char)unit) && _text[(_at + 1)..].StartsWith("\\u"u8)
            && JsonEscapes.Unit(_text, _at + 3) is >= 0 and var low && char.IsLowSurrogate((char)low);
        _at += JsonEscapes.Digits + 2;
        return isPair;
    }

    private bool Word(ReadOnlySpan<byte> word, JsonKind kind)
    {
        if (!_text[_at..].StartsWith(word))
        {
            return false;
        }

        var place = Add(kind, _at);
        _at += word.Length;
        return Close(place);
    }

    private bool Number()
    {
        var place = Add(JsonKind.Number, _at);
        _ = Take('-');
        if (!Take('0') && !Digits())
        {
            return false;
        }

        if (Take('.') && !Digits())
        {
            return false;
        }

        if (Take('e') || Take('E'))
        {
            _ = Take('+') || Take('-');
            if (!Digits())
            {
                return false;
            }
        }

        return Close(place);
    }

    private bool Digits()
    {
        var start = _at;
        while (_at < _text.Length && (uint)(_text[_at] - '0') <= 9)
        {
            _at++;
        }

        return _at > start;
    }

    private void Blanks()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
        {
            _at++;
        }
    }

    private readonly bool Is(char c) => _at < _text.Length && _text[_at] == c;

    private bool Take(char c)
    {
        var there = Is(c);
        _at += there ? 1 : 0;
        return there;
    }

    private int Add(JsonKind kind, int start)
    {
        if (_count == _places.Length)
        {
            Array.Resize(ref _places, _places.Length * 2);
        }

        _places[_count] = new JsonIndex.Place(kind, start, start, _count + 1);
        return _count++;
    }

    private readonly bool Close(int place)
    {
        _places[place] = _places[place] with { End = _at, Next = _count };
        return true;
    }
}
