using Tasker.Core.Values.Schemas;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents;

/// <summary>Who is asked, and everything that it is told.</summary>
/// <param name="Attempt">The attempt that it belongs to.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Model">The model; null: the agent's own choice.</param>
/// <param name="Prompt">Agent file, skills and prompt in one text.</param>
/// <param name="Schema">What the answer must keep to; null: anything.</param>
/// <param name="Instance">The instance of the agent; empty when it has none.</param>
internal sealed record AgentQuestion(
    AgentAttempt Attempt, AgentSettings Agent, string? Model, string Prompt, JsonSchema? Schema, string Instance = "");
