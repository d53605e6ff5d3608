using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Repairing;

/// <summary>A state file that can be parsed and holds wrong things: what is wrong is left out, the rest stays.</summary>
internal static class StateSalvage
{
    /// <summary>Each round leaves something out, so this ends long before; a file that needs more is no state.</summary>
    private const int MostRounds = 200;

    /// <summary>What is whole of a state file; null when it is no JSON object, or nothing of it is a state.</summary>
    public static (PlanState State, IReadOnlyList<SchemaProblem> Dropped)? Of(string path)
    {
        try
        {
            if (JsonFile.Bytes(path) is not { } bytes || JsonFile.Parse(bytes, path, "The state") is not { Count: > 0 } parsed)
            {
                return null;
            }

            var node = StateMigration.Migrate(parsed, bytes, path)?.State ?? parsed;
            var dropped = new List<SchemaProblem>();
            for (var round = 0; round < MostRounds && PlanningSchemas.Problems(PlanningSchemas.State, node) is { Count: > 0 } problems; round++)
            {
                foreach (var problem in problems)
                {
                    Drop(node, problem, dropped);
                }
            }

            return PlanningSchemas.Problems(PlanningSchemas.State, node).Count == 0 && node["tasks"] is JsonObject ? (new PlanState(node), dropped) : null;
        }
        catch (Exception broken) when (broken is PlanningException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Leaves out the value that breaks a rule; where something is missing at the top, the beginning of a plan takes its place.</summary>
    private static void Drop(JsonObject root, SchemaProblem problem, List<SchemaProblem> dropped)
    {
        string[] steps = [.. problem.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        if (steps.Length == 0 || steps is ["version"])
        {
            foreach (var (name, value) in PlanBeginning.New("", PlanPhases.First, default).Node.ToArray())
            {
                if (name == "version" || (root[name] is null && name is not "events"))
                {
                    root[name] = value?.DeepClone();
                }
            }

            return;
        }

        JsonNode? at = root;
        foreach (var step in steps[..^1])
        {
            at = at is JsonArray items && int.TryParse(step, out var index) && index < items.Count ? items[index] : at.Field(step);
        }

        var isGone = at switch
        {
            JsonObject inside => inside.Remove(steps[^1]),
            JsonArray items when int.TryParse(steps[^1], out var index) && index < items.Count => Remove(items, index),
            _ => false,
        };
        if (isGone)
        {
            dropped.Add(problem);
        }
    }

    private static bool Remove(JsonArray items, int index)
    {
        items.RemoveAt(index);
        return true;
    }
}
