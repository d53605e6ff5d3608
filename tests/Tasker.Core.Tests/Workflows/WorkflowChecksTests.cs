using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Testing;
using static Tasker.Core.Tests.Workflows.Sketch;

namespace Tasker.Core.Tests.Workflows;

public sealed class WorkflowChecksTests
{
    [Fact]
    public void A_sound_workflow_has_no_findings() =>
        AssertNone(Of(
            Step("build") with
            {
                Condition = "inputs.go and run.id != ''",
                Pools = ["gpu"],
                Retry = RetryPolicy.Times(3, TimeSpan.FromSeconds(1)),
            },
            Group("all", Step("all/one", "build"), Step("all/two", "all/one")) with { Needs = [new Need("build")] },
            Run("last", "echo ${{ steps.build.outputs.x }} '${{ inputs.go }}'", "all")));

    [Fact]
    public void Random_workflows_are_sound() =>
        Prop.ForAll(RandomWorkflows.Seeds(), drawn =>
            Assert.DoesNotContain(WorkflowChecks.Check(RandomWorkflows.Create(drawn.Seed, drawn.Size)), d => d.Severity is Severity.Error))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void An_id_is_used_once() =>
        AssertError("TSK1020", "There are two nodes 'a'. The other one stands at f:3. Give one of them another name.",
            Of(Step("a") with { Where = new Place("f", 3) }, Step("a")));

    [Fact]
    public void An_id_is_not_that_of_a_copy_of_a_fan_out() =>
        AssertError("TSK1020", "'g[7]' is also what the fan-out 'g' calls its copies.", Of(Group("g") with
        {
            ForEach = new ForEachSpec("[1]"),
        }, Step("g[7]")));

    [Theory]
    [InlineData("a b", "The name 'a b' has the character ' '.")]
    [InlineData("a\u0007", "has the character U+0007.")]
    [InlineData("..", "A node is called '..'.")]
    [InlineData("", "A node has no name.")]
    [InlineData("x/a", "'x/a' is no name for a member of ''.")]
    public void An_id_is_well_formed(string id, string message) => AssertError("TSK1021", message, Of(Step(id)));

    [Fact]
    public void An_id_is_short_enough_for_the_name_of_a_file() =>
        AssertError("TSK1021", "The most is 200, the groups above counted.", Of(Step(new string('a', 201))));

    [Fact]
    public void A_member_has_the_id_of_its_group_in_front() =>
        AssertError("TSK1021", "'h/a' is no name for a member of 'g'.", Of(Group("g", Step("h/a"))));

    [Fact]
    public void A_need_names_a_node() =>
        AssertError(
            "TSK1022", "'test' needs 'biuld', but no node has that name. Did you mean 'build'?", Of(Step("build"), Step("test", "biuld")));

    [Theory]
    [InlineData("g/a", "'g/a' needs itself.")]
    [InlineData("g", "'g/a' needs 'g', the group that it stands in.")]
    [InlineData("", "'g/a' needs '', the group that it stands in.")]
    public void A_need_is_not_the_node_itself_nor_a_group_above(string need, string message) =>
        AssertError("TSK1023", message, Of(Group("g", Step("g/a", need))));

    [Fact]
    public void A_need_of_a_group_is_not_inside_it() =>
        AssertError("TSK1023", "'g' needs 'g/a', which is inside it.", Of(Group("g", Step("g/a")) with { Needs = [new Need("g/a")] }));

    [Fact]
    public void A_cycle_is_told_with_its_whole_path() =>
        AssertError("TSK1024", "These wait for one another: a -> c -> b -> a. An arrow means 'waits for'. Remove one of these needs.",
            Of(Step("x"), Step("a", "x", "c"), Step("b", "a"), Step("c", "b")));

    [Fact]
    public void A_group_waits_for_its_members_and_a_member_for_its_group()
    {
        AssertError("TSK1024",
            "These wait for one another: g -> h -> h/x -> g/m -> g. An arrow means 'waits for': a member waits for its group to start",
            Of(Group("g", Step("g/m")) with { Needs = [new Need("h")] }, Group("h", Step("h/x", "g/m"))));
        AssertError(
            "TSK1024", "g/m -> h/x -> g/n -> g/m.", Of(Group("g", Step("g/m", "h/x"), Step("g/n", "g/m")), Group("h", Step("h/x", "g/n"))));
        AssertNone(Of(Group("g", Step("g/m", "h/x"), Step("g/n")), Group("h", Step("h/x", "g/n"))));
    }

    [Fact]
    public void The_order_of_a_sequence_counts() =>
        AssertError("TSK1024", "g/a -> g/b -> g/a.", Of(Group("g", Step("g/a", "g/b"), Step("g/b")) with { Order = GroupOrder.Sequence }));

    [Fact]
    public void Several_cycles_are_told_at_once() =>
        Assert.Equal(
            2, WorkflowChecks.Check(Of(Step("a", "b"), Step("b", "a"), Step("c", "d"), Step("d", "c"))).Count(d => d.Code == "TSK1024"));

    [Fact]
    public void A_server_that_is_stopped_at_the_end_is_waited_for_only_until_it_has_started()
    {
        var server = Step("server") with { Background = new BackgroundSpec(BackgroundEnd.Stop) };

        AssertError("TSK1024", "'server' is stopped when all else in its group has ended; wait only until it has started.",
            Of(server, Step("test", "server")));
        AssertNone(Of(server, Step("test") with { Needs = [new Need("server", NeedKind.Started)] }));
        AssertNone(Of(server with { Background = new BackgroundSpec(BackgroundEnd.Wait) }, Step("test", "server")));
        var inside = Group("g", server with { Id = "g/server" }, Step("g/test")) with { Order = GroupOrder.Sequence };
        AssertNone(Of(inside, Step("after", "g/server")));
    }

    [Fact]
    public void A_step_takes_places_in_pools_that_there_are()
    {
        AssertError("TSK1025", "'a' names the pool 'gpus', which does not exist. Did you mean 'gpu'?", Of(Step("a") with
        {
            Pools = ["gpus"],
        }));
        AssertError("TSK1027", "'a' names the pool 'gpu' twice.", Of(Step("a") with { Pools = ["gpu", "gpu"] }));
        AssertError("TSK1026", "The pool 'none' has 0 places.", Of() with { Pools = [new PoolSpec("none", 0)] });
        AssertError("TSK1027", "The workflow names the pool 'p' twice.", Of() with
        {
            Pools = [new PoolSpec("p", 1), new PoolSpec("p", 2)],
        });
    }

    [Fact]
    public void Inputs_outputs_and_monitors_have_names_of_their_own()
    {
        var input = new InputSpec("i", InputType.Any, false, Value.None, "", []);
        var monitor = new MonitorSpec("m", CommandSpec.Shell("x"), TimeSpan.FromSeconds(1), null, null, TimeSpan.FromSeconds(1));

        AssertError("TSK1027", "The workflow names the input 'i' twice.", Of() with { Inputs = [input, input] });
        AssertError("TSK1027", "'a' names the output 'o' twice.",
            Of(Step("a") with { Outputs = [new OutputSpec("o", OutputKind.Stdout), new OutputSpec("o", OutputKind.Reported)] }));
        AssertError("TSK1027", "'a' names the monitor 'm' twice.", Of(Step("a") with { Monitors = [monitor, monitor] }));
        AssertError("TSK1027", "'a' has an output without a name.", Of(Step("a") with
        {
            Outputs = [new OutputSpec("", OutputKind.Stdout)],
        }));
    }

    [Fact]
    public void Groups_are_nested_to_a_limit()
    {
        AssertNone(Of(Nested(50)));
        AssertError("TSK1034", "Groups are nested 50 deep at most.", Of(Nested(51)));
        Assert.Single(WorkflowChecks.Check(Of(Nested(20_000))));

        static GroupSpec Nested(int groups)
        {
            var ids = Enumerable.Range(1, groups).Select(n => string.Join('/', Enumerable.Repeat("g", Math.Min(n, 60)))).ToArray();
            var group = Group(ids[^1]);
            for (var i = groups - 2; i >= 0; i--)
            {
                group = Group(ids[i], group);
            }

            return group;
        }
    }

    [Fact]
    public void What_is_inside_a_fan_out_is_not_needed_from_outside()
    {
        var fan = Group("fan", Step("fan/a"), Step("fan/b", "fan/a", "x")) with { ForEach = new ForEachSpec("[1]") };

        AssertNone(Of(Step("x"), fan, Step("y", "fan")));
        AssertError("TSK1036", "'y' needs 'fan/a', which is inside the fan-out 'fan'.", Of(Step("x"), fan, Step("y", "fan/a")));
    }

    [Fact]
    public void A_limited_group_has_a_place_for_those_that_others_wait_for()
    {
        var one = Group("one", Step("one/a"));
        var two = Group("two", Step("two/b", "one/a"));

        AssertNone(Of(one, two));
        AssertNone(Limited(2, one, two));
        AssertNone(Limited(1, one, two with { Needs = [new Need("one")] }));
        AssertNone(Limited(1, Step("one/a") with { Id = "x" }, Step("y", "x")));
        var found = Assert.Single(WorkflowChecks.Check(Limited(1, one, two)));
        Assert.Equal(
            "f:1:1: warning TSK1035: The workflow may wait for ever: it runs 1 of its members at a time, and 'two/b' needs 'one/a'. "
            + "'two' holds its place while it waits. Let 'two' itself need 'one', or allow 2 at a time.", found.ToString());

        static Workflow Limited(int most, params NodeSpec[] members) => Of(members) is var w ? w with
        {
            Root = w.Root with { MaxParallel = most },
        } : w;
    }

    [Fact]
    public void A_long_chain_needs_no_stack()
    {
        var circle = RandomWorkflows.Chain(100_000);
        AssertNone(circle);
        circle = circle with { Root = circle.Root with { Members = circle.Root.Members.SetItem(0, Step("s0", "s99999")) } };
        var found = Assert.Single(WorkflowChecks.Check(circle));
        Assert.Contains("s0 -> s99999 -> s99998 -> ", found.What, StringComparison.Ordinal);
        Assert.Contains("(99900 more)", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_more_findings_are_told_than_somebody_may_read()
    {
        var found = WorkflowChecks.Check(Of([.. Enumerable.Range(0, 5_000).Select(i => Step($"s{i}", $"t{i}"))]));

        Assert.Equal(201, found.Length);
        Assert.Equal("4800 more findings are not shown.", found[^1].What);
    }

    [Fact]
    public void A_name_has_the_place_that_the_front_door_knows()
    {
        var need = string.Concat("bi", "uld");
        var workflow = Of(Step("build"), Step("test") with { Needs = [new Need(need)] });

        var found = Assert.Single(WorkflowChecks.Check(workflow, text => ReferenceEquals(text, need) ? new Place("f", 9, 14) : null));
        Assert.Equal(new Place("f", 9, 14), found.Where);
    }
}
