using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using static Tasker.Core.Tests.Workflows.Sketch;

namespace Tasker.Core.Tests.Workflows;

public sealed class WorkflowTextChecksTests
{
    [Theory]
    [InlineData("go = 1", "TSK1005", "The condition of 'a', 'go = 1': '=' is no operator. Did you mean '=='?")]
    [InlineData("contains(inputs.go, 1)", "TSK1006", "'contains(' is a call.")]
    [InlineData("input.go", "TSK1028", "The condition of 'a' names 'input', which is not known there. Write inputs.NAME.")]
    [InlineData("stpes.b.status", "TSK1028", "Did you mean 'steps'?")]
    [InlineData("yes", "TSK1028", "Put text in quotes; names are inputs, env, steps, run, attempt.")]
    [InlineData("item", "TSK1028", "It is known inside a fan-out only.")]
    [InlineData("secrets.KEY", "TSK1028", "A secret is passed on as an environment variable")]
    [InlineData("steps.tset.status", "TSK1029", "The condition of 'a' reads the step 'tset', which does not exist. Did you mean 'test'?")]
    [InlineData("steps['fan/x']", "TSK1036", "which exists once for each item of 'fan'. Read steps['fan'].items, a list.")]
    public void A_condition_is_an_expression_with_known_names(string condition, string code, string message) =>
        AssertError(code, message, Of(Step("a") with { Condition = condition }, Step("test"), Fan("fan", Step("fan/x"))));

    [Fact]
    public void A_schema_for_an_answer_can_be_used() => AssertError(
        "TSK1041", "The schema for the answer of 'a' cannot be used. /typ: is no keyword that is known here. Did you mean 'type'? Mend it.",
        Of(Does(new StepAction.Agent(
            "", "x", [], null, ImmutableSortedDictionary<string, string>.Empty, ValueJson.Read("""{"typ":"object"}""")))));

    [Fact]
    public void An_input_that_there_is_not_is_a_warning() =>
        Assert.Equal("f:7:5: warning TSK1038: The condition of 'a' reads the input 'og', which does not exist and is "
            + "always null. Did you mean 'go'?",
            Assert.Single(WorkflowChecks.Check(Of(Step("a") with { Condition = "inputs.og" }))).ToString());

    [Fact]
    public void A_step_is_read_by_the_name_that_it_has_from_there() =>
        AssertNone(Of(
            Step("x"), Group("g", Step("g/y"), Step("g/z") with
            {
                Condition = "steps.y.status == steps.x.status and steps['g/y'].attempts > 1",
            }),
            Fan("fan", Step("fan/p"), Step("fan/q") with { Condition = "steps.p.status == item and index > 0" })));

    [Fact]
    public void The_item_of_a_fan_out_is_known_inside_it_by_its_name()
    {
        var asking = Step("f/g/s") with { Condition = "row == cell and index == 1" };
        var inner = Fan("f/g", asking) with { ForEach = new ForEachSpec("row", "cell") };

        AssertNone(Of(Fan("f", inner) with { ForEach = new ForEachSpec("[[1]]", "row") }));
        AssertError("TSK1028", "names 'row'", Of(Fan("f", Step("f/s")) with
        {
            ForEach = new ForEachSpec("[1]", "row"),
            Condition = "row == 1",
        }));
        var wrong = Step("f/s") with { Condition = "item" };
        AssertError("TSK1028", "names 'item'", Of(Fan("f", wrong) with { ForEach = new ForEachSpec("[1]", "row") }));
    }

    [Theory]
    [InlineData("steps", "That name has another meaning there.")]
    [InlineData("index", "That name has another meaning there.")]
    [InlineData("outer", "That name has another meaning there.")]
    [InlineData("a-b", "A name has letters, digits and '_'")]
    [InlineData("", "A name has letters, digits and '_'")]
    [InlineData("in", "A name has letters, digits and '_'")]
    [InlineData("a.b", "A name has letters, digits and '_'")]
    public void An_item_has_a_name_of_its_own(string name, string message) =>
        AssertError("TSK1033", message,
            Of(Fan("f", Fan("f/g") with { ForEach = new ForEachSpec("[1]", name) }) with { ForEach = new ForEachSpec("[1]", "outer") }));

    [Fact]
    public void Every_text_that_may_hold_templates_is_looked_at()
    {
        const string Bad = "${{ nobody }}";
        var env = ImmutableSortedDictionary<string, string>.Empty.Add("V", Bad);
        var list = new Value.List([Value.Of(1), Value.Of(Bad)]);
        (string What, Workflow In)[] all =
        [
            ("The command of 'a'", Of(Run("a", $"echo {Bad}"))),
            ("An argument of 'a'", Of(Does(new StepAction.Run(CommandSpec.Exec("x", Bad))))),
            ("The variable 'V' of 'a'", Of(Does(new StepAction.Run(CommandSpec.Shell("x") with { Env = env })))),
            ("The prompt of 'a'", Of(Does(new StepAction.Agent("", Bad, [], null, ImmutableSortedDictionary<string, string>.Empty)))),
            ("The variable 'V' of 'a'", Of(Does(new StepAction.Agent("", "", [], null, env)))),
            ("The check of 'a'", Of(Does(new StepAction.Check("nobody")))),
            ("The message of 'a'", Of(Does(new StepAction.Approve(Bad)))),
            ("What 'a' is given", Of(Does(new StepAction.Custom("x", Value.Map.Empty.With("k", list))))),
            ("The path of the output 'o' of 'a'", Of(Step("a") with { Outputs = [new OutputSpec("o", OutputKind.File, Bad)] })),
            ("The command of the monitor 'm' of 'a'", Of(Step("a") with { Monitors = [Monitor($"echo {Bad}")] })),
            ("The list of the fan-out 'f'", Of(Fan("f") with { ForEach = new ForEachSpec("nobody") })),
            ("The condition of 'g'", Of(Group("g") with { Condition = "nobody" })),
            ("The variable 'V' of the workflow", Of() with { Env = env }),
        ];

        Assert.All(all, one => AssertError("TSK1028", $"{one.What} names 'nobody'", one.In));
    }

    [Fact]
    public void A_shell_line_does_not_put_a_value_where_it_would_be_code()
    {
        AssertError("TSK1011", "The command of 'a', 'eval ${{ inputs.go }}': A template stands in the arguments of eval.",
            Of(Run("a", "eval ${{ inputs.go }}")));
        AssertNone(Of(Run("a", "make ${{ inputs.go }} | tee \"${{ inputs.go }}\"")));
    }

    [Theory]
    [InlineData(" \n", "The command of 'a' says nothing.")]
    [InlineData("a\0b", "The command of 'a' has a zero byte.")]
    public void A_command_says_something(string line, string message) => AssertError("TSK1037", message, Of(Run("a", line)));

    [Fact]
    public void A_command_is_a_line_or_a_program()
    {
        AssertError("TSK1037", "The command of 'a' says nothing. A command is either a line or a program with its arguments.",
            Of(Does(new StepAction.Run(new CommandSpec()))));
        AssertError("TSK1037", "The command of 'a' is given twice.", Of(Does(new StepAction.Run(CommandSpec.Exec("x") with
        {
            Line = "y",
        }))));
        AssertError("TSK1037", "A variable of 'a' is called 'A=B'.",
            Of(Does(new StepAction.Run(CommandSpec.Shell("x") with
            {
                Env = ImmutableSortedDictionary<string,
                string>.Empty.Add("A=B", ""),
            }))));
        AssertError("TSK1037", "The output 'o' of 'a' names no file.", Of(Step("a") with
        {
            Outputs = [new OutputSpec("o", OutputKind.File)],
        }));
    }

    [Theory]
    [InlineData(0, 2, 0, "0 are the attempts of 'a'. They are 1 to 1000")]
    [InlineData(1001, 2, 0, "1001 are the attempts of 'a'.")]
    [InlineData(2, 0.5, 0, "0.5 is the factor between two waits of 'a'. It is 1 to 10.")]
    [InlineData(2, double.NaN, 0, "NaN is the factor")]
    [InlineData(2, 2, 1.5, "1.5 is the jitter of 'a'. It is 0 to 1.")]
    public void A_retry_is_in_range(int attempts, double factor, double jitter, string message) =>
        AssertError("TSK1030", message, Of(Step("a") with
        {
            Retry = new RetryPolicy(attempts, TimeSpan.Zero, TimeSpan.Zero, factor, jitter, []),
        }));

    [Fact]
    public void A_wait_between_attempts_is_in_range() =>
        AssertError("TSK1030", "-1s is the first wait between two attempts of 'a'.", Of(Step("a") with
        {
            Retry = RetryPolicy.Times(2, TimeSpan.FromSeconds(-1)),
        }));

    [Fact]
    public void Times_are_in_range()
    {
        AssertError("TSK1031", "The time limit of 'a' is 0s.", Of(Step("a") with { TimeLimit = TimeSpan.Zero }));
        AssertError("TSK1031", "The time limit of the workflow is -1s.", Of() is var w ? w with
        {
            Root = w.Root with { TimeLimit = TimeSpan.FromSeconds(-1) },
        } : w);
        AssertError("TSK1031", "'a' waits for -1s.", Of(Does(new StepAction.Wait(TimeSpan.FromSeconds(-1)))));
        AssertError("TSK1031", "The time in which 'a' must be up is 0s.", Of(Step("a") with
        {
            Background = new BackgroundSpec(ReadyWithin: TimeSpan.Zero),
        }));
        AssertError("TSK1031", "The interval of the monitor 'm' of 'a' is 500ms. It is from 1s",
            Of(Step("a") with { Monitors = [Monitor("x") with { Interval = TimeSpan.FromMilliseconds(500) }] }));
        AssertError("TSK1031", "The time limit of the monitor 'm' of 'a' is 0s.", Of(Step("a") with
        {
            Monitors = [Monitor("x") with { TimeLimit = TimeSpan.Zero }],
        }));
    }

    [Fact]
    public void Limits_are_in_range()
    {
        AssertError("TSK1026", "The limit of 'g' is 0.", Of(Group("g") with { MaxParallel = 0 }));
        AssertError("TSK1033", "The fan-out 'f' takes 0 items at most.", Of(Fan("f") with
        {
            ForEach = new ForEachSpec("[1]", MaxItems: 0),
        }));
    }

    [Fact]
    public void A_pattern_is_a_regular_expression()
    {
        AssertError("TSK1032", "The alert of the monitor 'm' of 'a', '(', is no regular expression.", Of(Step("a") with
        {
            Monitors = [Monitor("x") with { AlertOn = "(" }],
        }));
        AssertError("TSK1032", "The pattern by which 'a' is up, '[', is no regular expression.", Of(Step("a") with
        {
            Background = new BackgroundSpec(ReadyPattern: "["),
        }));
        AssertError("TSK1032", "has 1001 characters", Of(Step("a") with
        {
            Background = new BackgroundSpec(ReadyPattern: new string('(', 1001)),
        }));
    }

    [Fact]
    public void An_expression_has_the_place_that_the_front_door_knows()
    {
        var condition = string.Concat("1 +", " nobody = 2");
        var found = WorkflowChecks.Check(Of(Step("a") with { Condition = condition }), _ => new Place("f", 9, 20)).Single();
        Assert.Equal("f:9:31: error TSK1005: '=' is no operator. Did you mean '=='?", found.ToString());

        condition = "1 + nobody";
        found = WorkflowChecks.Check(Of(Step("a") with
        {
            Condition = condition,
        }), text => ReferenceEquals(text, condition) ? new Place("f", 9, 20) : null).Single();
        Assert.Equal(new Place("f", 9, 24), found.Where);
    }

    [Fact]
    public void Any_text_in_a_workflow_is_checked_without_a_throw() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().Where(t => t is not null).ToArbitrary(), text =>
        {
            var env = ImmutableSortedDictionary<string, string>.Empty.Add(text, text);
            var step = Step(text, text) with
            {
                Condition = text,
                Pools = [text],
                Action = new StepAction.Run(new CommandSpec { Line = "${{" + text, Arguments = [text], Env = env }),
                Background = new BackgroundSpec(ReadyPattern: text),
            };
            Assert.NotEmpty(WorkflowChecks.Check(Of(step, Fan(text, step) with { ForEach = new ForEachSpec(text, text) })));
        }).QuickCheckThrowOnFailure();

    private static StepSpec Does(StepAction action) => Step("a") with { Action = action };

    private static GroupSpec Fan(string id, params NodeSpec[] members) => Group(id, members) with { ForEach = new ForEachSpec("[1, 2]") };

    private static MonitorSpec Monitor(string line) =>
        new("m", CommandSpec.Shell(line), TimeSpan.FromSeconds(60), null, null, TimeSpan.FromSeconds(30));
}
