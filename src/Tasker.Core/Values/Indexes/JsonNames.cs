using System.Text;

namespace Tasker.Core.Values.Indexes;

/// <summary>The names of one map.</summary>
internal readonly ref struct JsonNames(ReadOnlySpan<byte> text, JsonIndex.Place[] places)
{
    private const int Few = 32;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>True when no name is there twice. Names that come in order (T1, T2, T10) are told apart in one walk.</summary>
    /// <param name="map">The place of the map.</param>
    public bool AreDistinct(int map)
    {
        var (end, count, last, isRising) = (places[map].Next, 0, 0, true);
        for (var name = map + 1; name < end; name = places[name + 1].Next)
        {
            isRising = isRising && (last == 0 || IsBelow(last, name));
            (last, count) = (name, count + 1);
        }

        return isRising || (count <= Few ? DifferInPairs(map, end) : DifferInSet(map, end, count));
    }

    private bool IsBelow(int name, int other)
    {
        var a = Name(name);
        var b = Name(other);
        return a.Length < b.Length || (a.Length == b.Length && a.SequenceCompareTo(b) < 0);
    }

    private bool DifferInPairs(int map, int end)
    {
        for (var name = map + 1; name < end; name = places[name + 1].Next)
        {
            for (var other = map + 1; other < name; other = places[other + 1].Next)
            {
                var a = Name(name);
                var b = Name(other);
                if (a.Length == b.Length && a.SequenceEqual(b))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool DifferInSet(int map, int end, int count)
    {
        var seen = new HashSet<string>(count, StringComparer.Ordinal);
        for (var name = map + 1; name < end; name = places[name + 1].Next)
        {
            if (!seen.Add(Encoding.UTF8.GetString(Name(name))))
            {
                return false;
            }
        }

        return true;
    }

    private ReadOnlySpan<byte> Name(int place) => _text[places[place].Start..places[place].End];
}
