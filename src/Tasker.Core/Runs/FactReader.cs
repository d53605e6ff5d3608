using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Values;

namespace Tasker.Core.Runs;

/// <summary>Reads what <see cref="FactWriter"/> wrote.</summary>
/// <exception cref="FormatException">The bytes end too early or make no sense.</exception>
internal ref struct FactReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }

    public readonly bool AtEnd => Offset >= _bytes.Length;

    public byte Byte() => Offset < _bytes.Length ? _bytes[Offset++] : throw Truncated();

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new FormatException($"The number at byte {Offset} is too long.");
    }

    public int Int()
    {
        var value = Number();
        return value is >= 0 and <= int.MaxValue
            ? (int)value
            : throw new FormatException($"The number before byte {Offset} is out of range.");
    }

    public long Signed()
    {
        var value = (ulong)Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Int();
        if (length > _bytes.Length - Offset)
        {
            throw Truncated();
        }

        var slice = _bytes.Slice(Offset, length);
        Offset += length;
        return slice;
    }

    public string Text()
    {
        var utf8 = Bytes();
        return utf8.IsEmpty ? "" : Encoding.UTF8.GetString(utf8);
    }

    public Value Value()
    {
        try
        {
            return ValueJson.Read(Bytes());
        }
        catch (System.Text.Json.JsonException wrong)
        {
            throw new FormatException($"The value before byte {Offset} is no JSON: {wrong.Message}", wrong);
        }
    }

    public Value.Map Map() => Value() as Value.Map ?? throw new FormatException($"The value before byte {Offset} is no map.");

    public ImmutableArray<Value> Values()
    {
        var count = Int();
        var values = ImmutableArray.CreateBuilder<Value>(Math.Min(count, 1024));
        for (var i = 0; i < count; i++)
        {
            values.Add(Value());
        }

        return values.ToImmutable();
    }

    public DateTimeOffset Time()
    {
        var micros = Signed();
        return Math.Abs(micros) < 100_000_000_000_000_000
            ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
            : throw new FormatException($"The time before byte {Offset} is out of range.");
    }

    private readonly FormatException Truncated() => new($"The facts end in the middle of one, at byte {Offset}.");
}
