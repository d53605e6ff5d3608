using System.Buffers;
using System.Threading.Channels;
using Tasker.Core.Runs;
using Tasker.Engine.Ports;

namespace Tasker.Engine.Hosting;

/// <summary>
/// Hosts one run: takes inputs, has them decided, makes the facts durable, then acts on them. The only writer of its run.
/// </summary>
/// <remarks>
/// One loop per run and no lock: everything that happens arrives in one queue. The order within a turn is fixed: decide, append, act,
/// project. So nothing is begun that is not in the journal, and no outside view shows what a crash could undo. Recovery differs in
/// nothing but its first turn, which looks for what was under way.
/// </remarks>
public sealed partial class RunHost : IAsyncDisposable
{
    private const int MostInputsPerTurn = 4096;

    private readonly EngineParts _parts;
    private readonly RunOwnership _ownership;
    private readonly RunState _run;
    private readonly RunRules _rules;
    private readonly OrderMaker _orders;
    private readonly Channel<RunInput> _inbox = Channel.CreateUnbounded<RunInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<int, Attempt> _underWay = [];
    private readonly List<RunInput> _atOnce = [];
    private readonly List<RunFact> _facts = [];
    private readonly ArrayBufferWriter<byte> _encoded = new(4096);
    private readonly CancellationTokenSource _leaving = new();
    private readonly ITimer _timer;
    private readonly ITimer _renewal;
    private IDisposable? _bell;
    private DateTimeOffset? _armedFor;
    private volatile bool _messagesWait;
    private volatile Exception? _lost;
    private bool _journalFailed;
    private bool _left;

    private RunHost(EngineParts parts, RunOwnership ownership, RunState run)
    {
        (_parts, _ownership, _run) = (parts, ownership, run);
        _rules = new RunRules(run);
        _orders = new OrderMaker(run, parts);
        _timer = parts.Time.CreateTimer(_ => Post(new RunInput.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _renewal = parts.Time.CreateTimer(_ => _ = RenewAsync(), null, parts.Options.Renewal, parts.Options.Renewal);
    }

    /// <summary>Id of the run.</summary>
    public string RunId => _ownership.RunId;

    /// <summary>The run. Changes only inside <see cref="RunAsync"/>; read it there (projections) or when that has completed.</summary>
    public RunState State => _run;

    /// <summary>Hands an input to the run. Any thread; returns at once.</summary>
    public void Post(RunInput input) => _inbox.Writer.TryWrite(input);

    /// <summary>Runs until the run has ended, or until <paramref name="cancellationToken"/> asks this engine to leave it.</summary>
    /// <returns>
    /// The state at the end. When asked to leave: foreground attempts have been stopped and count as lost, background ones go on,
    /// the run is released, and whoever recovers it goes on from there.
    /// </returns>
    /// <exception cref="JournalException">The journal cannot be written, or another owner has taken the run. Foreground attempts have been
    /// stopped.</exception>
    public async Task<RunState> RunAsync(CancellationToken cancellationToken)
    {
        using var leave = cancellationToken.Register(() =>
        {
            _leaving.Cancel();
            Post(new RunInput.Tick());
        });
        try
        {
            Listen();
            Post(new RunInput.Tick());
            while (!_run.HasEnded && !_leaving.IsCancellationRequested)
            {
                await TurnAsync();
            }
        }
        catch (JournalException)
        {
            _journalFailed = true;
            throw;
        }
        finally
        {
            await LeaveAsync();
        }

        return _run;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await _timer.DisposeAsync();
        await _renewal.DisposeAsync();
        _leaving.Dispose();
    }

    /// <summary>One turn of the loop: whatever has arrived, decided and made durable together.</summary>
    private async ValueTask TurnAsync()
    {
        if (_atOnce.Count == 0 && !_messagesWait)
        {
            await _inbox.Reader.WaitToReadAsync();
        }

        if (_lost is { } lost)
        {
            throw lost;
        }

        var position = _run.Position;
        _facts.Clear();
        var now = _parts.Time.GetUtcNow();
        if (_parts.Growth is { HasMore: true } growth)
        {
            Grow(growth, now);
        }

        for (var i = 0; i < _atOnce.Count; i++)
        {
            Take(_atOnce[i], now);
        }

        _atOnce.Clear();
        for (var i = 0; i < MostInputsPerTurn && _inbox.Reader.TryRead(out var input); i++)
        {
            Take(input, now);
        }

        var taken = _messagesWait ? await TakeMessagesAsync(now) : 0;
        await AppendAsync(position);
        if (taken > 0)
        {
            await _parts.Journal.RemoveMessagesAsync(_ownership, taken, CancellationToken.None);
        }

        var goesOn = !_leaving.IsCancellationRequested;
        if (goesOn)
        {
            Act();
        }

        await ProjectAsync(position); // What is durable is shown, also when it is the last that this owner does.
        if (goesOn)
        {
            ArmTimer();
        }
    }

    private void Grow(IGrowth growth, DateTimeOffset now)
    {
        foreach (var addition in growth.Take(_run))
        {
            if (_rules.Decide(addition, now, _facts) is { } refusal)
            {
                growth.Refuse(addition, refusal);
            }
        }
    }

    private void Take(RunInput input, DateTimeOffset now)
    {
        if (input is RunInput.AttemptEnded ended && _underWay.TryGetValue(ended.Node, out var attempt) && attempt.Number == ended.Attempt)
        {
            _underWay.Remove(ended.Node);
            attempt.Dispose();
        }

        _rules.Decide(input, now, _facts);
    }

    private async ValueTask AppendAsync(long position)
    {
        if (_facts.Count == 0)
        {
            return;
        }

        _encoded.ResetWrittenCount();
        FactCodec.Encode(_facts, _encoded);
        await _parts.Journal.AppendAsync(
            _ownership, position, _facts.Count, _encoded.WrittenMemory, SummaryOf(_run), CancellationToken.None);
    }

    private async ValueTask ProjectAsync(long position)
    {
        var changes = _run.TakeChanges();
        if (_facts.Count == 0)
        {
            return;
        }

        foreach (var projection in _parts.Projections)
        {
            await GuardedAsync(projection, projection.ApplyAsync(_run, position, _facts, changes, CancellationToken.None));
        }
    }

    private async ValueTask GuardedAsync(IProjection projection, ValueTask work)
    {
        try
        {
            await work;
        }
#pragma warning disable CA1031 // An outside view that fails is told; it never stops the run (IProjection).
        catch (Exception failed)
#pragma warning restore CA1031
        {
            _parts.Report($"Files that show the run could not be brought up to date: {failed.Message}");
        }
    }

    private void ArmTimer()
    {
        var due = _rules.NextDue;
        if (due == _armedFor)
        {
            return;
        }

        _armedFor = due;
        var wait = due is { } at ? at - _parts.Time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        _timer.Change(due is null ? wait : wait < TimeSpan.Zero ? TimeSpan.Zero : Rounded(wait), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Timers count whole milliseconds; one that fires early would only be armed again. The longest one is a day.</summary>
    private static TimeSpan Rounded(TimeSpan wait) =>
        wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
