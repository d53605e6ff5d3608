using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Workflows;

public sealed class NodeNamesTests
{
    private static readonly HashSet<string> Ids =
        ["build", "test", "a", "a/build", "a/b", "a/b/test", "a/b/x", "a/test", "c", "c/deep/x", "c/test"];

    [Theory]
    [InlineData("a/b/x", "test", "a/b/test")]
    [InlineData("a/b/x", "build", "a/build")]
    [InlineData("a/b/x", "c", "c")]
    [InlineData("a/b/x", "c/deep/x", "c/deep/x")]
    [InlineData("a/b/x", "b/test", "a/b/test")]
    [InlineData("test", "build", "build")]
    [InlineData("a/build", "build", "build")]
    [InlineData("a/test", "a/build", "a/build")]
    [InlineData("c", "c", "c")]
    [InlineData("", "build", "build")]
    [InlineData("a/b/x", "nobody", null)]
    [InlineData("a/b/x", "", null)]
    public void A_name_means_the_nearest_node_from_the_inside_out(string from, string name, string? expected) =>
        Assert.Equal(expected, NodeNames.Resolve(from, name, Ids.Contains));

    [Fact]
    public void A_name_that_no_id_could_have_means_nothing() =>
        Assert.Null(NodeNames.Resolve("a", new string('x', 100_000), _ => throw new InvalidOperationException("Not asked.")));
}
