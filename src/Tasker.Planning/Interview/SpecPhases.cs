using Tasker.Core.Diagnostics;

namespace Tasker.Planning.Interview;

/// <summary>The phases in which a specification comes to be, in order.</summary>
public static class SpecPhases
{
    /// <summary>What is wanted.</summary>
    public const string Scope = "scope";

    /// <summary>Questions.</summary>
    public const string Clarify = "clarify";

    /// <summary>The specification is complete enough to be written down: what <see cref="SpecGate"/> asks.</summary>
    public const string Gate = "gate";

    /// <summary>Its weaknesses are decided.</summary>
    public const string Review = "spec_review";

    /// <summary>It is put where planning finds it.</summary>
    public const string Export = "export";

    /// <summary>Nothing is left to do.</summary>
    public const string Complete = "complete";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Scope, Clarify, "synthesis", "architecture", "decisions", Gate, Review, Export, Complete];

    /// <summary>True when a session in this phase has not come so far.</summary>
    /// <exception cref="PlanningException">It is no phase.</exception>
    public static bool IsBefore(string phase, string other) => IndexOf(phase) < IndexOf(other);

    /// <summary>The place in the order, from 0.</summary>
    /// <exception cref="PlanningException">It is no phase.</exception>
    public static int IndexOf(string phase)
    {
        var at = All.TakeWhile(other => other != phase).Count();
        return at < All.Count ? at : throw new PlanningException(
            PlanningCodes.Corrupt, $"The session is in phase '{phase}', which is none. {Suggestions.DidYouMean(phase, All, $"Phases are: {string.Join(", ", All)}.")}");
    }
}
