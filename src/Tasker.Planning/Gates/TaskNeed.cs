namespace Tasker.Planning.Gates;

/// <summary>A task, and one that it says it needs.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Need">The id that it names.</param>
internal sealed record TaskNeed(string Task, string Need);
