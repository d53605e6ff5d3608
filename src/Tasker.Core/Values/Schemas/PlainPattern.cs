namespace Tasker.Core.Values.Schemas;

/// <summary>
/// A regular expression of the simplest kind: from beginning to end, each part a character or a set of them, as often as it says, and no
/// part may begin with what the one before it may go on with. It is matched in one walk.
/// </summary>
internal sealed class PlainPattern
{
    private readonly List<Part> _parts = [];

    private PlainPattern()
    {
    }

    /// <summary>The pattern; null when it is of another kind.</summary>
    public static PlainPattern? Of(string pattern)
    {
        if (!pattern.StartsWith('^') || !pattern.EndsWith('$'))
        {
            return null;
        }

        var (plain, at) = (new PlainPattern(), 1);
        while (at < pattern.Length - 1)
        {
            if (!plain.Read(pattern, ref at))
            {
                return null;
            }
        }

        return plain.IsPlain() ? plain : null;
    }

    /// <summary>True when a text matches.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var at = 0;
        foreach (var part in _parts)
        {
            var count = 0;
            while (count < part.Most && at < text.Length && part.Holds(text[at]))
            {
                (at, count) = (at + 1, count + 1);
            }

            if (count < part.Least)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private bool Read(string pattern, ref int at)
    {
        var set = new bool[128];
        if (pattern[at] == '[')
        {
            var end = pattern.IndexOf(']', at);
            if (end < 0 || !Fill(set, pattern.AsSpan(at + 1, end - at - 1)))
            {
                return false;
            }

            at = end + 1;
        }
        else if (char.IsAsciiLetterOrDigit(pattern[at]) || pattern[at] is '-' or '_' or '/' or ':')
        {
            set[pattern[at++]] = true;
        }
        else
        {
            return false;
        }

        var (least, most) = (1, 1);
        switch (pattern[at])
        {
            case '+':
                (most, at) = (int.MaxValue, at + 1);
                break;
            case '*':
                (least, most, at) = (0, int.MaxValue, at + 1);
                break;
            case '?':
                (least, at) = (0, at + 1);
                break;
            case '{':
                var end = pattern.IndexOf('}', at);
                var bounds = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
                if (bounds.Length is not (1 or 2) || !int.TryParse(bounds[0], out least) || !int.TryParse(bounds[^1], out most))
                {
                    return false;
                }

                at = end + 1;
                break;
        }

        _parts.Add(new Part(set, least, most));
        return true;
    }

    private static bool Fill(bool[] set, ReadOnlySpan<char> inside)
    {
        for (var i = 0; i < inside.Length; i++)
        {
            var isRange = i + 2 < inside.Length && inside[i + 1] == '-';
            var (first, last) = (inside[i], isRange ? inside[i + 2] : inside[i]);
            if (!char.IsAsciiLetterOrDigit(first) || !char.IsAsciiLetterOrDigit(last))
            {
                return false;
            }

            for (var c = first; c <= last; c++)
            {
                set[c] = true;
            }

            i += isRange ? 2 : 0;
        }

        return inside.Length > 0;
    }

    /// <summary>
    /// A part that may take more or less is told from all behind it by its characters, up to the first that must be there.
    /// </summary>
    private bool IsPlain()
    {
        for (var i = 0; i < _parts.Count; i++)
        {
            for (var next = i + 1; next < _parts.Count && _parts[i].Least != _parts[i].Most; next++)
            {
                if (_parts[i].Meets(_parts[next]))
                {
                    return false;
                }

                if (_parts[next].Least > 0)
                {
                    break;
                }
            }
        }

        return true;
    }

    private sealed record Part(bool[] Set, int Least, int Most)
    {
        public bool Holds(byte c) => c < Set.Length && Set[c];

        public bool Meets(Part other)
        {
            for (var i = 0; i < Set.Length; i++)
            {
                if (Set[i] && other.Set[i])
                {
                    return true;
                }
            }

            return false;
        }
    }
}
