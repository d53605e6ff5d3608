using Tasker.Cli.Sessions;

namespace Tasker.Cli.Hosting;

/// <summary>Ctrl-C while a run is hosted: the first asks to stop and leave the run, the second ends everything at once.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _first = new();
    private readonly IDisposable? _signals;
    private readonly Action _atFirst;
    private readonly Action _atSecond;
    private int _asked;

    /// <param name="session">Where signals come from.</param>
    /// <param name="atFirst">Called at the first signal.</param>
    /// <param name="atSecond">Called at the second; it does not return when it ends the process.</param>
    public StopRequest(Session session, Action atFirst, Action atSecond)
    {
        (_atFirst, _atSecond) = (atFirst, atSecond);
        _signals = session.StopSignals?.Invoke(Asked);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _first.Token;

    /// <summary>True once somebody asked.</summary>
    public bool WasAsked => _first.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        _signals?.Dispose();
        _first.Dispose();
    }

    private void Asked()
    {
        switch (Interlocked.Increment(ref _asked))
        {
            case 1:
                _atFirst();
                _first.Cancel();
                break;
            case 2:
                _atSecond();
                break;
        }
    }
}
