namespace Tasker.Executors.Processes;

/// <summary>What came of stopping a family of processes.</summary>
/// <param name="Others">Processes besides the first one that were met.</param>
/// <param name="Left">Processes that could not be ended: another user's, or stuck in the system.</param>
internal readonly record struct StopReport(int Others, int Left);
