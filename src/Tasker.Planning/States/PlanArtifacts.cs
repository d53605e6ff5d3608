using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>What the phases of a plan and its executors leave behind: checked, and the outcome kept in the state.</summary>
public static class PlanArtifacts
{
    /// <summary>The capability map.</summary>
    public const string CapabilityMap = "capability_map";

    /// <summary>The physical map.</summary>
    public const string PhysicalMap = "physical_map";

    /// <summary>The task files.</summary>
    public const string Tasks = "tasks";

    /// <summary>The state machines.</summary>
    public const string Fsm = "fsm";

    /// <summary>The review of the specification.</summary>
    public const string SpecReview = "spec_review";

    /// <summary>The result of one task.</summary>
    public const string Result = "result";

    private const string Results = "results";

    /// <summary>Everything that can be checked.</summary>
    public static IReadOnlyList<string> Names { get; } = [CapabilityMap, PhysicalMap, Tasks, Fsm, SpecReview, Result];

    /// <summary>Checks an artifact and keeps what came of it, also when it is wrong.</summary>
    /// <param name="state">Gets <c>artifacts.&lt;name&gt;</c> (results: <c>artifacts.results.&lt;task&gt;</c>) and an event.</param>
    /// <param name="folder">The plan.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="file">Another file or folder to check; null: where the artifact belongs. Absolute.</param>
    /// <param name="now">When.</param>
    /// <param name="task">The task of a result; null for everything else.</param>
    /// <exception cref="PlanningException">There is no artifact of that name, or it is not said of which task; nothing was changed.</exception>
    public static ArtifactReport Register(PlanState state, PlanningFolder folder, string name, string? file, DateTimeOffset now, string? task = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(folder);
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            throw new PlanningException(
                PlanningCodes.NotFound, $"There is no artifact '{name}'. {Core.Diagnostics.Suggestions.DidYouMean(name, Names, $"Known are: {string.Join(", ", Names)}.")}");
        }

        if (name == Result != (task is not null))
        {
            throw new PlanningException(PlanningCodes.Usage, name == Result ? "Of which task? Write: tasker state validate result <task>." : $"Only a result is of one task; write: tasker state validate {name}.");
        }

        var report = ArtifactCheck.Of(folder, name, file, task, state.TargetDir);
        var kept = new JsonObject
        {
            ["path"] = report.Path,
            ["checksum"] = report.Checksum,
            ["valid"] = report.IsValid,
            ["validated_at"] = Timestamps.Text(now),
            ["error"] = report.IsValid ? null : string.Join("; ", report.Problems),
        };
        if (task is null)
        {
            state.Artifacts[name] = kept;
        }
        else
        {
            JsonView.Inside(state.Artifacts, Results)[task] = kept;
        }

        state.AddEvent(now, "artifact_registered", task, new JsonObject { ["artifact"] = name, ["valid"] = report.IsValid });
        return report;
    }
}
