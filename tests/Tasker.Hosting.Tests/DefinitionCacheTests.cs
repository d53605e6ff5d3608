using System.Text;

namespace Tasker.Hosting.Tests;

public sealed class DefinitionCacheTests
{
    private static readonly byte[] Task = Encoding.UTF8.GetBytes("# T\n\n## Phase: One\n### Steps\n- measure: it\n");
    private readonly DefinitionCache _cache = new();

    [Fact]
    public void The_same_content_is_read_once_and_anything_else_anew()
    {
        var first = _cache.Read("t.md", Task, ["measure"]);

        Assert.Same(first.Value, _cache.Read("t.md", (byte[])Task.Clone(), ["measure"]).Value);
        Assert.NotSame(first.Value, _cache.Read("t.md", [.. Task, (byte)'\n'], ["measure"]).Value);
        Assert.NotSame(first.Value, _cache.Read("other.md", Task, ["measure"]).Value);
        Assert.NotSame(first.Value, _cache.Read("t.md", Task, []).Value);
    }

    [Fact]
    public void Only_so_much_is_kept()
    {
        var first = _cache.Read("t.md", Task, []);
        for (var i = 0; i < DefinitionCache.MostKept; i++)
        {
            _cache.Read($"t{i}.md", Task, []);
        }

        Assert.NotSame(first.Value, _cache.Read("t.md", Task, []).Value);
    }
}
