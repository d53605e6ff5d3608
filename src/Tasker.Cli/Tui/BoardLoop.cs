using System.Threading.Channels;
using Tasker.Cli.Screens;
using Tasker.Cli.Sessions;
using Tasker.Cli.Tui.Drawing;
using Tasker.Cli.Tui.Pictures;
using Tasker.Cli.Tui.Reading;
using Tasker.Engine.Ports;
using Tasker.Planning;
using Tasker.Planning.Overview;

namespace Tasker.Cli.Tui;

/// <summary>
/// The live screen: one loop that takes keys and changes in one after the other and paints what comes of them. What takes time, reading and
/// asking, is done beside it. Nothing is looked at again unless it has changed; a clock ticks only while something is under way.
/// </summary>
internal sealed class BoardLoop : ITerminalListener, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Channel<Func<Task>> _inbox = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Session _session;
    private readonly BoardReader _reader;
    private readonly BoardSteering _steering;
    private readonly FullScreen _screen;
    private readonly CancellationTokenSource _over = new();
    private Board _board;
    private BoardView _view = new();
    private Parts _changed;
    private Parts _missed;
    private Task _reading = Task.CompletedTask;
    private Task _acting = Task.CompletedTask;
    private ITimer? _later;
    private bool _isArmed;
    private bool _isTicking;
    private bool _anew;
    private int? _exit;

    /// <param name="session">The surroundings.</param>
    /// <param name="reader">Reads what is shown.</param>
    /// <param name="steering">Does what is asked for.</param>
    /// <param name="board">What is shown first.</param>
    public BoardLoop(Session session, BoardReader reader, BoardSteering steering, Board board)
    {
        (_session, _reader, _steering, _board) = (session, reader, steering, board);
        _screen = new FullScreen(session.Out);
    }

    /// <summary>Shows until somebody leaves. However it ends, the terminal is as it was.</summary>
    /// <param name="watching">Tells what changes, since before the board was read that is shown first.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IBoardWatch watching, CancellationToken cancellationToken)
    {
        using var cancelled = cancellationToken.Register(() => Post(() => Leave(ExitCode.Interrupted)));
        using var signals = _session.StopSignals?.Invoke(() => Post(() => Leave(ExitCode.Interrupted)));
        await using var later = _later = _session.Time.CreateTimer(_ => Post(Look), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var tick = _session.Time.CreateTimer(_ => Post(() => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            _screen.Enter();
            watching.Begin(Changed);
            if (ReferenceEquals(_board.Plan?.Health, PlanHealth.Unknown))
            {
                Changed(Parts.Definitions);
            }

            using var terminal = _session.Terminal?.Invoke(this);
            while (_exit is null)
            {
                Settle(tick, watching);
                Paint();
                await _inbox.Reader.WaitToReadAsync(CancellationToken.None);
                while (_exit is null && _inbox.Reader.TryRead(out var act))
                {
                    await act();
                }
            }

            return _exit.Value;
        }
        finally
        {
            _screen.Leave();
            await _over.CancelAsync();
            await Task.WhenAll(_reading, _acting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Nobody sees any more what comes of it.
        }
    }

    public void Dispose() => _over.Dispose();

    public void Pressed(ConsoleKeyInfo key, Action next) => Post(() =>
    {
        Press(key);
        if (_exit is null)
        {
            next();
        }
    });

    public void Resized() => Post(() => { });

    public void Suspending() => _screen.Leave();

    public void Continued()
    {
        _screen.Enter();
        Post(() => _anew = true);
    }

    private void Post(Action act) => _inbox.Writer.TryWrite(() =>
    {
        act();
        return Task.CompletedTask;
    });

    private void Leave(int exit) => _exit = exit;

    /// <summary>Something has changed; files are written in pieces, so it is looked at a moment later.</summary>
    private void Changed(Parts parts)
    {
        lock (_gate)
        {
            _changed |= parts;
            if (!_isArmed)
            {
                _isArmed = true;
                _later?.Change(Moment, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Reads what has changed, when nothing is being read; else when that is done.</summary>
    private void Look()
    {
        Parts parts;
        lock (_gate)
        {
            _isArmed = false;
            if (!_reading.IsCompleted)
            {
                return;
            }

            (parts, _changed, _missed) = (_changed | _missed, Parts.None, Parts.None);
        }

        var (request, token) = (_view.Request, _over.Token);
        var reading = Task.Run(() => _reader.ReadAsync(request, parts, token), token);
        _reading = reading;
        WhenDone(reading, () => TakeAsync(reading, request, parts));
    }

    /// <summary>Goes on in the loop, where what goes wrong ends it.</summary>
    private void WhenDone(Task task, Func<Task> then) => task.ContinueWith(
        _ => _inbox.Writer.TryWrite(then), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task TakeAsync(Task<Board> reading, BoardRequest request, Parts parts)
    {
        try
        {
            _board = await reading;
        }
        catch (Exception unreadable) when (unreadable is PlanningException or JournalException or IOException or UnauthorizedAccessException)
        {
            // What was there before stays, and what could not be read is read with the next change.
            _board = _board with { Problem = unreadable.Message };
            _missed |= parts;
        }

        if (_board.Page is null && _view.Item is not null && _view.Request == request)
        {
            _view = _view with { Item = null, Message = $"There is no '{_view.Item}' any more." };
        }

        bool isMore;
        lock (_gate)
        {
            isMore = _view.Request != request || (_changed is not Parts.None && !_isArmed);
        }

        if (isMore)
        {
            Look();
        }
    }

    private void Press(ConsoleKeyInfo key)
    {
        var before = _view.Request;
        var (view, action) = new BoardKeys(_board, Math.Max(1, _session.Size().Height - 6)).Press(_view, key);
        _view = view;
        switch (action)
        {
            case BoardAction.Quit:
                Leave(ExitCode.Done);
                break;
            case BoardAction.Repaint:
                _anew = true;
                break;
            case not null when !_acting.IsCompleted:
                _view = _view with { Message = "What was asked before is not done yet." };
                break;
            case not null:
                _view = _view with { Message = "..." };
                var acting = Task.Run(() => _steering.DoAsync(action, _over.Token), _over.Token);
                _acting = acting;
                WhenDone(acting, () => TellAsync(acting));
                break;
        }

        if (_view.Request != before)
        {
            Look();
        }
    }

    private async Task TellAsync(Task<string> acting)
    {
        var told = await acting;
        _view = _view with { Message = told.ReplaceLineEndings(" ") };
        Changed(Parts.State | Parts.Runs);
    }

    /// <summary>The clock ticks while something is under way, and output is watched of what is.</summary>
    private void Settle(ITimer tick, IBoardWatch watching)
    {
        var isMoving = _board.Work.Count > 0 || _board.Runs.Any(run => !run.HasEnded && run.IsHosted);
        if (isMoving != _isTicking)
        {
            _isTicking = isMoving;
            tick.Change(isMoving ? Second : Timeout.InfiniteTimeSpan, isMoving ? Second : Timeout.InfiniteTimeSpan);
        }

        watching.Follow([.. _board.Work.Where(row => row.Run.Length > 0).Select(row => _reader.LogFolderOf(row.Run)).Distinct()]);
    }

    private void Paint()
    {
        var size = _session.Size();
        var pen = new Pen(_session.OutInk, _session.Time.GetUtcNow(), _session.Time.LocalTimeZone);
        var frame = new BoardFrame(pen, _session.IsAscii).Draw(_board, _view, size);
        _view = _view with { Offset = frame.Offset };
        _screen.Paint(frame.Lines, size, _anew);
        _anew = false;
    }
}
