using System.Collections.Immutable;
using Tasker.Core.Runs;

namespace Tasker.Engine.Ports;

/// <summary>Who owns runs: one process of one boot of one machine.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="BootId">Changes with every boot; empty where the system tells none.</param>
/// <param name="ProcessId">Process id.</param>
/// <param name="StartTime">Start of the process as the system counts it; with the id it names one process for ever.</param>
public sealed record OwnerIdentity(string Host, string BootId, int ProcessId, long StartTime)
{
    /// <summary>For people: <c>process 123 on host</c>.</summary>
    public override string ToString() => $"process {ProcessId} on {Host}";
}

/// <summary>Tells whether an owner still lives. True when in doubt (another machine).</summary>
public delegate bool OwnerProbe(OwnerIdentity owner);

/// <summary>Proof of owning a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Owner">The owner.</param>
/// <param name="Epoch">Raised by every change of owner; an older one can write nothing.</param>
public sealed record RunOwnership(string RunId, OwnerIdentity Owner, long Epoch);

/// <summary>A run to be created.</summary>
/// <param name="RunId">Unique in the store.</param>
/// <param name="Name">Name of the workflow.</param>
/// <param name="FrontDoor">Front door of the workflow.</param>
/// <param name="Source">File or folder of the workflow.</param>
/// <param name="CreatedAt">When, in UTC.</param>
/// <param name="WorkflowHash">Content hash of the workflow; equal workflows are stored once.</param>
/// <param name="Workflow">The frozen workflow, encoded.</param>
/// <param name="FactCount">Number of facts in <paramref name="Facts"/>.</param>
/// <param name="Facts">The first facts, encoded.</param>
/// <param name="Labels">What lists of runs can be filtered by.</param>
public sealed record NewRun(
    string RunId, string Name, string FrontDoor, string Source, DateTimeOffset CreatedAt,
    string WorkflowHash, ReadOnlyMemory<byte> Workflow, int FactCount, ReadOnlyMemory<byte> Facts,
    ImmutableSortedDictionary<string, string> Labels);

/// <summary>What lists of runs show of a run; written with an append so that lists need no replay.</summary>
/// <param name="Status">Status of the run.</param>
/// <param name="Done">Steps that ended well or were skipped.</param>
/// <param name="Failed">Steps that failed.</param>
/// <param name="Total">Steps known so far.</param>
/// <param name="EndedAt">When the run ended; null while it goes on.</param>
public sealed record RunSummaryUpdate(RunStatus Status, int Done, int Failed, int Total, DateTimeOffset? EndedAt);

/// <summary>One run as lists show it.</summary>
public sealed record RunRecord(
    string RunId, string Name, string FrontDoor, string Source, DateTimeOffset CreatedAt, string WorkflowHash,
    long Position, RunSummaryUpdate Summary, OwnerIdentity? Owner, DateTimeOffset? LeaseUntil, long Epoch,
    ImmutableSortedDictionary<string, string> Labels);

/// <summary>Which runs a list shows.</summary>
/// <param name="Open">True: runs that have not ended; false: ended ones; null: all.</param>
/// <param name="Name">Name of the workflow; null: any.</param>
/// <param name="Source">File or folder of the workflow; null: any.</param>
/// <param name="Limit">The most runs.</param>
public sealed record RunFilter(bool? Open = null, string? Name = null, string? Source = null, int Limit = int.MaxValue);

/// <summary>Facts as one append kept them.</summary>
/// <param name="Position">Number of facts before the first one.</param>
/// <param name="Count">Number of facts.</param>
/// <param name="Facts">The facts, encoded.</param>
public sealed record JournalSegment(long Position, int Count, ReadOnlyMemory<byte> Facts);

/// <summary>A message to the owner of a run.</summary>
/// <param name="Id">Rises with every message of the store.</param>
/// <param name="Content">What was sent.</param>
public sealed record RunMessage(long Id, ReadOnlyMemory<byte> Content);
