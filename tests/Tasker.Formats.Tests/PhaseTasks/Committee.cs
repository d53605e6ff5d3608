using System.Collections.Immutable;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;
using Tasker.Formats.PhaseTasks.Events;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.PhaseTasks.Translation;

namespace Tasker.Formats.Tests.PhaseTasks;

/// <summary>A task of phases played by hand: agents answer at once with what a script says.</summary>
internal sealed class Committee
{
    private static readonly ImmutableHashSet<string> StepTypes = ["noop"];
    private readonly Func<StepAction.Agent, int, string?> _script;
    private readonly RunRules _rules;
    private readonly PhaseEvents _view;

    /// <param name="markdown">The task.</param>
    /// <param name="inputs">What it is given.</param>
    /// <param name="script">What an agent answers at an attempt; null fails it.</param>
    /// <param name="settings">Settings; null for the usual ones.</param>
    public Committee(string markdown, Value.Map inputs, Func<StepAction.Agent, int, string?> script, PhaseSettings? settings = null)
    {
        _script = script;
        var workflow = Translate(markdown, settings);
        State = new RunState(workflow);
        _rules = new RunRules(State);
        _view = new PhaseEvents(Events.Add);
        var facts = new List<RunFact>();
        _rules.Create("run-1", "hash", inputs, null, Now, facts);
        State.TakeChanges();
        _view.RecoverAsync(State, facts, default).AsTask().GetAwaiter().GetResult();
        Do(new RunInput.Tick());
    }

    public RunState State { get; }

    public List<PhaseEvent> Events { get; } = [];

    public List<string> Asked { get; } = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The names of the events with what they are about, one a line.</summary>
    public string Story => string.Join('\n', Events.Select(e => string.Join(' ', new[]
    {
        e.Name, e.Data["phase"].ToText(),
        e.Name.StartsWith("step:", StringComparison.Ordinal) ? NodeNames.LastPart(e.Data["step"].ToText()) : e.Data["agent"].ToText(),
        e.Data["label"].ToText(), e.Data["error"].ToText(),
    }.Where(part => part.Length > 0)))) + "\n";

    public static Workflow Translate(string markdown, PhaseSettings? settings = null)
    {
        var task = PhaseTaskReader.Read("task.md", markdown, StepTypes);
        Assert.True(task.IsUsable, string.Join('\n', task.Diagnostics));
        var workflow = PhaseTranslator.Translate(task.Value, "tasks/task.md", new PhaseTranslation
        {
            Settings = settings ?? PhaseSettings.Default,
        });
        Assert.True(workflow.IsUsable, string.Join('\n', workflow.Diagnostics));
        return workflow.Value;
    }

    /// <summary>Answers whoever is asked until nobody is, and lets time go by to the next timer that is not the end of the run.</summary>
    public Committee Play(int mostTimers = 50)
    {
        while (!State.HasEnded)
        {
            var asked = State.RunningSteps().Where(node => State.SpecOf(node) is StepSpec { Action: StepAction.Agent }).ToList();
            foreach (var node in asked)
            {
                Answer(node);
            }

            if (asked.Count == 0)
            {
                if (_rules.NextDue is not { } due || mostTimers-- == 0)
                {
                    break;
                }

                Now = due;
                Do(new RunInput.Tick());
            }
        }

        return this;
    }

    public void Answer(int node)
    {
        var agent = (StepAction.Agent)((StepSpec)State.SpecOf(node)).Action;
        Asked.Add(State.IdOf(node));
        Now += TimeSpan.FromSeconds(1);
        var end = _script(agent, State.AttemptsOf(node)) is { } text
            ? AttemptEnd.Done with { Outputs = Value.Map.Empty.With("answer", Value.Of(text)) }
            : AttemptEnd.Failure("gone") with { ExitCode = 1 };
        Do(new RunInput.AttemptEnded(node, State.AttemptsOf(node), end));
    }

    public string? Do(RunInput input)
    {
        var facts = new List<RunFact>();
        var position = State.Position;
        var refusal = _rules.Decide(input, Now, facts);
        _view.ApplyAsync(State, position, facts, State.TakeChanges(), default).AsTask().GetAwaiter().GetResult();
        return refusal;
    }

    public void Wait(TimeSpan time)
    {
        Now += time;
        Do(new RunInput.Tick());
    }

    public int At(string id)
    {
        var node = State.Find(id);
        Assert.True(node >= 0, $"No node '{id}'.");
        return node;
    }
}
