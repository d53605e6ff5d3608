using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;
using Tasker.Core.Values.Schemas;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents;

/// <summary>Makes the question of an agent step: finds who is asked, and puts together everything that it is told.</summary>
internal static class AgentAssignment
{
    /// <summary>Finds agent and skills; all that is missing is told at once.</summary>
    public static (AgentQuestion? Question, string Problem) Of(AgentAttempt attempt, ProjectSettings settings)
    {
        var order = attempt.Order;
        var action = (StepAction.Agent)order.Action;
        var folder = new AgentFolder(order.Root);
        var problems = new List<string>();
        var (player, file) = Player(action.Name, settings, folder, problems);
        var text = new StringBuilder();
        if (file is { Body.Length: > 0 })
        {
            text.Append(file.Body.TrimEnd()).Append("\n\n");
        }

        foreach (var name in action.Skills.IsDefault ? [] : action.Skills)
        {
            var skill = folder.FindSkill(name);
            problems.AddRange(skill.Diagnostics.Select(Sentence));
            if (skill.Value is { } found)
            {
                text.Append($"# Skill: {found.Path}\n\n{found.Text.TrimEnd()}\n\n");
            }
        }

        var schema = (action.Schema ?? player?.Schema) is { } rule ? Schema(rule, problems) : null;
        if (player is null || problems.Count > 0)
        {
            return (null, string.Join(' ', problems));
        }

        var prompt = text.Length == 0 ? action.Prompt : text.Append("# Task\n\n").Append(action.Prompt).ToString();
        return (new AgentQuestion(attempt, player, action.Model ?? file?.Model ?? player.Model, prompt, schema), "");
    }

    private static JsonSchema? Schema(Value rule, List<string> problems)
    {
        var schema = JsonSchema.Read(rule, out var wrong);
        problems.AddRange(wrong.Take(1).Select(w => $"The schema for the answer cannot be used: {w}"));
        return schema;
    }

    private static (AgentSettings? Player, AgentFile? File) Player(
        string name, ProjectSettings settings, AgentFolder folder, List<string> problems)
    {
        var player = AgentCatalog.Default(settings);
        if (settings.Agents.TryGetValue(name, out var exact))
        {
            player = exact;
        }

        var file = name.Length == 0 ? null : folder.FindAgent(name);
        if (name.Length > 0 && exact is null && file?.Value is null)
        {
            // Known are both kinds; a file that is there and cannot be used is told as such.
            var known = settings.Agents.Keys.Union(folder.AgentNames, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            problems.Add(file!.Diagnostics[0].Code == AgentFolder.NoSuchAgent
                ? $"There is no agent '{name}'. " + Suggestions.DidYouMean(
                    name, known, known.Count == 0 ? "tasker.yaml names none under 'agents:'." : $"Known are: {string.Join(", ", known)}.")
                : Sentence(file.Diagnostics[0]));
        }
        else if (player is null)
        {
            problems.Add(settings.DefaultAgent is { } missing
                ? $"The default agent '{missing}' is not there. "
                  + Suggestions.DidYouMean(missing, settings.Agents.Keys, "Name one of 'agents:' in tasker.yaml.")
                : settings.Agents.IsEmpty
                    ? "No agent is configured. Name one under 'agents:' in tasker.yaml."
                    : "No default agent is chosen. Set 'default-agent:' in tasker.yaml to one of: "
                      + string.Join(", ", settings.Agents.Keys) + ".");
        }

        return (player, file?.Value);
    }

    private static string Sentence(Diagnostic d) => string.Join(' ', new[] { d.What, d.Why, d.Fix }.Where(p => p.Length > 0));
}
