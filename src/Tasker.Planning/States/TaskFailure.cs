namespace Tasker.Planning.States;

/// <summary>How a task failed.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Category">The kind of failure; null: other.</param>
/// <param name="Subcategory">A finer kind; null: none.</param>
/// <param name="IsRetryable">False when trying again is no use.</param>
public sealed record TaskFailure(string Message, string? Category = null, string? Subcategory = null, bool IsRetryable = true);
