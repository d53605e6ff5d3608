namespace Tasker.Executors.Agents;

/// <summary>A skill of the project.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Path">Its <c>SKILL.md</c>, below the project root.</param>
/// <param name="Text">All of it.</param>
public sealed record SkillFile(string Name, string Path, string Text);
