using System.Globalization;
using System.Text;
using Tasker.Planning.Agents;
using Tasker.Planning.Decomposition;

namespace Tasker.Planning.Interview;

/// <summary>What the agents that make a specification are told.</summary>
public static class InterviewPrompt
{
    /// <summary>Places of the templates.</summary>
    public static IReadOnlyList<string> Places { get; } = ["TASKER_DIR", "TARGET_DIR", "SESSION", "ROUND", "QUESTIONS", "SPEC", "CAPABILITY_MAP", "ADR_DIR", "PROJECT_CONTEXT"];

    /// <summary>Places without which an agent could not do its work.</summary>
    public static IReadOnlyList<string> Required(string agent) => agent == InterviewNames.Interviewer ? ["SESSION", "QUESTIONS"] : ["SESSION", "SPEC", "CAPABILITY_MAP"];

    /// <summary>The text for an agent.</summary>
    /// <param name="files">Where the parts lie.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="round">The round of questions; 0 for none.</param>
    /// <param name="problem">What was wrong with the last try; null: nothing.</param>
    public static string For(InterviewFiles files, string agent, int round, string? problem)
    {
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder(PromptTemplate.Read(files.Plan, agent, Places, Required(agent)).Fill(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TASKER_DIR"] = files.Plan.Root,
            ["TARGET_DIR"] = files.Target,
            ["SESSION"] = SpecSession.PathOf(files.Target),
            ["ROUND"] = round.ToString(CultureInfo.InvariantCulture),
            ["QUESTIONS"] = files.Questions(Math.Max(1, round)),
            ["SPEC"] = files.Spec,
            ["CAPABILITY_MAP"] = files.CapabilityMap,
            ["ADR_DIR"] = files.Adrs,
            ["PROJECT_CONTEXT"] = ProjectAnalysis.Of(files.Target).Context,
        }));
        if (problem is not null)
        {
            text.Append($"\n## IMPORTANT: the last attempt was not accepted\n\n- {problem}\n\n")
                .Append("You must use your tool for writing files. Simply outputting text to the conversation is NOT sufficient. Do NOT use relative paths.\n");
        }

        return text.ToString();
    }
}
