using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

public sealed class SideBySideTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(5_001)]
    public void Each_piece_is_done_once(int count)
    {
        var done = new int[count];

        SideBySide.Do(count, i => Interlocked.Increment(ref done[i]));

        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1_000)]
    public void What_goes_wrong_is_told(int count) => Assert.ThrowsAny<Exception>(() => SideBySide.Do(count, i =>
    {
        if (i == count - 1)
        {
            throw new InvalidOperationException("the last one");
        }
    }));
}
