using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Screens;

/// <summary>Keeps what a screen shows: steps under way, steps that wait for their next try, counts. Costs the same for every fact, however large the run.</summary>
/// <remarks>Not safe for threads; its screen guards it.</remarks>
/// <param name="mask">What must not be shown.</param>
/// <param name="maskOf">What must not be shown of the output of a step; null: nothing besides.</param>
internal sealed class RunTracker(SecretMask mask, Func<RunState, int, SecretMask>? maskOf = null)
{
    private readonly SortedDictionary<long, RunningRow> _rows = [];
    private readonly Dictionary<int, long> _numbers = [];
    private readonly Dictionary<int, RetryRow> _retries = [];
    private long _next;

    /// <summary>Id of the run.</summary>
    public string RunId { get; private set; } = "";

    /// <summary>Steps known so far.</summary>
    public int Total { get; private set; }

    /// <summary>Steps that ended well or were skipped.</summary>
    public int Done { get; private set; }

    /// <summary>Steps that failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Steps that will not be run because of a failure.</summary>
    public int Blocked { get; private set; }

    /// <summary>True while nothing new starts.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>True when the run is being stopped.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Steps under way, the longest first.</summary>
    public IEnumerable<RunningRow> Running => _rows.Values;

    /// <summary>How many are under way.</summary>
    public int RunningCount => _rows.Count;

    /// <summary>Steps that wait for their next try, the soonest first.</summary>
    public IEnumerable<RetryRow> Retries => _retries.Values.OrderBy(r => r.At);

    /// <summary>How many wait for their next try.</summary>
    public int RetryCount => _retries.Count;

    /// <summary>Begins with a run as it is.</summary>
    public void Begin(RunState view)
    {
        RunId = view.RunId;
        foreach (var node in view.RunningSteps())
        {
            Add(view, node, view.AttemptsOf(node), view.StartedAt(node) ?? view.LastFactAt);
        }

        for (var node = 1; node < view.Count && _retries.Count < view.StepsThat(NodeStatus.RetryWait); node++)
        {
            if (view.StatusOf(node) is NodeStatus.RetryWait && view.SpecOf(node) is StepSpec && view.DueAt(node) is { } due)
            {
                _retries[node] = new RetryRow(view.IdOf(node), due, view.TriesOf(node) + 1, view.SpecOf(node).Retry.MaxAttempts);
            }
        }

        Count(view);
    }

    /// <summary>Takes a fact in. The caller calls <see cref="Count"/> after the last one.</summary>
    /// <returns>The row of an attempt that has ended with it; null for none.</returns>
    public RunningRow? Take(RunState view, RunFact fact)
    {
        switch (fact)
        {
            case RunFact.AttemptStarted f:
                _retries.Remove(f.Node);
                Add(view, f.Node, f.Attempt, f.At);
                return null;
            case RunFact.AttemptEnded f:
                if (f.RetryAt is { } again)
                {
                    _retries[f.Node] = new RetryRow(view.IdOf(f.Node), again, view.TriesOf(f.Node) + 1, view.SpecOf(f.Node).Retry.MaxAttempts);
                }

                return _numbers.Remove(f.Node, out var number) && _rows.Remove(number, out var row) ? row : null;
            case RunFact.Asked f when Row(f.Node) is { } asking:
                asking.Fixed = Question(view, f.Node);
                return null;
            case RunFact.AttemptReady f when Row(f.Node) is { } up:
                up.IsUp = true;
                return null;
            case RunFact.AttemptStopping f when Row(f.Node) is { } stopping:
                stopping.IsStopping = true;
                return null;
            case RunFact.Skipped f:
                _retries.Remove(f.Node);
                return null;
            case RunFact.GroupStopping { Node: 0 } or RunFact.Restored:
                _retries.Clear();
                return null;
            default:
                return null;
        }
    }

    /// <summary>Takes the counts of a run over.</summary>
    public void Count(RunState view)
    {
        Total = view.StepCount;
        Done = view.StepsThat(NodeStatus.Succeeded) + view.StepsThat(NodeStatus.Skipped);
        Failed = view.StepsThat(NodeStatus.Failed);
        Blocked = view.StepsThat(NodeStatus.Blocked);
        IsPaused = view.IsPaused;
        IsStopping = view.Status is RunStatus.Stopping;
    }

    /// <summary>The row of a step under way.</summary>
    public RunningRow? Row(int node) => _numbers.TryGetValue(node, out var number) ? _rows[number] : null;

    private string Question(RunState view, int node) => $"waits for you: {SafeText.Of(mask.Apply(view.QuestionOf(node)))}";

    private void Add(RunState view, int node, int attempt, DateTimeOffset since)
    {
        if (view.SpecOf(node) is not StepSpec step)
        {
            return;
        }

        if (_numbers.Remove(node, out var before))
        {
            _rows.Remove(before);
        }

        _numbers[node] = _next;
        _rows[_next++] = new RunningRow
        {
            Id = step.Id,
            Attempt = attempt,
            Since = since,
            Mask = maskOf?.Invoke(view, node) ?? mask,
            IsBackground = step.Background is not null,
            IsUp = view.IsUp(node),
            AsksSomebody = step.Action is StepAction.Approve,
            Fixed = step.Action switch
            {
                StepAction.Approve => Question(view, node),
                StepAction.Wait wait => $"waits {Words.Of(wait.Duration)}",
                _ => "",
            },
        };
    }
}

/// <summary>A step that waits for its next try.</summary>
/// <param name="Id">Full id of the step.</param>
/// <param name="At">When it is tried again.</param>
/// <param name="Try">Number of that try.</param>
/// <param name="Most">The most tries.</param>
internal sealed record RetryRow(string Id, DateTimeOffset At, int Try, int Most);
