using System.Collections.Immutable;
using System.Buffers;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Testing;

namespace Tasker.Core.Tests.Runs;

/// <summary>One random run from its first fact to its end, with the laws checked on the way. A seed tells the whole story.</summary>
internal sealed class Story
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Value.Map Inputs = Value.Map.From(
    [
        new("flag", Value.True), new("n", Value.Of(3)), new("list", new Value.List([Value.Of("x"), Value.Of("y")])),
    ]);

    private readonly Random _random;
    private readonly Workflow _workflow;
    private readonly RunState _run;
    private readonly RunRules _rules;
    private readonly List<RunFact> _facts = [];
    private readonly HashSet<(int, int)> _started = [];
    private DateTimeOffset _now = Start;
    private bool _aborted;

    public Story(int seed, int size)
    {
        _random = new Random(seed);
        _workflow = RandomWorkflows.Create(seed, size, WorkflowFeatures.Rules | WorkflowFeatures.Faults);
        _run = new RunState(_workflow);
        _rules = new RunRules(_run);
    }

    public IReadOnlyList<RunFact> Facts => _facts;

    /// <summary>Runs to the end. Fails the test where a law is broken.</summary>
    public void Play()
    {
        _rules.Create("r", "h", Inputs, null, _now, _facts);
        Decide(new RunInput.Tick());
        for (var turn = 0; !_run.HasEnded; turn++)
        {
            Assert.True(turn < 20_000, "The run does not end:\n" + StateText.Of(_run));
            var input = Next(turn);
            Decide(input);
            if (_random.Next(8) == 0)
            {
                var before = _facts.Count;
                Decide(input, twice: true);
                Assert.True(_facts.Count == before || input is RunInput.Abort or RunInput.Checkpoint or RunInput.Restore or RunInput.Retry
                    or RunInput.MonitorChecked, $"{input} told twice made {_facts.Count - before} facts.");
            }

            CheckLaws();
            if (_random.Next(16) == 0)
            {
                CheckReplay();
            }
        }

        CheckReplay();
        var count = _facts.Count;
        Decide(new RunInput.Tick());
        Decide(new RunInput.Abort("late"));
        Assert.Equal(count, _facts.Count);
        Assert.IsType<RunFact.RunEnded>(_facts[^1]);
        Assert.Empty(_run.RunningSteps());
    }

    private void Decide(RunInput input, bool twice = false)
    {
        var paused = _run.IsPaused && input is not RunInput.Resume;
        var first = _facts.Count;
        _rules.Decide(input, _now, _facts);
        for (var i = first; i < _facts.Count; i++)
        {
            if (_facts[i] is RunFact.AttemptStarted started)
            {
                Assert.True(_started.Add((started.Node, started.Attempt)), $"Attempt {started} was started twice.");
            }

            Assert.False(paused && !_aborted && _run.IsPaused && _facts[i] is RunFact.AttemptStarted or RunFact.GroupStarted,
                "Started while paused.");
        }

        _ = twice;
    }

    private RunInput Next(int turn)
    {
        if (_random.Next(12) == 0 && Control(turn) is { } control)
        {
            return control;
        }

        var running = _run.RunningSteps();
        var due = _rules.NextDue;
        if (due is { } at && (running.Count == 0 || _random.Next(4) == 0))
        {
            _now = at > _now ? at : _now;
            return new RunInput.Tick();
        }

        if (running.Count > 0)
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(0, 3000));
            return Report(running[_random.Next(running.Count)]);
        }

        if (_run.IsPaused)
        {
            return new RunInput.Resume("story");
        }

        throw new Xunit.Sdk.XunitException("The run is stuck: nothing runs, nothing is due.\n" + StateText.Of(_run));
    }

    private RunInput Report(int node)
    {
        var attempt = _run.AttemptsOf(node);
        var step = (StepSpec)_run.SpecOf(node);
        switch (step.Action)
        {
            case StepAction.Approve when _run.StopOf(node) is StopCause.None:
                return new RunInput.Answer(node, attempt, _random.Next(4) != 0, "ann", "");
            case StepAction.Wait:
                _now = _run.DueAt(node) ?? _now;
                return new RunInput.Tick();
        }

        switch (_random.Next(10))
        {
            case 0:
                return new RunInput.AttemptBegan(node, attempt, "pid 7");
            case 1 or 2 when step.Background is not null:
                return new RunInput.AttemptReady(node, attempt);
            case 3 when step.Background is not null:
                return new RunInput.MonitorChecked(node, attempt, "m", MonitorOutcome.Alert, "!");
            case 4:
                return new RunInput.AttemptEnded(node, attempt, AttemptEnd.Failure("no") with { ExitCode = 3 }, _random.NextDouble());
            case 5:
                return new RunInput.AttemptEnded(
                    node, attempt, new(AttemptOutcome.Lost, null, null, "", Value.Map.Empty), _random.NextDouble());
            case 6:
                return new RunInput.AttemptEnded(node, attempt - 1, AttemptEnd.Done);
            case 7 when _run.StopOf(node) is not StopCause.None:
                return new RunInput.AttemptEnded(node, attempt, new(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty));
            default:
                var outputs = Value.Map.From([new("n", Value.Of(_random.Next(9)))]);
                return new RunInput.AttemptEnded(node, attempt, _random.Next(2) == 0 ? AttemptEnd.Done : AttemptEnd.Done with
                {
                    Outputs = outputs,
                });
        }
    }

    private RunInput? Control(int turn)
    {
        var node = _random.Next(_run.Count);
        switch (_random.Next(9))
        {
            case 0:
                return new RunInput.Pause("story");
            case 1:
                return new RunInput.Resume("story");
            case 2:
                return new RunInput.Skip(node, "story");
            case 3 when turn < 300:
                return new RunInput.Retry(node, "story");
            case 4:
                return new RunInput.Checkpoint("hand" + _random.Next(3));
            case 5 when turn < 300 && _run.Checkpoints.Count > 0:
                return new RunInput.Restore(_run.Checkpoints[_random.Next(_run.Checkpoints.Count)]);
            case 6 when _run.SpecOf(node) is GroupSpec && _run.Count < 500:
                var id = (_run.IdOf(node).Length == 0 ? "" : _run.IdOf(node) + "/") + "added" + turn;
                ImmutableArray<Need> needs = _random.Next(2) == 0 ? [] : [new Need(_run.IdOf(_random.Next(_run.Count)))];
                return new RunInput.AddNodes(
                    node, [new StepSpec { Id = id, Needs = needs, Action = new StepAction.Run(CommandSpec.Shell("late")) }]);
            case 7 when turn > 40 || _random.Next(6) == 0:
                _aborted = true;
                return new RunInput.Abort("story");
            case 8:
                return new RunInput.Adopt(node, Value.Map.Empty, "elsewhere");
            default:
                return null;
        }
    }

    private void CheckLaws()
    {
        for (var node = 0; node < _run.Count; node++)
        {
            CheckSums(node);
            CheckLimits(node);
            if (_run.StatusOf(node) is NodeStatus.Waiting && !_run.HasEnded)
            {
                var reasons = Explanation.Of(_run, node, _now);
                Assert.True(reasons.Count > 0 && (_run.IsPaused || !reasons[0].StartsWith("Ready", StringComparison.Ordinal)),
                    $"{_run.IdOf(node)} waits without a reason:\n{StateText.Of(_run)}");
            }
        }

        foreach (var pool in _run.Workflow.Pools)
        {
            var use = _run.RunningSteps().Count(n => ((StepSpec)_run.SpecOf(n)).Pools.Contains(pool.Name));
            Assert.Equal(use, _run.PoolUse(pool.Name));
            Assert.True(use <= pool.Limit, $"Pool {pool.Name} holds {use} of {pool.Limit}.");
        }
    }

    /// <summary>The sums that are kept step by step equal the sums counted anew.</summary>
    private void CheckSums(int node)
    {
        ref readonly var s = ref _run[node];
        var fresh = _run.CountAnew(node);
        Assert.True((s.Unmet, s.Bad, s.Skipped) == (fresh.Unmet, fresh.Bad, fresh.Skipped),
            $"{_run.IdOf(node)} has sums {s.Unmet}/{s.Bad}/{s.Skipped}, counted anew "
                + $"{fresh.Unmet}/{fresh.Bad}/{fresh.Skipped}\n{StateText.Of(_run)}");
        Assert.Equal(fresh.OpenMembers, s.OpenMembers);
        Assert.Equal(fresh.FailedMembers, s.FailedMembers);
        if (s is { Status: NodeStatus.Running, Tries: 0, Losses: 0 } && _run.SpecOf(node) is StepSpec
            && s.StartPosition == _run.Position - 1)
        {
            Assert.True(s is { Unmet: 0, Bad: 0 }, $"{_run.IdOf(node)} started before its needs.");
        }
    }

    private void CheckLimits(int node)
    {
        if (_run.SpecOf(node) is not GroupSpec group)
        {
            return;
        }

        var active = _run.MembersOf(node).ToArray().Count(m => _run.StatusOf(m) is NodeStatus.Running);
        Assert.Equal(active, _run[node].ActiveMembers);
        Assert.True(active <= (group.MaxParallel ?? int.MaxValue), $"'{group.Id}' has {active} of {group.MaxParallel} members under way.");
    }

    /// <summary>Folding the journal's bytes anew gives the same state, and what the live run does next follows from it too.</summary>
    private void CheckReplay()
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactCodec.Encode(_facts, buffer);
        var facts = FactCodec.Decode(buffer.WrittenSpan);
        var replayed = new RunState(_workflow);
        foreach (var fact in facts)
        {
            replayed.Apply(fact);
        }

        Assert.Equal(StateText.Of(_run), StateText.Of(replayed));

        var again = new List<RunFact>();
        var rules = new RunRules(replayed);
        rules.Decide(new RunInput.Tick(), _facts[^1].At, again);
        Assert.True(again.Count == 0 || _rules.NextDue <= _facts[^1].At,
            $"A recovered run does what the live one did not: {again.FirstOrDefault()}");
    }
}
