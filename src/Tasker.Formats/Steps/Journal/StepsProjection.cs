using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Engine.Files;
using Tasker.Formats.Steps.Files;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>
/// Tells the progress of a run of steps: <c>.task_execution.log</c>, <c>.task_log</c>, the marks in <c>SPEC.md</c>,
/// the screen.
/// </summary>
/// <remarks>
/// Every record has a number that comes from its fact. After a crash the end of the log says up to which number each
/// execution was told;
/// the rest is told then, and nothing twice. A mark is the same text whenever it is made, so making it again changes
/// nothing.
/// When a file cannot be written, the records are kept and told with the next facts, and for the last time when the run is left.
/// </remarks>
public sealed class StepsProjection : IProjection
{
    private const int OutputTail = 4 * 1024;

    /// <summary>Clocks of several machines differ; lines so much older than the run still are not taken for its
    /// own.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    private readonly StepsOutlets _outlets;
    private readonly SpecFile _spec;
    private readonly LineLog _log;
    private readonly LineLog _progress;
    private readonly List<StepRecord> _untold = [];
    private readonly List<string> _unwritten = [];
    private readonly Dictionary<string, (SpecMark Mark, string Problem)> _unmarked = new(StringComparer.Ordinal);
    private string _problem = "";
    private StepNarrator? _narrator;
    private long _shown = -1;

    /// <param name="outlets">Where to tell.</param>
    public StepsProjection(StepsOutlets outlets)
    {
        ArgumentNullException.ThrowIfNull(outlets);
        _outlets = outlets;
        _spec = new SpecFile(outlets.Root, outlets.SpecPath, outlets.Time);
        var gate = SpecFile.LockOf(outlets.Root, outlets.Time);
        _log = new LineLog(Path.Combine(outlets.Root, outlets.LogPath), gate);
        _progress = new LineLog(Path.Combine(outlets.Root, outlets.ProgressPath), gate);
    }

    /// <inheritdoc/>
    public async ValueTask RecoverAsync(RunState view, IReadOnlyList<RunFact> facts,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(facts);
        _narrator = new StepNarrator(view.Workflow);
        _untold.Clear();
        var told = Told(view);
        var begun = new Dictionary<int, StepRecord>();
        foreach (var record in facts.SelectMany(_narrator.Tell))
        {
            if (record is { Phase: "", Status: StepStatus.Started })
            {
                begun[record.Step] = record;
            }
            else if (record.Phase == StepPhase.Completed)
            {
                begun.Remove(record.Step);
            }

            if (record.Seq > told.GetValueOrDefault(record.TaskId, -1))
            {
                _untold.Add(record);
            }
        }

        foreach (var open in begun.Values.Where(open => told.ContainsKey(open.TaskId)))
        {
            _outlets.Console?.ShowResumed(open);
        }

        await TellAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(
        RunState view, long position, IReadOnlyList<RunFact> facts, IReadOnlyList<NodeChange> changes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(facts);
        _narrator ??= new StepNarrator(view.Workflow);
        foreach (var fact in facts.Skip((int)Math.Max(0, _narrator.Position - position)))
        {
            _untold.AddRange(_narrator.Tell(fact));
        }

        return TellAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(bool isOwner)
    {
        if (!isOwner || _narrator is null)
        {
            _unmarked.Clear();
            _untold.Clear();
            _unwritten.Clear();
            return;
        }

        try
        {
            await TellAsync(CancellationToken.None);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            _problem = closed.Message; // Told as what is lacking.
        }
    }

    /// <inheritdoc/>
    public Diagnostic? Shortfall
    {
        get
        {
            var ended = $"'tasker runs show {_narrator?.Run.RunId}' has how each step ended.";
            if (_unmarked.Count > 0)
            {
                var (mark, problem) = _unmarked.Values.MinBy(one => one.Mark.Step);
                var which = _unmarked.Count == 1
                    ? $"The line of step {mark.Step} does"
                    : $"The lines of {_unmarked.Count} steps, of step {mark.Step} first, do";
                return new Diagnostic(
                    StepsCodes.FilesBehind, Severity.Warning, new Place(_outlets.SpecPath),
                    $"{which} not show what happened: {problem.TrimEnd('.')}.",
                    $"The next 'tasker do' goes by the boxes and does what is not ticked; {ended}",
                    "Make the file writable before that, and tick the boxes of steps that are done.");
            }

            return _untold.Count == 0 && _unwritten.Count == 0 ? null : new Diagnostic(
                StepsCodes.FilesBehind, Severity.Warning, new Place(_untold.Count > 0 ? _outlets.LogPath : _outlets.ProgressPath),
                $"The log lacks the end of what happened: {_problem.TrimEnd('.')}.", $"Whoever reads it misses that; {ended}",
                "Make the file writable, or make room on the disk, before the next run.");
        }
    }

    private async ValueTask TellAsync(CancellationToken cancellationToken)
    {
        await MarkAgainAsync(cancellationToken);
        for (var i = 0; i < _untold.Count; i++)
        {
            if (_untold[i] is { Phase: StepPhase.Spec, Success: { } success } record)
            {
                _untold[i] = await MarkAsync(record, success, cancellationToken);
            }
            else if (_untold[i] is { Status: StepStatus.Failed, ExitCode: not (null or 0) } failed
                && failed.Seq > _shown)
            {
                _untold[i] = WithLastLine(failed);
            }
        }

        foreach (var record in _untold.Where(record => record.Seq > _shown))
        {
            _outlets.Console?.Show(record);
            _shown = record.Seq;
        }

        var run = _narrator!.Run.RunId;
        await _log.AppendAsync([.. _untold.Select(record =>
            RecordJson.Line(record, run, Output(record), OutputPath(record)))], cancellationToken);
        _unwritten.AddRange(_untold.Where(record => record.Status != StepStatus.Ok).Select(ProgressLine.Of));
        _untold.Clear();
        await _progress.AppendAsync(_unwritten, cancellationToken);
        _unwritten.Clear();
    }

    private async Task<StepRecord> MarkAsync(StepRecord record, bool success, CancellationToken cancellationToken)
    {
        var mark = new SpecMark(record.Step, success ? SpecAnnotationKind.Done : SpecAnnotationKind.Failed,
            record.TaskId, record.At, record.Message);
        if (await _spec.MarkAsync(mark, cancellationToken) is not { } problem)
        {
            return record;
        }

        _unmarked[record.TaskId] = (mark, problem);
        var message = Texts.Short($"{_outlets.SpecPath}: {problem}", 300);
        return record with { Status = StepStatus.Broken, Message = message };
    }

    /// <summary>
    /// Tries marks again that could not be made: the disk may have room by now, or the file its permission back.
    /// </summary>
    private async Task MarkAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var (taskId, (mark, _)) in _unmarked.ToArray())
        {
            if (await _spec.MarkAsync(mark, cancellationToken) is { } problem)
            {
                _unmarked[taskId] = (mark, problem);
            }
            else
            {
                _unmarked.Remove(taskId);
            }
        }
    }

    /// <summary>The last number that the log has of each execution of this run.</summary>
    private Dictionary<string, long> Told(RunState view)
    {
        var told = new Dictionary<string, long>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var node = 0; node < view.Count; node++)
        {
            if (view.SpecOf(node).Labels.TryGetValue(StepLabels.TaskId, out var id))
            {
                ids.Add(id);
            }
        }

        var oldest = (view.CreatedAt ?? DateTimeOffset.MinValue + ClockDifference) - ClockDifference;
        foreach (var line in _log.Backwards())
        {
            if (RecordJson.Read(line) is not var (taskId, seq, at))
            {
                continue;
            }

            if (at < oldest)
            {
                break;
            }

            if (ids.Contains(taskId) && seq > told.GetValueOrDefault(taskId, -1))
            {
                told[taskId] = seq;
            }
        }

        return told;
    }

    /// <summary>An exit code says little; the last line of what a command wrote mostly says why.</summary>
    private StepRecord WithLastLine(StepRecord record) =>
        Output(record)?.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } line
            ? record with { Message = Texts.Short($"{record.Message} {line}", 500) }
            : record;

    private string? OutputPath(StepRecord record) =>
        record is { Node.Length: > 0, Attempt: { } attempt, Duration: not null }
            ? _outlets.OutputOf?.Invoke(record.Node, attempt) : null;

    /// <summary>The end of what an attempt wrote; the executor has masked secrets in it already.</summary>
    private string? Output(StepRecord record)
    {
        if (OutputPath(record) is not { } path)
        {
            return null;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Seek(-Math.Min(OutputTail, file.Length), SeekOrigin.End);
            var bytes = new byte[OutputTail];
            var read = file.ReadAtLeast(bytes, OutputTail, throwOnEndOfStream: false);

            // The cut may fall inside a character.
            var start = 0;
            while (start < Math.Min(read, 4) && (bytes[start] & 0xC0) == 0x80)
            {
                start++;
            }

            return Encoding.UTF8.GetString(bytes, start, read - start).TrimEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
