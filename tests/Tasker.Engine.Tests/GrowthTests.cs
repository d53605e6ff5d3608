using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Engine.Hosting;
using Tasker.Engine.Ports;
using Tasker.Testing.Executors;
using static Tasker.Engine.Tests.TestEngine;

namespace Tasker.Engine.Tests;

public sealed class GrowthTests
{
    [Fact]
    public async Task What_is_there_before_the_last_attempt_ends_is_part_of_the_run()
    {
        var growth = new Growth();
        await using var engine = new TestEngine
        {
            Executor = new ScriptedExecutor
            {
                Rule = order =>
                {
                    growth.Put(order.Key.ToString() == "r1/a/1" ? [new RunInput.AddNodes(0, [Step("late", "a")])] : []);
                    return AttemptEnd.Done;
                },
            },
        };
        await using var host = await RunHost.CreateAsync(engine.Parts() with
        {
            Growth = growth,
        }, Of(Step("a")), Run, Value.Map.Empty, CancellationToken.None);

        var run = await host.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((RunStatus.Succeeded, 2), (run.Status, run.StepsThat(NodeStatus.Succeeded)));
        Assert.Equal(["r1/a/1", "r1/late/1"], engine.Executor.Log);
        Assert.Equal(2, (await engine.ReadAsync()).StepCount);
    }

    [Fact]
    public async Task A_refused_addition_is_told_before_the_next_one_is_asked_for()
    {
        var growth = new Growth();
        growth.Put([new RunInput.AddNodes(0, [Step("x", "nobody")]), new RunInput.AddNodes(0, [Step("y")])]);
        await using var engine = new TestEngine { Executor = new ScriptedExecutor { Rule = _ => AttemptEnd.Done } };
        await using var host = await RunHost.CreateAsync(engine.Parts() with
        {
            Growth = growth,
        }, Of(Step("a")), Run, Value.Map.Empty, CancellationToken.None);

        await host.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["asked x", "refused x", "asked y"], growth.Log);
        Assert.Equal(["r1/a/1", "r1/y/1"], engine.Executor.Log.Order(StringComparer.Ordinal));
    }

    private sealed class Growth : IGrowth
    {
        private volatile RunInput.AddNodes[] _more = [];

        public List<string> Log { get; } = [];

        public bool HasMore => _more.Length > 0;

        public void Put(RunInput.AddNodes[] more) => _more = more;

        public IEnumerable<RunInput.AddNodes> Take(RunState view)
        {
            var more = _more;
            _more = [];
            foreach (var addition in more)
            {
                Log.Add($"asked {addition.Nodes[0].Id}");
                yield return addition;
            }
        }

        public void Refuse(RunInput.AddNodes addition, string why) => Log.Add($"refused {addition.Nodes[0].Id}");
    }
}
