using Tasker.Engine.Reading;
using static Tasker.Engine.Tests.TestEngine;

namespace Tasker.Engine.Tests;

public sealed class RunReaderTests
{
    [Fact]
    public async Task Run_is_read_as_it_was_at_each_append()
    {
        await using var engine = new TestEngine();
        await using var host = await engine.CreateAsync(Of(Step("a"), Step("b", "a")));
        var running = host.RunAsync(CancellationToken.None);
        (await engine.Executor.NextAsync()).Succeed();
        (await engine.Executor.NextAsync()).Succeed();
        await running.WaitAsync(TimeSpan.FromMinutes(1));

        var ends = await engine.Store.ReadAsync(Run, 0, CancellationToken.None).Select(s => s.Position + s.Count).ToListAsync();
        Assert.True(ends.Count > 2);
        foreach (var end in ends)
        {
            var then = await RunReader.ReadAsync(engine.Store, Run, null, CancellationToken.None, upTo: end);
            Assert.Equal(end, then.Position);
            Assert.Equal(end == ends[^1], then.HasEnded);
        }
    }
}
