using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Testing;

/// <summary>Draws one workflow.</summary>
internal sealed class RandomWorkflow(Random random, WorkflowFeatures features)
{
    private const int MaxDepth = 5;

    private static readonly string[] Conditions =
        ["true", "false", "inputs.flag", "not inputs.flag", "inputs.n > 2", "'x' in inputs.list", "run.id != ''"];

    private static readonly string[] FaultyConditions = ["1 / 0 > 2", "inputs.nothing", "run.failed", "steps.s0.status == 'succeeded'"];
    private static readonly string[] FaultyLists = ["[]", "inputs.nothing"];
    private static readonly string[] FaultyChecks = ["false", "steps.nope.x > 1"];

    private readonly RandomDetails _details = new(random);
    private readonly List<Target> _targets = [];
    private ImmutableArray<PoolSpec> _pools = [];
    private int _made;

    public Workflow Create(int size)
    {
        _pools = Has(WorkflowFeatures.Pools)
            ? [.. Enumerable.Range(0, random.Next(3)).Select(i => new PoolSpec($"pool{i}", random.Next(1, 4)))]
            : [];
        var root = Group("", Math.Max(1, size), 0, 0);
        return new Workflow
        {
            Name = "random",
            Description = Has(WorkflowFeatures.Details) ? _details.Text() : "",
            FrontDoor = "test",
            Source = Has(WorkflowFeatures.Details) ? "plans/random.yaml" : "",
            Inputs =
            [
                new InputSpec("flag", InputType.Boolean, false, Value.True, "", []),
                new InputSpec("n", InputType.Number, false, Value.Of(3), "", [Value.Of(1), Value.Of(3)]),
                new InputSpec("list", InputType.List, false, new Value.List([Value.Of("x"), Value.Of("y")]), "Some items.", []),
            ],
            Env = Has(WorkflowFeatures.Details) ? _details.Env() : ImmutableSortedDictionary<string, string>.Empty,
            Labels = Has(WorkflowFeatures.Details) ? _details.Labels() : ImmutableSortedDictionary<string, string>.Empty,
            Pools = _pools,
            Root = root with { ForEach = null, Needs = [], Condition = null, Always = false },
        };
    }

    private GroupSpec Group(string id, int budget, int depth, int patterns)
    {
        var isPattern = depth > 0 && Chance(WorkflowFeatures.FanOut, 8);
        var before = _targets.Count;
        var inner = patterns + (isPattern ? 1 : 0);
        var needs = depth > 0 ? Needs(id) : [];
        var members = ImmutableArray.CreateBuilder<NodeSpec>();
        while (budget > 0)
        {
            var kind = budget > 1 && depth < MaxDepth && Chance(WorkflowFeatures.Groups, 4) ? "g" : "s";
            var name = (id.Length > 0 ? id + "/" : "") + kind + _made++;
            if (name[(name.LastIndexOf('/') + 1)..][0] == 'g')
            {
                var share = random.Next(1, budget);
                members.Add(Group(name, share, depth + 1, inner));
                budget -= share + 1;
            }
            else
            {
                members.Add(Step(name));
                budget--;
            }
        }

        if (isPattern)
        {
            _targets.RemoveRange(before, _targets.Count - before); // What is inside a pattern is only there in copies.
        }

        _targets.Add(new Target(id, StopsAtEnd: false));
        return Policies(new GroupSpec
        {
            Id = id,
            Needs = needs,
            Order = Has(WorkflowFeatures.Groups) ? (GroupOrder)random.Next(3) : GroupOrder.Graph,
            MaxParallel = Chance(WorkflowFeatures.GroupLimits, 3) ? random.Next(1, 4) : null,
            FailFast = Chance(WorkflowFeatures.Policies, 4),
            ForEach = isPattern
                ? new ForEachSpec(Faulty(random.Next(2) == 0 ? "inputs.list" : "[1, 2, 3]", FaultyLists), $"item{patterns}",
                    random.Next(2) == 0 ? 10_000 : 50)
                : null,
            Members = members.ToImmutable(),
        });
    }

    private StepSpec Step(string id)
    {
        var needs = Needs(id);
        var action = _details.Action(Has(WorkflowFeatures.Actions), Has(WorkflowFeatures.Details));
        if (action is StepAction.Check check)
        {
            action = check with { Expression = Faulty(check.Expression, FaultyChecks) };
        }

        var background = action is StepAction.Run && Chance(WorkflowFeatures.Backgrounds, 6)
            ? new BackgroundSpec((BackgroundEnd)random.Next(2), random.Next(3) == 0 ? "^ready" : null, random.Next(3) == 0 ? Time() : null)
            : null;
        _targets.Add(new Target(id, background?.AtEnd is BackgroundEnd.Stop));
        var step = new StepSpec
        {
            Id = id,
            Needs = needs,
            Action = action,
            Background = background,
            Pools = [.. _pools.Where(_ => random.Next(3) == 0).Select(p => p.Name)],
        };
        if (Has(WorkflowFeatures.Details))
        {
            step = step with { Monitors = _details.Monitors(), Outputs = _details.Outputs() };
        }

        return Policies(step);
    }

    private T Policies<T>(T node)
        where T : NodeSpec
    {
        node = node with
        {
            Condition = Chance(WorkflowFeatures.Conditions, 6)
                ? Faulty(Conditions[random.Next(Conditions.Length)], FaultyConditions)
                : null,
            Always = Chance(WorkflowFeatures.Always, 8),
            Retry = Chance(WorkflowFeatures.Retries, 4) ? Retry() : RetryPolicy.None,
            TimeLimit = Chance(WorkflowFeatures.TimeLimits, 6) ? Time() : null,
            OnFailure = Chance(WorkflowFeatures.Policies, 4) ? (FailurePolicy)random.Next(3) : FailurePolicy.Block,
            Priority = Chance(WorkflowFeatures.Priorities, 5) ? random.Next(-2, 5) : 0,
            Checkpoint = Chance(WorkflowFeatures.Priorities, 8) ? $"after-{node.Id.Replace('/', '-')}" : null,
        };
        return !Has(WorkflowFeatures.Details) || node.Id.Length == 0 ? node : node with
        {
            Title = random.Next(3) == 0 ? _details.Text() : "",
            Labels = random.Next(4) == 0 ? _details.Labels() : node.Labels,
            Where = new Place("plans/random.yaml", _made, 3),
        };
    }

    private ImmutableArray<Need> Needs(string id)
    {
        var parent = Parent(id);
        var needs = new Dictionary<string, Need>();
        for (var wanted = random.Next(4); wanted > 0 && _targets.Count > 0; wanted--)
        {
            var target = _targets[random.Next(_targets.Count)];
            if (Has(WorkflowFeatures.CrossNeeds) || Parent(target.Id) == parent)
            {
                var kind = target.StopsAtEnd && !Has(WorkflowFeatures.Faults) ? NeedKind.Started
                    : random.Next(2) == 0 ? NeedKind.Succeeded
                    : (NeedKind)random.Next(4);
                needs[target.Id] = new Need(target.Id, kind);
            }
        }

        return [.. needs.Values];
    }

    private static string Parent(string id) => id.LastIndexOf('/') is var slash and >= 0 ? id[..slash] : "";

    private RetryPolicy Retry() => random.Next(3) switch
    {
        0 => RetryPolicy.Times(random.Next(2, 5), TimeSpan.FromSeconds(random.Next(6))),
        1 => new RetryPolicy(random.Next(2, 4), TimeSpan.FromMilliseconds(250), TimeSpan.FromMinutes(1), 1.5, 0.25, []),
        _ => new RetryPolicy(random.Next(2, 4), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), 2, 0, [1, 75]),
    };

    private TimeSpan Time() => TimeSpan.FromMilliseconds(random.Next(1, 240) * 500);

    private bool Has(WorkflowFeatures feature) => features.HasFlag(feature);

    /// <summary>With faults, often something faulty in place of what is sound.</summary>
    private string Faulty(string sound, string[] faulty) =>
        Has(WorkflowFeatures.Faults) && random.Next(2) == 0 ? faulty[random.Next(faulty.Length)] : sound;

    /// <summary>Draws also when the feature is off, so that one feature less changes as little as possible of the rest.</summary>
    private bool Chance(WorkflowFeatures feature, int oneIn) => random.Next(oneIn) == 0 && Has(feature);

    private readonly record struct Target(string Id, bool StopsAtEnd);
}
