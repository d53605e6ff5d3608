namespace Tasker.Executors.Processes.Native;

/// <summary>What differs by operating system: starting, watching, finding and signalling processes.</summary>
internal interface IProcessPlatform : IDisposable
{
    /// <summary>True when <see cref="ProcessExit.Signal"/> is told; else a signal shows as exit code 128 + its number.</summary>
    bool TellsSignals { get; }

    /// <summary>Starts a process. Never throws for a program that cannot be run.</summary>
    StartResult Start(ProcessStart start);

    /// <summary>Watches a process that this one did not start; null when it is gone or its id is another's now.</summary>
    IRunningProcess? Watch(ProcessIdentity identity);

    /// <summary>The identity of a living process; null when there is none (one that has ended but was not collected is gone too).</summary>
    ProcessIdentity? Identify(int pid);

    /// <summary>Signals one process if it is still the one meant; false when it is gone, another, or out of reach.</summary>
    bool Signal(ProcessIdentity identity, int signal);

    /// <summary>All living processes of a family, in the order of their ids. Never this process, one above it, or process 1.</summary>
    IReadOnlyList<FamilyMember> Family(FamilyQuery query);

    /// <summary>True when the session that an ended process led may have members left. Cheap; an answer of false is sure.</summary>
    bool SessionMayLive(int leader);
}

/// <summary>Whom to look for.</summary>
/// <param name="Root">A process whose descendants belong to the family; null: none.</param>
/// <param name="Session">A session that belongs to the family: that of an attempt's first process; null: none.</param>
/// <param name="Markers"><c>NAME=value</c> entries; whoever has one in its environment belongs to the family.</param>
internal sealed record FamilyQuery(ProcessIdentity? Root, int? Session, IReadOnlyList<string> Markers);

/// <summary>One living process of a family.</summary>
/// <param name="Identity">Which one.</param>
/// <param name="Session">Its session.</param>
/// <param name="Group">Its process group.</param>
/// <param name="IsHalted">True when it was halted by a signal and takes no other before it is told to go on.</param>
internal sealed record FamilyMember(ProcessIdentity Identity, int Session, int Group, bool IsHalted);
