using System.Text;
using Tasker.Planning.Agents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Decomposition;

/// <summary>What the agent of a phase is told.</summary>
public static class PhasePrompt
{
    private const int LongestContext = 24_000;

    /// <summary>Places of the templates.</summary>
    public static IReadOnlyList<string> Places { get; } = ["TASKER_DIR", "TARGET_DIR", "PROJECT_TYPE", "TECH_STACK", "PROJECT_CONTEXT"];

    /// <summary>Places without which agents could not do their work.</summary>
    public static IReadOnlyList<string> Required(PlanningPhase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        return phase.Name is PlanningPhase.Logical or PlanningPhase.Physical or PlanningPhase.Definition ? ["TASKER_DIR", "PROJECT_CONTEXT"] : ["TASKER_DIR"];
    }

    /// <summary>Reads the template of a phase.</summary>
    /// <inheritdoc cref="PromptTemplate.Read"/>
    public static PromptTemplate Read(PlanningFolder folder, PlanningPhase phase)
    {
        ArgumentNullException.ThrowIfNull(phase);
        return PromptTemplate.Read(folder, phase.Agent, Places, Required(phase));
    }

    /// <summary>What the places are filled with.</summary>
    /// <param name="target">The target directory; absolute.</param>
    /// <param name="folder">The plan.</param>
    public static IReadOnlyDictionary<string, string> Values(string target, PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var context = JsonFile.Bytes(PlanIngestion.ContextOf(folder)) is { } bytes ? Encoding.UTF8.GetString(bytes).Trim() : "";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TASKER_DIR"] = folder.Root,
            ["TARGET_DIR"] = target,
            ["PROJECT_TYPE"] = context.Contains("Project Type: existing", StringComparison.Ordinal) ? "existing" : "new",
            ["TECH_STACK"] = File.Exists(folder.Constraints) ? $"as the specification says, and {folder.Constraints}" : "as the specification says",
            ["PROJECT_CONTEXT"] = context.Length == 0 ? "New project - no existing patterns to follow"
                : context.Length <= LongestContext ? context
                : $"{context[..LongestContext]}\n… the rest is in {PlanIngestion.ContextOf(folder)}",
        };
    }
}
