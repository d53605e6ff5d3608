using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;

namespace Tasker.Formats.Tests.Steps;

/// <summary>
/// Plays a run of a workflow by its rules, with attempts that end as the test says, and a clock that goes on a second with every input.
/// </summary>
internal sealed class StepsStory
{
    private readonly RunRules _rules;
    private readonly Dictionary<string, Queue<AttemptEnd?>> _ends = new(StringComparer.Ordinal);
    private readonly List<(int From, int Count, IReadOnlyList<NodeChange> Changes)> _batches = [];
    private DateTimeOffset _now = Specs.At;

    public StepsStory(Workflow workflow)
    {
        Run = new RunState(workflow);
        _rules = new RunRules(Run);
    }

    public RunState Run { get; }

    public List<RunFact> Facts { get; } = [];

    public static AttemptEnd Exit(int code, string message = "") =>
        new(code == 0 ? AttemptOutcome.Succeeded : AttemptOutcome.Failed, code, null,
            message.Length > 0 || code == 0 ? message : $"exit code {code}", Value.Map.Empty);

    public static AttemptEnd Told(string name, string value) =>
        AttemptEnd.Done with { Outputs = Value.Map.From([new(name, Value.Of(value))]) };

    /// <summary>The attempts of a step end so, one after another; null: that attempt stays under way. Others end well.</summary>
    public StepsStory When(string id, params AttemptEnd?[] ends)
    {
        _ends[id] = new Queue<AttemptEnd?>(ends);
        return this;
    }

    /// <summary>Begins the run and plays it until nothing goes on by itself.</summary>
    public StepsStory Play()
    {
        var facts = new List<RunFact>();
        _rules.Create("run-1", "hash", Value.Map.Empty, null, _now, facts);
        Take(facts);
        Decide(new RunInput.Tick());
        return GoOn();
    }

    /// <summary>Plays on until nothing goes on by itself.</summary>
    public StepsStory GoOn()
    {
        while (true)
        {
            var next = Run.RunningSteps().FirstOrDefault(n => !Stays(n), -1);
            if (next >= 0)
            {
                var end = EndOf(next);
                if (Run.SpecOf(next) is StepSpec { Background: not null } && !Run.IsUp(next))
                {
                    Began(Run.IdOf(next), 45678);
                    Decide(new RunInput.AttemptReady(next, Run.AttemptsOf(next)));
                }
                else
                {
                    _ends.GetValueOrDefault(Run.IdOf(next))?.TryDequeue(out _);
                    Decide(new RunInput.AttemptEnded(next, Run.AttemptsOf(next), end!));
                }
            }
            else if (!Run.HasEnded && _rules.NextDue is { } due && Run.StepsThat(NodeStatus.Running) == 0)
            {
                _now = due;
                Decide(new RunInput.Tick());
            }
            else
            {
                return this;
            }
        }
    }

    public StepsStory Decide(RunInput input)
    {
        _now += TimeSpan.FromSeconds(1);
        var facts = new List<RunFact>();
        Assert.Null(_rules.Decide(input, _now, facts));
        Take(facts);
        return this;
    }

    public StepsStory Began(string id, int pid) =>
        Decide(new RunInput.AttemptBegan(Node(id), Run.AttemptsOf(Node(id)), $$"""{"pid":{{pid}},"start":7,"boot":"b","exit":"/x"}"""));

    public StepsStory Saw(string id, string monitor, MonitorOutcome outcome, string text) =>
        Decide(new RunInput.MonitorChecked(Node(id), Run.AttemptsOf(Node(id)), monitor, outcome, text));

    public StepsStory End(string id, AttemptEnd end)
    {
        _ends.Remove(id);
        return Decide(new RunInput.AttemptEnded(Node(id), Run.AttemptsOf(Node(id)), end)).GoOn();
    }

    public NodeStatus Status(string id) => Run.StatusOf(Node(id));

    public int Node(string id) => Run.Find(id) is >= 0 and var node ? node : throw new ArgumentException($"No node '{id}'.");

    /// <summary>Hands everything that happened so far to a projection, as the run's loop does.</summary>
    public async Task TellAsync(IProjection projection, int from = 0)
    {
        foreach (var (at, count, changes) in _batches.Where(b => b.From >= from))
        {
            await projection.ApplyAsync(Run, at, Facts.GetRange(at, count), changes, CancellationToken.None);
        }
    }

    private bool Stays(int node) =>
        Run.StopOf(node) is StopCause.None && _ends.TryGetValue(Run.IdOf(node), out var ends) && ends.TryPeek(out var end) && end is null
        && (Run.SpecOf(node) is not StepSpec { Background: not null } || Run.IsUp(node));

    private AttemptEnd EndOf(int node) =>
        Run.StopOf(node) is not StopCause.None ? new AttemptEnd(AttemptOutcome.Cancelled, null, 15, "", Value.Map.Empty)
        : _ends.TryGetValue(Run.IdOf(node), out var ends) && ends.TryPeek(out var end) ? end!
        : Run.IdOf(node).Contains("/enough-", StringComparison.Ordinal) ? Told("enough", "no")
        : AttemptEnd.Done;

    private void Take(List<RunFact> facts)
    {
        _batches.Add((Facts.Count, facts.Count, Run.TakeChanges()));
        Facts.AddRange(facts);
    }
}
