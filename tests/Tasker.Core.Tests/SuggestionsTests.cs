using Tasker.Core.Diagnostics;

namespace Tasker.Core.Tests;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("biuld", "build")]
    [InlineData("BUILD", "build")]
    [InlineData("tets", "test")]
    public void A_near_miss_finds_the_name(string found, string expected) =>
        Assert.Equal(expected, Suggestions.Nearest(found, ["deploy", "build", "test"]));

    [Fact]
    public void Nothing_near_suggests_nothing() => Assert.Null(Suggestions.Nearest("xyzzy", ["deploy", "build"]));
}
