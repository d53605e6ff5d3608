namespace Tasker.Executors.Agents;

/// <summary>An agent as a file of the project describes it.</summary>
/// <param name="Name">The name in its front matter; the file's name when it has none.</param>
/// <param name="Path">The file, below the project root.</param>
/// <param name="Model">The model that it asks for; null: none.</param>
/// <param name="Body">What it is told before every prompt.</param>
public sealed record AgentFile(string Name, string Path, string? Model, string Body);
