using Tasker.Core.Runs;
using Tasker.Engine.Hosting;

namespace Tasker.Hosting;

/// <summary>An execution that is under way in this program.</summary>
public sealed class TaskExecution
{
    private readonly TaskCompletionSource<ExecutionSnapshot> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskExecution(RunHost host, ExecutionView view) => (Host, View) = (host, view);

    /// <summary>Its id.</summary>
    public string Id => Host.RunId;

    /// <summary>Where it stands.</summary>
    public ExecutionStatus Status => View.Status;

    /// <summary>Completes with the execution at its end; cancelled when it is left before.</summary>
    public Task<ExecutionSnapshot> Completion => _completion.Task;

    internal RunHost Host { get; }

    internal ExecutionView View { get; }

    /// <summary>Completes when nothing of it is under way here any more.</summary>
    internal Task Over { get; private set; } = Task.CompletedTask;

    /// <summary>Its events in order, to its end. Can be read once; what happened before is kept until then.</summary>
    public IAsyncEnumerable<ExecutionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        View.Read.ReadAllAsync(cancellationToken);

    internal void Run(CancellationTokenSource leave, Action over) => Over = Task.Run(() => RunAsync(leave, over), CancellationToken.None);

    private async Task RunAsync(CancellationTokenSource leave, Action over)
    {
        try
        {
            RunState run;
            await using (Host)
            {
                run = await Host.RunAsync(leave.Token);
            }

            over();
            if (run.HasEnded)
            {
                _completion.TrySetResult(ExecutionSnapshot.Of(run));
            }
            else
            {
                _completion.TrySetCanceled(CancellationToken.None);
            }
        }
        catch (Engine.Ports.JournalException broken)
        {
            over();
            _completion.TrySetException(broken);
        }
        finally
        {
            View.End();
            leave.Dispose();
        }
    }
}
