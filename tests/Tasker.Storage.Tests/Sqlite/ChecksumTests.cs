using System.Text;
using Tasker.Storage.Sqlite;

namespace Tasker.Storage.Tests.Sqlite;

public sealed class ChecksumTests
{
    // The check value of CRC-32C, and vectors of RFC 3720, B.4.
    [Fact]
    public void It_is_CRC_32C()
    {
        Assert.Equal(0xE3069283u, Checksum.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Checksum.Of(new byte[32]));
        Assert.Equal(0x46DD794Eu, Checksum.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, Checksum.Of([]));
    }

    [Fact]
    public void Place_and_number_of_a_segment_count_too()
    {
        var all = new[]
        {
            Checksum.OfSegment("r1", 1, 1, [1, 2, 3]),
            Checksum.OfSegment("r2", 1, 1, [1, 2, 3]),
            Checksum.OfSegment("r1", 2, 1, [1, 2, 3]),
            Checksum.OfSegment("r1", 1, 2, [1, 2, 3]),
            Checksum.OfSegment("r1", 1, 1, [1, 2, 3, 0]),
        };

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Checksum.OfSegment("r1", 1, 1, [1, 2, 3]));
    }
}
