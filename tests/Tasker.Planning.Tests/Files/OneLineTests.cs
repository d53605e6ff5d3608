using Tasker.Planning.Files;

namespace Tasker.Planning.Tests.Files;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a\nb\r\nc\rd", "a b c d")]
    [InlineData("a\u0085b\u2028c\u2029d\fe", "a b c d e")]
    [InlineData("Käse 🙂", "Käse 🙂")]
    public void Every_line_end_becomes_a_blank(string text, string line) => Assert.Equal(line, OneLine.Of(text));
}
