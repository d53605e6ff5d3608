namespace Tasker.Planning.States;

/// <summary>What a session of an agent used up so far.</summary>
/// <param name="Session">The session. It is counted once, however often it is told.</param>
/// <param name="Input">Tokens read.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Cost">Cost, dollars.</param>
/// <param name="Task">The task that it worked on; null: not known.</param>
/// <param name="Model">The model; null: not known.</param>
public sealed record UsageReport(string Session, long Input, long Output, double Cost, string? Task = null, string? Model = null);
