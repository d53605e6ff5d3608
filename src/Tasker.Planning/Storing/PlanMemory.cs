using Tasker.Engine.Files;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Storing;

/// <summary>
/// The state of a plan in the memory of one process that changes it again and again. It counts only while the file is the very one that was read or
/// written; who comes in between is seen. One at a time uses it.
/// </summary>
public sealed class PlanMemory : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FileIdentity? _file;
    private PlanState? _state;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Waits for the turn; disposing ends it.</summary>
    internal async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>The state, when that is what the file holds; else null.</summary>
    internal PlanState? Of(string path) => _state is not null && _file is { } file && FileIdentity.Of(path) == file ? _state : null;

    /// <summary>Remembers a state.</summary>
    /// <param name="file">The file that holds it; null: nothing can be concluded from it later, so nothing is remembered.</param>
    internal void Keep(PlanState state, FileIdentity? file) => (_state, _file) = (file is null ? null : state, file);

    /// <summary>Forgets it: somebody is about to change it, and what is not written does not count.</summary>
    internal void Forget() => (_state, _file) = (null, null);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
