namespace Tasker.Engine.Ports;

/// <summary>What a journal reports. The message is for people: what, why, fix.</summary>
public abstract class JournalException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>There is a run with this id already.</summary>
public sealed class RunExistsException(string runId) : JournalException($"There is a run '{runId}' already.");

/// <summary>There is no run with this id.</summary>
public sealed class RunNotFoundException(string runId)
    : JournalException($"There is no run '{runId}'. 'tasker runs list' shows the runs there are.")
{
    /// <summary>The id that was asked for.</summary>
    public string RunId { get; } = runId;
}

/// <summary>Another owner has the run; whoever gets this must stop working on it at once.</summary>
public sealed class OwnershipLostException(string message) : JournalException(message);

/// <summary>The store cannot be used now.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : JournalException(message, inner);

/// <summary>Kept facts are damaged.</summary>
/// <param name="runId">The run.</param>
/// <param name="position">Facts before the damage, all of them readable.</param>
/// <param name="detail">What is wrong.</param>
public sealed class JournalDamagedException(string runId, long position, string detail)
    : JournalException($"The journal of run '{runId}' is damaged after fact {position}: {detail} Everything before is kept.")
{
    /// <summary>The run.</summary>
    public string RunId { get; } = runId;

    /// <summary>Facts before the damage.</summary>
    public long Position { get; } = position;
}
