using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Tests.Runs;

/// <summary>A run played by hand, step by step, by names and seconds.</summary>
internal sealed class Rehearsal
{
    private readonly RunRules _rules;

    public Rehearsal(GroupSpec root, ImmutableArray<PoolSpec> pools = default, Value.Map? inputs = null)
    {
        State = new RunState(new Workflow { Name = "w", FrontDoor = "test", Root = root, Pools = pools.IsDefault ? [] : pools });
        _rules = new RunRules(State);
        _rules.Create("r", "hash", inputs ?? Value.Map.Empty, null, Now, Facts);
        Do(new RunInput.Tick());
    }

    public Rehearsal(params ImmutableArray<NodeSpec> members)
        : this(new GroupSpec { Id = "", Members = members })
    {
    }

    public RunState State { get; }

    public List<RunFact> Facts { get; } = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds until the next timer; null for none.</summary>
    public double? NextIn => (_rules.NextDue - Now)?.TotalSeconds;

    /// <summary>Ids of the steps that run, in declaration order.</summary>
    public string Running => string.Join(' ', State.RunningSteps().Select(State.IdOf));

    public static StepSpec Step(string id, params ImmutableArray<string> needs) => new()
    {
        Id = id,
        Action = new StepAction.Run(CommandSpec.Shell("work")),
        Needs = [.. needs.Select(n => new Need(n))],
    };

    public static GroupSpec Group(string id, params ImmutableArray<NodeSpec> members) => new() { Id = id, Members = members };

    public string? Do(RunInput input) => _rules.Decide(input, Now, Facts);

    public Rehearsal Succeed(params string[] steps)
    {
        foreach (var step in steps)
        {
            Do(new RunInput.AttemptEnded(At(step), State.AttemptsOf(At(step)), AttemptEnd.Done));
        }

        return this;
    }

    public Rehearsal Succeed(string step, string output, Value value)
    {
        Do(new RunInput.AttemptEnded(At(step), State.AttemptsOf(At(step)), AttemptEnd.Done with
        {
            Outputs = Value.Map.From([new(output, value)]),
        }));
        return this;
    }

    public Rehearsal Fail(string step, int exitCode = 1, double chance = 0)
    {
        Do(new RunInput.AttemptEnded(At(step), State.AttemptsOf(At(step)), AttemptEnd.Failure("no") with { ExitCode = exitCode }, chance));
        return this;
    }

    public Rehearsal End(string step, AttemptOutcome outcome)
    {
        Do(new RunInput.AttemptEnded(At(step), State.AttemptsOf(At(step)), new AttemptEnd(outcome, null, null, "", Value.Map.Empty)));
        return this;
    }

    public Rehearsal Ready(string step)
    {
        Do(new RunInput.AttemptReady(At(step), State.AttemptsOf(At(step))));
        return this;
    }

    public Rehearsal Wait(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Do(new RunInput.Tick());
        return this;
    }

    public NodeStatus Status(string id) => State.StatusOf(At(id));

    public string Why(string id) => string.Join(' ', Explanation.Of(State, At(id), Now));

    public int At(string id)
    {
        var node = State.Find(id);
        Assert.True(node >= 0, $"No node '{id}'.");
        return node;
    }
}
