using System.Collections.Immutable;
using Tasker.Core.Values;
using Tasker.Core.Workflows;

namespace Tasker.Core.Runs;

/// <summary>The fold of the facts of one run; never stored without them. This file: what others may ask.</summary>
/// <remarks>
/// Laws: folding the same facts gives the same state, whoever folds; folding a fact costs what it touches (its followers and the
/// groups above), never the size of the run. Only the run's own loop folds; others read between two facts.
/// </remarks>
public sealed partial class RunState
{
    private readonly RunPlan _plan;
    private readonly Dictionary<int, AttemptEnd> _ends = [];
    private readonly Dictionary<int, int> _failures = [];
    private readonly Dictionary<int, string> _handles = [];
    private readonly Dictionary<int, string> _notes = [];
    private readonly Dictionary<int, string> _questions = [];
    private readonly Dictionary<string, long> _checkpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Node, string Monitor), MonitorState> _monitors = [];
    private readonly int[] _poolUse;
    private readonly int[] _poolLimits;
    private readonly int[] _stepCounts = new int[8];
    private NodeState[] _nodes;

    /// <summary>The state before the first fact.</summary>
    /// <param name="workflow">The frozen workflow; it has passed <c>WorkflowChecks</c>.</param>
    public RunState(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        _plan = new RunPlan(workflow);
        _nodes = new NodeState[_plan.Count];
        _poolUse = new int[workflow.Pools.Length];
        _poolLimits = [.. workflow.Pools.Select(p => p.Limit)];
        Admission = new Admission(this);
        Prepare(0);
    }

    /// <summary>The frozen workflow.</summary>
    public Workflow Workflow => _plan.Workflow;

    /// <summary>Id of the run; empty before its first fact.</summary>
    public string RunId { get; private set; } = "";

    /// <summary>What the run was given.</summary>
    public Value.Map Inputs { get; private set; } = Value.Map.Empty;

    /// <summary>The ended run whose finished work was taken over; null for none.</summary>
    public string? Continues { get; private set; }

    /// <summary>Status of the run.</summary>
    public RunStatus Status { get; private set; } = RunStatus.Running;

    /// <summary>Why the run ended as it did; empty for success and while it goes on.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Who had the run aborted and why, such as <c>ada: no money left</c>; empty when nobody said so. The first counts.</summary>
    public string AbortReason { get; private set; } = "";

    /// <summary>True once the status is final.</summary>
    public bool HasEnded => Status >= RunStatus.Succeeded;

    /// <summary>True while nothing new may start.</summary>
    public bool IsPaused => Status is RunStatus.Paused;

    /// <summary>When the run was created; null before its first fact.</summary>
    public DateTimeOffset? CreatedAt { get; private set; }

    /// <summary>Time of the last fact.</summary>
    public DateTimeOffset LastFactAt { get; private set; }

    /// <summary>Facts folded so far.</summary>
    public long Position { get; private set; }

    /// <summary>Nodes known so far; their numbers are 0 to <c>Count - 1</c>, a group before its members, the root is 0.</summary>
    public int Count => _plan.Count;

    /// <summary>Steps known so far.</summary>
    public int StepCount => _stepCounts.Sum();

    /// <summary>How many steps have a status.</summary>
    public int StepsThat(NodeStatus status) => _stepCounts[(int)status];

    /// <summary>Names of the checkpoints, the newest last.</summary>
    public IReadOnlyList<string> Checkpoints => [.. _checkpoints.OrderBy(c => c.Value).Select(c => c.Key)];

    /// <summary>The node as it was written.</summary>
    public NodeSpec SpecOf(int node) => _plan[node];

    /// <summary>Full id of the node.</summary>
    public string IdOf(int node) => _plan[node].Id;

    /// <summary>The node with a full id; -1 when there is none.</summary>
    public int Find(string id) => _plan.TryFind(id, out var node) ? node : -1;

    /// <summary>The group that a node stands in; -1 for the root.</summary>
    public int ParentOf(int node) => _plan.ParentOf(node);

    /// <summary>Members of a group in declaration order; empty for a step.</summary>
    public ReadOnlySpan<int> MembersOf(int node) => _plan.MembersOf(node);

    /// <summary>Status of a node.</summary>
    public NodeStatus StatusOf(int node) => _nodes[node].Status;

    /// <summary>True for a background step that is ready.</summary>
    public bool IsUp(int node) => (_nodes[node].Flags & NodeFlags.Up) != 0;

    /// <summary>Why an attempt or group is being stopped, or was; <see cref="StopCause.None"/> otherwise.</summary>
    public StopCause StopOf(int node) => _nodes[node].Stop;

    /// <summary>Why a node was skipped.</summary>
    public SkipReason SkipOf(int node) => _nodes[node].Skip;

    /// <summary>Attempts started so far; also the number of the latest one.</summary>
    public int AttemptsOf(int node) => _nodes[node].Attempts;

    /// <summary>Failed tries in this round.</summary>
    public int TriesOf(int node) => _nodes[node].Tries;

    /// <summary>Attempts of a step that failed, in all rounds; a restore takes back those of what it runs again.</summary>
    public int FailuresOf(int node) => _failures.GetValueOrDefault(node);

    /// <summary>How the latest ended attempt ended; null when none has.</summary>
    public AttemptEnd? LastEndOf(int node) =>
        _ends.GetValueOrDefault(node) ?? (_nodes[node].Status is NodeStatus.Succeeded && _plan[node] is StepSpec ? AttemptEnd.Done : null);

    /// <summary>What a succeeded step handed to later ones.</summary>
    public Value.Map OutputsOf(int node) =>
        _nodes[node].Status is NodeStatus.Succeeded && _ends.TryGetValue(node, out var end) ? end.Outputs : Value.Map.Empty;

    /// <summary>The handle that the executor gave for the attempt under way; null when none.</summary>
    public string? HandleOf(int node) => _handles.GetValueOrDefault(node);

    /// <summary>What an approval step that waits for its answer asks, filled in; empty for any other node.</summary>
    public string QuestionOf(int node) => _questions.GetValueOrDefault(node)
        ?? (StatusOf(node) is NodeStatus.Running && _plan[node] is StepSpec { Action: StepAction.Approve approve } ? approve.Message : "");

    /// <summary>What a person or a rule noted about the node (a skip, a group's failure); empty for nothing.</summary>
    public string NoteOf(int node) => _notes.GetValueOrDefault(node, "");

    /// <summary>The node whose failure is the root cause of this one's being blocked, cancelled or failed; -1 for none.</summary>
    public int CauseOf(int node) => _nodes[node].Cause;

    /// <summary>Start of the latest attempt, or of the group; null when it has not started.</summary>
    public DateTimeOffset? StartedAt(int node) => When(_nodes[node].StartedAt);

    /// <summary>End of the latest attempt, or of the group; null when it has not ended.</summary>
    public DateTimeOffset? EndedAt(int node) => When(_nodes[node].EndedAt);

    /// <summary>When the node's own timer is due: its next try, the end of its wait, or a group's time limit; null for none.</summary>
    public DateTimeOffset? DueAt(int node) => When(_nodes[node].DueAt);

    /// <summary>
    /// The latest look of a monitor at the attempt under way, and how many alerts there were; null when it has not looked.
    /// </summary>
    public MonitorState? MonitorOf(int node, string monitor) => _monitors.GetValueOrDefault((node, monitor));

    /// <summary>Places taken in a pool.</summary>
    public int PoolUse(string pool) => _poolUse[_plan.PoolNumber(pool)];

    /// <summary>The item that a fan-out gave to the nearest group above; null outside a fan-out.</summary>
    public (string Name, Value Item, int Index)? ItemOf(int node)
    {
        for (var at = node; at >= 0; at = _plan.ParentOf(at))
        {
            if (_plan.TryGetItem(at, out var item))
            {
                return (item.As, item.Item, item.Index);
            }
        }

        return null;
    }

    /// <summary>Steps whose attempt is under way, in declaration order. Costs the size of the run: for recovery.</summary>
    public IReadOnlyList<int> RunningSteps()
    {
        var running = new List<int>();
        for (var node = 0; node < Count; node++)
        {
            if (_nodes[node].Status is NodeStatus.Running && _plan[node] is StepSpec)
            {
                running.Add(node);
            }
        }

        return running;
    }

    /// <summary>The item that a fan-out gave to this very group; null for none.</summary>
    internal (string As, Value Item, int Index)? ItemAt(int node) =>
        _plan.TryGetItem(node, out var item) ? (item.As, item.Item, item.Index) : null;

    /// <summary>Marks a node as standing in the queue, or not. False when it was so already.</summary>
    internal bool SetQueued(int node, bool queued)
    {
        ref var flags = ref _nodes[node].Flags;
        var before = (flags & NodeFlags.Queued) != 0;
        flags = queued ? flags | NodeFlags.Queued : flags & ~NodeFlags.Queued;
        return before != queued;
    }

    internal int PoolNumber(string pool) => _plan.PoolNumber(pool);

    internal int PoolLimit(int number) => _poolLimits[number];

    /// <summary>Places taken in a pool, or in a group named by the complement of its number.</summary>
    internal int PlacesTaken(int number) => number < 0 ? _nodes[~number].ActiveMembers : _poolUse[number];

    /// <summary>The fold's own memory of a node; the rules read it, only the fold writes it.</summary>
    internal ref readonly NodeState this[int node] => ref _nodes[node];

    internal string? WhyNotAdd(int parent, ImmutableArray<NodeSpec> nodes) => _plan.WhyNotAdd(parent, nodes);

    internal IEnumerable<(int Node, NeedKind Kind)> NeedsOf(int node) => _plan.NeedsOf(node);

    internal bool HasCheckpoint(string name) => _checkpoints.ContainsKey(name);

    internal long CheckpointPosition(string name) => _checkpoints[name];

    private static DateTimeOffset? When(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
}

/// <summary>What a monitor saw last.</summary>
/// <param name="Attempt">The attempt that it watched.</param>
/// <param name="At">When it looked.</param>
/// <param name="Outcome">What it saw.</param>
/// <param name="Text">The end of its output, or why it failed.</param>
/// <param name="Looks">How often it has looked.</param>
/// <param name="Alerts">How often that was an alert.</param>
public sealed record MonitorState(int Attempt, DateTimeOffset At, MonitorOutcome Outcome, string Text, int Looks, int Alerts);
