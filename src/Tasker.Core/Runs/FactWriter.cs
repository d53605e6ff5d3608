using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Values;

namespace Tasker.Core.Runs;

/// <summary>Writes the small numbers and texts that facts are made of.</summary>
internal readonly ref struct FactWriter(IBufferWriter<byte> buffer)
{
    public void Byte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    /// <summary>A number from 0 up, seven bits to a byte, the low ones first.</summary>
    public void Number(long value)
    {
        var rest = (ulong)value;
        var span = buffer.GetSpan(10);
        var at = 0;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[at++] = (byte)rest;
        buffer.Advance(at);
    }

    /// <summary>A number of either sign.</summary>
    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        buffer.Write(bytes);
    }

    public void Value(Value value) => Text(ValueJson.Write(value));

    public void Values(ImmutableArray<Value> values)
    {
        Number(values.Length);
        foreach (var value in values)
        {
            Value(value);
        }
    }

    public void Time(DateTimeOffset at) => Signed((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
}
