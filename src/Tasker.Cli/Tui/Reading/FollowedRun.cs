using Tasker.Cli.Commands.Runs;
using Tasker.Cli.Hosting;
using Tasker.Cli.Projects;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui.Pictures;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Engine.Ports;
using Tasker.Engine.Reading;
using Tasker.Engine.Settings;
using Tasker.Executors.Logs;

namespace Tasker.Cli.Tui.Reading;

/// <summary>A run whose journal is folded as it grows.</summary>
internal sealed class FollowedRun
{
    private const int MostRows = 20_000;
    private const int MostEvents = 200;
    private const int MostWork = 50;

    private readonly RunState _state;
    private readonly SecretMask _mask;
    private readonly Func<int, SecretMask> _maskOf;
    private readonly LogFiles _logs;
    private readonly Dictionary<(int Node, int Attempt), (string Path, LogTail Tail, string Line)> _tails = [];
    private RunPicture? _picture;

    private FollowedRun(RunState state, LogFiles logs, SecretMask mask, Func<int, SecretMask> maskOf) =>
        (_state, _logs, _mask, _maskOf) = (state, logs, mask, maskOf);

    /// <summary>The run.</summary>
    public RunState State => _state;

    /// <summary>What must not be shown of it.</summary>
    public SecretMask Mask => _mask;

    /// <summary>Begins to follow a run.</summary>
    public static async Task<FollowedRun> BeginAsync(
        IJournal journal, string runId, Session session, LogFiles logs, ProjectSettings settings, CancellationToken cancellationToken)
    {
        var state = await RunReader.ReadAsync(journal, runId, null, cancellationToken);
        var mask = LogFiles.MaskFor(session, settings, state.Workflow);
        return new FollowedRun(state, logs, mask, node => LogFiles.MaskFor(session, settings, state, node, mask));
    }

    /// <summary>Folds what is new.</summary>
    public async Task AdvanceAsync(IJournal journal, RunRecord record, CancellationToken cancellationToken)
    {
        if (record.Position > _state.Position)
        {
            await RunReader.AdvanceAsync(journal, _state.RunId, _state, null, cancellationToken);
            _state.TakeChanges();
        }
    }

    /// <summary>What is under way in it, with the last line of its output.</summary>
    /// <param name="nameOf">The name of a step; null: its own.</param>
    public IEnumerable<WorkRow> Work(Func<string, string?> nameOf)
    {
        var running = _state.RunningSteps();
        foreach (var gone in _tails.Keys.Where(key => !running.Contains(key.Node) || _state.AttemptsOf(key.Node) != key.Attempt).ToArray())
        {
            _tails.Remove(gone);
        }

        foreach (var node in running.Take(MostWork))
        {
            var step = (StepSpec)_state.SpecOf(node);
            var asks = step.Action is StepAction.Approve;
            var line = asks ? $"waits for you: {_mask.Apply(_state.QuestionOf(node))}" : step.Action is StepAction.Wait ? "waits" : LastLine(node, step);
            yield return new WorkRow(step.Id, _mask.Apply(nameOf(step.Id) ?? step.DisplayName), _state.RunId, _state.StartedAt(node), _state.AttemptsOf(node), line, asks);
        }
    }

    /// <summary>The run as it is looked at.</summary>
    public async Task<RunPicture> PictureAsync(IJournal journal, RunEntry entry, CancellationToken cancellationToken)
    {
        if (_picture is not null && _picture.Entry.Record.Position == entry.Record.Position)
        {
            return _picture = _picture with { Entry = entry };
        }

        return _picture = new RunPicture(entry, _mask.Apply(_state.Message), [.. Rows()], await EventsAsync(journal, cancellationToken));
    }

    private string LastLine(int node, StepSpec step)
    {
        var key = (node, _state.AttemptsOf(node));
        var path = _logs.LivePathOf(_state.RunId, step.Id, key.Item2);
        var (tail, line) = _tails.TryGetValue(key, out var known) && known.Path == path ? (known.Tail, known.Line) : (new LogTail(path, _maskOf(node), fromEnd: true), "");
        while (tail.ReadNew() is { Count: > 0 } lines)
        {
            line = lines.LastOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? line;
        }

        _tails[key] = (path, tail, line);
        return line;
    }

    private IEnumerable<BoardRow> Rows()
    {
        var counts = Counts();
        var (stack, shown) = (new Stack<(int Node, int Depth)>(), 0);
        Push(stack, 0, 0);
        while (stack.TryPop(out var at))
        {
            if (++shown > MostRows)
            {
                yield return new BoardRow("", $"... and more: {_state.Count - 1} steps and groups in all", ItemStatus.Waiting, "");
                yield break;
            }

            yield return Row(at.Node, at.Depth, counts);
            Push(stack, at.Node, at.Depth + 1);
        }
    }

    private void Push(Stack<(int Node, int Depth)> stack, int group, int depth)
    {
        var members = _state.MembersOf(group);
        for (var i = members.Length - 1; i >= 0; i--)
        {
            stack.Push((members[i], depth));
        }
    }

    private (int Done, int Total)[] Counts()
    {
        var counts = new (int Done, int Total)[_state.Count];
        for (var node = 1; node < _state.Count; node++)
        {
            if (_state.SpecOf(node) is not StepSpec)
            {
                continue;
            }

            var isDone = _state.StatusOf(node) is NodeStatus.Succeeded or NodeStatus.Skipped ? 1 : 0;
            for (var at = _state.ParentOf(node); at >= 0; at = _state.ParentOf(at))
            {
                counts[at] = (counts[at].Done + isDone, counts[at].Total + 1);
            }
        }

        return counts;
    }

    private BoardRow Row(int node, int depth, (int Done, int Total)[] counts)
    {
        var (spec, status) = (_state.SpecOf(node), _state.StatusOf(node));
        var (start, end) = (_state.StartedAt(node), _state.EndedAt(node));
        var note = status switch
        {
            NodeStatus.Failed or NodeStatus.RetryWait when _state.LastEndOf(node) is { } last => Words.EndOf(last),
            NodeStatus.Blocked or NodeStatus.Cancelled when _state.CauseOf(node) is >= 0 and var cause => $"because of {_state.IdOf(cause)}",
            _ => "",
        };
        return new BoardRow(spec.Id, _mask.Apply(spec.Title.Length > 0 ? spec.Title : ""), StatusOf(status), RunOutcome.Word(status))
        {
            Depth = depth,
            Since = start,
            Took = start is { } begun && (end ?? (_state.HasEnded ? _state.LastFactAt : null)) is { } over ? over - begun : null,
            Attempts = _state.AttemptsOf(node),
            Note = _mask.Apply(note),
            Counts = spec is GroupSpec ? counts[node] : null,
        };
    }

    /// <summary>How a node is marked.</summary>
    public static ItemStatus StatusOf(NodeStatus status) => status switch
    {
        NodeStatus.Running => ItemStatus.Running,
        NodeStatus.RetryWait => ItemStatus.Held,
        NodeStatus.Succeeded => ItemStatus.Done,
        NodeStatus.Failed => ItemStatus.Failed,
        NodeStatus.Skipped => ItemStatus.Skipped,
        NodeStatus.Blocked => ItemStatus.Blocked,
        NodeStatus.Cancelled => ItemStatus.Cancelled,
        _ => ItemStatus.Waiting,
    };

    private async Task<IReadOnlyList<BoardEvent>> EventsAsync(IJournal journal, CancellationToken cancellationToken)
    {
        var events = new List<BoardEvent>();
        await foreach (var segment in journal.ReadAsync(_state.RunId, Math.Max(0, _state.Position - MostEvents), cancellationToken))
        {
            var position = segment.Position;
            foreach (var fact in FactCodec.Decode(segment.Facts.Span))
            {
                if (++position > _state.Position)
                {
                    break; // Of a step that our state does not know yet.
                }

                // Masked before it is cut: half a secret is none that a mask knows.
                var fields = FactFields.Of(MaskedFact.Of(fact, _mask), _state.IdOf);
                events.Add(new BoardEvent(fact.At, fields.Name, fields.Node, _mask.Apply(string.Join(' ', fields.Others.Select(f => $"{f.Name}={f.Value}")))));
            }
        }

        events.Reverse();
        return events.Count <= MostEvents ? events : events[..MostEvents];
    }
}
