using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Tasker.Storage.Sqlite;

/// <summary>CRC-32C, by the processor where it can.</summary>
internal static class Checksum
{
    /// <summary>Of a segment: also of where it belongs, so that a segment in another's place is found.</summary>
    public static uint OfSegment(string runId, long position, int count, ReadOnlySpan<byte> facts)
    {
        Span<byte> place = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(place, position);
        BinaryPrimitives.WriteInt32LittleEndian(place[8..], count);
        return ~Continue(Continue(Continue(~0u, Encoding.UTF8.GetBytes(runId)), place), facts);
    }

    /// <summary>Of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(~0u, bytes);

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var octet in bytes)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return crc;
    }
}
