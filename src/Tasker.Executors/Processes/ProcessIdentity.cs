namespace Tasker.Executors.Processes;

/// <summary>Names one process for ever: its id alone is given to another process sooner or later.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTime">When it started, as the system counts it (Linux: clock ticks since boot).</param>
/// <param name="BootId">Changes with every boot of the machine; empty where the system tells none.</param>
internal readonly record struct ProcessIdentity(int Pid, long StartTime, string BootId);
