using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Core.Workflows.Checks;
using Tasker.Testing;

namespace Tasker.Core.Tests.Runs;

/// <summary>
/// What is added to a run is held to the same law as a whole workflow, and finding that out costs what the addition touches.
/// </summary>
public sealed class AdditionLaws
{
    private const int Drawn = 2_000;

    [Fact]
    public void An_addition_is_refused_exactly_when_the_whole_run_with_it_would_wait_for_itself()
    {
        var (refused, taken) = (0, 0);
        Prop.ForAll(RandomWorkflows.Seeds(30), drawn =>
        {
            var random = new Random(drawn.Item1);
            var plan = new RunPlan(RandomWorkflows.Create(drawn.Item1, drawn.Item2, WorkflowFeatures.Rules));
            for (var round = 0; round < 4; round++)
            {
                var (parent, nodes) = Addition(random, plan, round);
                var whole = AdditionChecks.WaitProblem(plan.Grown(0, parent, nodes));
                var own = plan.WaitProblem(parent, nodes);
                Assert.True(whole is null == own is null,
                    $"Added to '{plan[parent].Id}': {string.Join(", ", nodes.Select(n => n.Id))}. The whole: {whole}; the addition: {own}");
                if (own is null)
                {
                    plan.AddMembers(parent, nodes);
                    taken++;
                }
                else
                {
                    refused++;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Drawn));
        Assert.True(refused > Drawn / 10 && taken > Drawn / 10, $"{refused} refused, {taken} taken: the law has not seen both.");
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Looking_for_a_circle_does_not_depend_on_the_size_of_the_run(int size)
    {
        var plan = new RunPlan(RandomWorkflows.Chain(size));
        var last = plan.Count - 1;

        Assert.False(AdditionWaits.MayCircle(plan, 0, [(last, NeedKind.Passed)], out var looked));

        Assert.InRange(looked, 1, 10);
    }

    [Fact]
    public void Nodes_that_are_added_one_by_one_are_those_of_a_workflow_that_had_them_from_the_beginning()
    {
        var whole = new RunPlan(RandomWorkflows.Layered(200, 10, 3));
        var grown = new RunPlan(RandomWorkflows.Layered(10, 10, 3));
        for (var node = grown.Count; node < whole.Count; node++)
        {
            grown.AddMembers(0, [whole[node]]);
        }

        for (var node = 0; node < whole.Count; node++)
        {
            Assert.Equal(whole.EdgesOf(node).ToArray(), grown.EdgesOf(node).ToArray());
            Assert.Equal(whole.MembersOf(node).ToArray(), grown.MembersOf(node).ToArray());
        }
    }

    /// <summary>One to three new nodes in a group: steps, services, a group with a step; they need old nodes and one another.</summary>
    private static (int Parent, ImmutableArray<NodeSpec> Nodes) Addition(Random random, RunPlan plan, int round)
    {
        int[] groups = [.. Enumerable.Range(0, plan.Count).Where(n => plan[n] is GroupSpec { ForEach: null })];
        var parent = groups[random.Next(groups.Length)];
        var prefix = plan[parent].Id.Length == 0 ? "" : plan[parent].Id + "/";
        string[] names = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => $"{prefix}new{round}-{i}")];
        return (parent, [.. names.Select(NodeSpec (name) => random.Next(4) switch
        {
            0 => new GroupSpec { Id = name, Needs = Needs(name), Members = [Step($"{name}/in")] },
            1 => Step(name) with { Background = new BackgroundSpec((BackgroundEnd)random.Next(2), null, null) },
            _ => Step(name),
        })]);

        StepSpec Step(string id) => new() { Id = id, Needs = Needs(id), Action = new StepAction.Run(CommandSpec.Shell("late")) };

        ImmutableArray<Need> Needs(string id) =>
        [
            .. Enumerable.Range(0, random.Next(3))
                .Select(_ => random.Next(5) == 0 ? names[random.Next(names.Length)] : plan[random.Next(1, plan.Count)].Id)
                .Where(n => n != id).Distinct().Select(n => new Need(n, random.Next(3) == 0 ? NeedKind.Started : NeedKind.Passed)),
        ];
    }
}
