using Tasker.Core.Diagnostics;

namespace Tasker.Planning.Documents;

/// <summary>The phases of a plan, in order.</summary>
public static class PlanPhases
{
    /// <summary>Where a plan begins.</summary>
    public const string First = "ingestion";

    /// <summary>Planning is done.</summary>
    public const string Ready = "ready";

    /// <summary>Tasks are carried out.</summary>
    public const string Executing = "executing";

    /// <summary>Nothing is left to do.</summary>
    public const string Complete = "complete";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [First, "spec_review", "logical", "physical", "definition", "validation", "sequencing", Ready, Executing, Complete];

    /// <summary>The place in the order; -1 for a word that is no phase.</summary>
    public static int IndexOf(string phase)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i] == phase)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The phase itself.</summary>
    /// <exception cref="PlanningException">It is none.</exception>
    public static string Checked(string phase) => IndexOf(phase) >= 0
        ? phase
        : throw new PlanningException(PlanningCodes.BadStatus, $"'{phase}' is no phase. {Suggestions.DidYouMean(phase, All, $"They are: {string.Join(", ", All)}.")}");
}
