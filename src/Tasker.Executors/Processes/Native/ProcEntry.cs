namespace Tasker.Executors.Processes.Native;

/// <summary>One line of the process table.</summary>
/// <param name="Identity">Which process.</param>
/// <param name="State">One letter: R, S, D, T, Z …</param>
/// <param name="Parent">Id of its parent.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
internal readonly record struct ProcEntry(ProcessIdentity Identity, char State, int Parent, int Group, int Session)
{
    /// <summary>False for one that has ended and only waits to be collected.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');
}
