using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Testing;

/// <summary>Workflows drawn from a seed: sound (no cycle, no unknown name), and the same for the same arguments on every machine.</summary>
/// <remarks>
/// A node needs only nodes that are complete before it in declaration order, so walking the tree from top to bottom is always one
/// possible run. A background step that is stopped at the end of its group is only ever waited for until it is up.
/// </remarks>
public static class RandomWorkflows
{
    /// <summary>A workflow of about so many nodes besides the root, at least 1.</summary>
    public static Workflow Create(int seed, int size, WorkflowFeatures features = WorkflowFeatures.All) =>
        new RandomWorkflow(new Random(seed), features).Create(size);

    /// <summary>Seeds and sizes for a property; shrinks towards fewer nodes.</summary>
    public static Arbitrary<(int Seed, int Size)> Seeds(int largest = 60) =>
        Arb.From(
            from seed in Gen.Choose(0, int.MaxValue)
            from size in Gen.Choose(1, largest)
            select (seed, size),
            drawn => Smaller(drawn.Item2).Select(size => (drawn.Item1, size)));

    /// <summary><c>s0 &lt;- s1 &lt;- s2 …</c></summary>
    public static Workflow Chain(int steps, StepAction? action = null) =>
        Graph("chain", steps, action, i => i == 0 ? [] : [i - 1]);

    /// <summary>Steps that need nothing.</summary>
    public static Workflow Fan(int steps, StepAction? action = null) => Graph("fan", steps, action, _ => []);

    /// <summary>Layers of steps, each of which needs so many of the layer before.</summary>
    public static Workflow Layered(int steps, int width, int needs, StepAction? action = null) =>
        Graph("layered", steps, action, i => i < width
            ? []
            : [.. Enumerable.Range(0, Math.Min(needs, width)).Select(n => (((i / width) - 1) * width) + (((i % width) + n) % width))]);

    /// <summary>One step, two that need it, one that needs both, and so on.</summary>
    public static Workflow Diamonds(int steps, StepAction? action = null) =>
        Graph("diamonds", steps, action, i => (i % 3) switch
        {
            0 => i == 0 ? [] : [i - 2, i - 1],
            1 => [i - 1],
            _ => [i - 2],
        });

    /// <summary>Sequences of so many steps each, side by side.</summary>
    public static Workflow Sequences(int groups, int stepsEach, StepAction? action = null) => new()
    {
        Name = "sequences",
        FrontDoor = "test",
        Root = new GroupSpec
        {
            Id = "",
            Members =
            [
                .. Enumerable.Range(0, groups).Select(g => new GroupSpec
                {
                    Id = $"g{g}",
                    Order = GroupOrder.Sequence,
                    Members = [.. Enumerable.Range(0, stepsEach).Select(s => Step($"g{g}/s{s}", action, []))],
                }),
            ],
        },
    };

    private static Workflow Graph(string name, int steps, StepAction? action, Func<int, ImmutableArray<int>> needs)
    {
        var members = ImmutableArray.CreateBuilder<NodeSpec>(steps);
        for (var i = 0; i < steps; i++)
        {
            members.Add(Step($"s{i}", action, [.. needs(i).Select(n => new Need($"s{n}"))]));
        }

        return new Workflow
        {
            Name = name,
            FrontDoor = "test",
            Root = new GroupSpec { Id = "", Members = members.MoveToImmutable() },
        };
    }

    private static StepSpec Step(string id, StepAction? action, ImmutableArray<Need> needs) =>
        new() { Id = id, Needs = needs, Action = action ?? new StepAction.Custom("noop", Value.Map.Empty) };

    private static IEnumerable<int> Smaller(int size)
    {
        for (var less = size / 2; less > 0; less /= 2)
        {
            yield return size - less;
        }
    }
}
