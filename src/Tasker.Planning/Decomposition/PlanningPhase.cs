using Tasker.Planning.Files;

namespace Tasker.Planning.Decomposition;

/// <summary>A phase of planning that an agent works in.</summary>
/// <param name="Name">The phase.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Output">What it leaves behind, for people and for the reminder of an agent that has left nothing.</param>
public sealed record PlanningPhase(string Name, string Agent, Func<PlanningFolder, string> Output)
{
    /// <summary>Weaknesses of the specification.</summary>
    public const string SpecReview = "spec_review";

    /// <summary>Capabilities.</summary>
    public const string Logical = "logical";

    /// <summary>Files.</summary>
    public const string Physical = "physical";

    /// <summary>Tasks.</summary>
    public const string Definition = "definition";

    /// <summary>A verdict.</summary>
    public const string Validation = "validation";

    /// <summary>The order.</summary>
    public const string Sequencing = "sequencing";

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<PlanningPhase> All { get; } =
    [
        new(SpecReview, "spec-reviewer", folder => folder.SpecResolutions),
        new(Logical, "logic-architect", folder => folder.CapabilityMap),
        new(Physical, "physical-architect", folder => folder.PhysicalMap),
        new(Definition, "task-author", folder => Path.Combine(folder.Tasks, "T001.json")),
        new(Validation, "task-plan-verifier", ReportOf),
        new(Sequencing, "plan-auditor", folder => Path.Combine(folder.Tasks, "T001.json")),
    ];

    /// <summary>The report of the agent that judges the tasks.</summary>
    public static string ReportOf(PlanningFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.Combine(folder.Reports, "task-validation-report.md");
    }
}
