using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Testing;

namespace Tasker.Core.Tests.Workflows;

public sealed class WorkflowCodecTests
{
    private static readonly Workflow Sample = new()
    {
        Name = "release",
        FrontDoor = "yaml",
        Source = "release.yaml",
        Inputs = [new InputSpec("version", InputType.String, true, Value.None, "What to release.", [Value.Of("1"), Value.Of(2)])],
        Env = ImmutableSortedDictionary<string, string>.Empty.Add("b", "2").Add("A", "1"),
        Pools = [new PoolSpec("gpu", 2)],
        Root = new GroupSpec
        {
            Id = "",
            TimeLimit = TimeSpan.FromHours(1),
            Members =
            [
                new StepSpec { Id = "build", Action = new StepAction.Run(CommandSpec.Shell("make \"all\" < in")), Pools = ["gpu"] },
                new StepSpec
                {
                    Id = "ask",
                    Needs = [new Need("build"), new Need("all", NeedKind.Ended)],
                    Action = new StepAction.Approve("Go on?"),
                    Retry = new RetryPolicy(3, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 1.5, 0.1, [75]),
                    Where = new Place("release.yaml", 7, 3),
                },
                new GroupSpec { Id = "all", Order = GroupOrder.Sequence, MaxParallel = 1, ForEach = new ForEachSpec("inputs.list") },
            ],
        },
    };

    [Fact]
    public void The_form_is_pinned()
    {
        var encoded = WorkflowCodec.Encode(Sample);

        Assert.Equal(
            """
            {"v":1,"name":"release","frontDoor":"yaml","source":"release.yaml",
            "inputs":[{"name":"version","type":"string","required":true,"description":"What to release.","choices":["1",2]}],
            "env":{"A":"1","b":"2"},"pools":[{"name":"gpu","limit":2}],
            "root":{"id":"","timeLimit":36000000000,"members":[
            {"id":"build","run":"make \"all\" < in","pools":["gpu"]},
            {"id":"ask","needs":["build",{"ended":"all"}],
            "retry":{"attempts":3,"delay":10000000,"maxDelay":600000000,"factor":1.5,"jitter":0.1,"exitCodes":[75]},"approve":"Go on?"},
            {"id":"all","order":"sequence","maxParallel":1,"forEach":{"items":"inputs.list","as":"item","maxItems":10000},"members":[]}]}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(encoded));
        Assert.Equal("84072a4424a06f8e", WorkflowCodec.Hash(encoded)[..16]);
        Assert.Equal(32, WorkflowCodec.Hash(encoded).Length);
    }

    [Fact]
    public void What_was_decoded_is_encoded_as_the_same_bytes() =>
        Prop.ForAll(RandomWorkflows.Seeds(), drawn =>
        {
            var encoded = WorkflowCodec.Encode(RandomWorkflows.Create(drawn.Seed, drawn.Size));
            Assert.Equal(encoded, WorkflowCodec.Encode(WorkflowCodec.Decode(encoded)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Every_part_of_a_workflow_comes_back()
    {
        var workflow = RandomWorkflows.Create(7, 400);
        var back = WorkflowCodec.Decode(WorkflowCodec.Encode(workflow));

        AssertSame(workflow.Root, back.Root);
        Assert.Equal((workflow.Name, workflow.Description, workflow.FrontDoor, workflow.Source),
            (back.Name, back.Description, back.FrontDoor, back.Source));
        Assert.Equal(workflow.Env, back.Env);
        Assert.Equal(workflow.Labels, back.Labels);
        Assert.Equal(workflow.Pools.AsEnumerable(), back.Pools.AsEnumerable());
        Assert.Equal(workflow.Inputs.Select(i => i with { Choices = [] }), back.Inputs.Select(i => i with { Choices = [] }));
        Assert.Equal(workflow.Inputs.SelectMany(i => i.Choices), back.Inputs.SelectMany(i => i.Choices));
    }

    [Fact]
    public void A_node_alone_comes_back() =>
        Prop.ForAll(RandomWorkflows.Seeds(10), drawn =>
        {
            var node = RandomWorkflows.Create(drawn.Seed, drawn.Size).Root.Members[0];
            var back = WorkflowCodec.DecodeNode(WorkflowCodec.EncodeNode(node));
            AssertSame(node, back);
            Assert.Equal(WorkflowCodec.EncodeNode(node), WorkflowCodec.EncodeNode(back));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_a_node_was_written_is_no_part_of_the_form()
    {
        var moved = Sample with { Root = Sample.Root with { Where = new Place("elsewhere", 9) } };

        Assert.Equal(WorkflowCodec.Encode(Sample), WorkflowCodec.Encode(moved));
    }

    [Fact]
    public void The_order_in_which_a_dictionary_sorts_is_no_part_of_the_form()
    {
        var names = ImmutableSortedDictionary<string, string>.Empty.Add("b", "1").Add("B", "2").Add("a", "3").Add("é", "4");

        Assert.Equal(
            WorkflowCodec.Encode(Sample with { Env = names }),
            WorkflowCodec.Encode(Sample with
            {
                Env = names.WithComparers(Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x))),
            }));
    }

    [Fact]
    public void Text_that_is_no_proper_unicode_is_mended_once()
    {
        var encoded = WorkflowCodec.Encode(Sample with { Description = "a\ud800b" });

        Assert.Equal("a\ufffdb", WorkflowCodec.Decode(encoded).Description);
        Assert.Equal(encoded, WorkflowCodec.Encode(Sample with { Description = "a\ufffdb" }));
        Assert.Equal(encoded, WorkflowCodec.Encode(WorkflowCodec.Decode(encoded)));
    }

    [Theory]
    [InlineData("\\uFFFD")]
    [InlineData("\\\\uFFFD \\\ud800")]
    [InlineData("\ufffd\\")]
    public void Text_that_spells_an_escape_out_comes_back(string text) =>
        Assert.Equal(text.Replace('\ud800', '\ufffd'), WorkflowCodec.Decode(WorkflowCodec.Encode(Sample with
        {
            Description = text,
        })).Description);

    [Theory]
    [InlineData("", "cannot be read at byte 0 of 0")]
    [InlineData("no json", "The workflow cannot be read at byte 0 of 7: ")]
    [InlineData("[]", "StartObject is expected, and StartArray is there")]
    [InlineData("{}", "'v' is missing")]
    [InlineData("""{"v":2}""", "it has the form 2, and this version of Tasker reads 1")]
    [InlineData("""{"v":1,"name":"x","frontDoor":"y"}""", "'root' is missing")]
    [InlineData("""{"v":1,"colour":"red"}""", "at byte 7 of 22: 'colour' is no name that this version of Tasker knows there")]
    [InlineData("""{"v":1,"root":{"id":"a","run":"x"}}""", "the root is no group")]
    [InlineData("""{"v":1,"root":{"id":"a"}}""", "'a' must have either members or an action")]
    [InlineData("""{"v":1,"root":{"id":"a","members":[],"wait":1}}""", "'a' must have either members or an action")]
    [InlineData("""{"v":1,"root":{"id":"a","run":"x","wait":1}}""", "'a' has two actions")]
    [InlineData("""{"v":1,"root":{"members":[]}}""", "'id' is missing")]
    [InlineData("""{"v":1,"root":{"id":"","order":"chaos"}}""", "'chaos' is no GroupOrder")]
    [InlineData("""{"v":1,"name":null}""", "a text is expected, and null is there")]
    [InlineData("""{"v":1,"name":1}""", "Cannot get the value of a token type 'Number' as a string.")]
    public void Foreign_bytes_are_refused_with_their_place(string json, string message)
    {
        var refused = Assert.Throws<FormatException>(() => WorkflowCodec.Decode(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_after_the_end_is_refused() =>
        Assert.Throws<FormatException>(() => WorkflowCodec.Decode([.. WorkflowCodec.Encode(Sample), .. "{}"u8]));

    [Fact]
    public void A_form_that_was_cut_off_is_refused_wherever_it_was_cut()
    {
        var encoded = WorkflowCodec.Encode(Sample);
        for (var length = 0; length < encoded.Length; length++)
        {
            Assert.Throws<FormatException>(() => WorkflowCodec.Decode(encoded.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Damaged_bytes_are_read_or_refused_and_nothing_else()
    {
        var encoded = WorkflowCodec.Encode(RandomWorkflows.Create(3, 20));
        var damage =
            from at in Gen.Choose(0, encoded.Length - 1)
            from with in Gen.OneOf(Gen.Elements([.. "{}[]\",:0-n\\"u8]), Gen.Choose(0, 255).Select(b => (byte)b))
            select (at, with);
        Prop.ForAll(damage.ToArbitrary(), drawn =>
        {
            var damaged = encoded.ToArray();
            damaged[drawn.at] = drawn.with;
            try
            {
                _ = WorkflowCodec.Decode(damaged);
            }
            catch (FormatException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Groups_within_groups_have_a_limit_and_no_stack_overflows()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"id":"a","members":[""", 100_000));

        Assert.Throws<FormatException>(() => WorkflowCodec.DecodeNode(Encoding.UTF8.GetBytes(deep)));
        NodeSpec nested = new GroupSpec { Id = "a" };
        for (var i = 0; i < 100; i++)
        {
            nested = new GroupSpec { Id = "a", Members = [nested] };
        }

        AssertSame(nested, WorkflowCodec.DecodeNode(WorkflowCodec.EncodeNode(nested)));
    }

    private static void AssertSame(NodeSpec expected, NodeSpec actual)
    {
        Assert.Equal(expected.Id, actual.Id);
        Assert.Equal(Described(expected), Described(actual));
        if (expected is GroupSpec group)
        {
            var members = Assert.IsType<GroupSpec>(actual).Members;
            Assert.Equal(group.Members.Length, members.Length);
            foreach (var (first, second) in group.Members.Zip(members))
            {
                AssertSame(first, second);
            }
        }
    }

    /// <summary>All that a node says, apart from its members and its place.</summary>
    private static string Described(NodeSpec node)
    {
        var shared = $"{node.Id}|{node.Title}|{string.Join(',', node.Needs)}|{node.Condition}|{node.Always}|{node.Retry}"
            + $"|{Join(node.Retry.OnExitCodes)}|{node.TimeLimit}|{node.OnFailure}|{node.Priority}|{node.Checkpoint}|{Join(node.Labels)}";
        return node switch
        {
            GroupSpec g => $"{shared}|{g.Order}|{g.MaxParallel}|{g.FailFast}|{g.ForEach}",
            StepSpec s => $"{shared}|{Described(s.Action)}|{Join(s.Pools)}|{s.Background}|{Join(s.Outputs)}"
                + string.Concat(
                    s.Monitors.Select(m => $"{m.Name}|{Described(m.Command)}|{m.Interval}|{m.AlertOn}|{m.AlertOnExit}|{m.TimeLimit}")),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string Described(StepAction action) => action switch
    {
        StepAction.Run r => Described(r.Command),
        StepAction.Agent a => $"{a.Name}|{a.Prompt}|{Join(a.Skills)}|{a.Model}|{Join(a.Env)}|{a.Syntax}",
        StepAction.Aggregate a => $"{a.Type}|{Join(a.Of)}|{a.Quorum}",
        StepAction.Custom c => $"{c.Type}|{ValueJson.Write(c.With)}",
        _ => action.ToString(),
    };

    private static string Described(CommandSpec c) => $"{c.Line}|{Join(c.Arguments)}|{Join(c.Env)}|{Join(c.PassEnv)}|{c.WorkingDirectory}";

    private static string Join<T>(IEnumerable<T> items) => string.Join(',', items);
}
