using System.Text;
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
/// When a file cannot be written, the records are kept and told with the next facts.
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
    private readonly Dictionary<string, SpecMark> _unmarked = new(StringComparer.Ordinal);
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
        string[] progress = [.. _untold.Where(record => record.Status != StepStatus.Ok).Select(ProgressLine.Of)];
        _untold.Clear();
        await _progress.AppendAsync(progress, cancellationToken);
    }

    private async Task<StepRecord> MarkAsync(StepRecord record, bool success, CancellationToken cancellationToken)
    {
        var mark = new SpecMark(record.Step, success ? SpecAnnotationKind.Done : SpecAnnotationKind.Failed,
            record.TaskId, record.At, record.Message);
        if (await _spec.MarkAsync(mark, cancellationToken) is not { } problem)
        {
            return record;
        }

        _unmarked[record.TaskId] = mark;
        var message = Texts.Short($"{_outlets.SpecPath}: {problem}", 300);
        return record with { Status = StepStatus.Broken, Message = message };
    }

    /// <summary>
    /// Tries marks again that could not be made: the disk may have room by now, or the file its permission back.
    /// </summary>
    private async Task MarkAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var (taskId, mark) in _unmarked.ToArray())
        {
            if (await _spec.MarkAsync(mark, cancellationToken) is null)
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
