using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>What verifiers found about tasks and about the plan, and how right they were.</summary>
public static class VerificationRules
{
    private static readonly string[] Verdicts = ["PASS", "FAIL", "CONDITIONAL"];
    private static readonly string[] Recommendations = ["PROCEED", "BLOCK"];
    private static readonly string[] PlanVerdicts = ["READY", "READY_WITH_NOTES", "BLOCKED"];
    private static readonly string[] Outcomes = ["correct", "false_positive", "false_negative"];

    /// <summary>Keeps what a verifier found about a task. BLOCK blocks what needs it; PROCEED lets it go on.</summary>
    /// <param name="more"><c>criteria</c>, <c>quality</c> and <c>tests</c>, as far as they are known.</param>
    /// <exception cref="PlanningException">A word is none of those known, or there is no such task.</exception>
    public static TaskOutcome Record(PlanState state, string id, string verdict, string recommendation, JsonObject more, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(more);
        var (found, advice) = (
            OneOf(verdict, Verdicts, "verdict", "record-verification T001 --verdict"),
            OneOf(recommendation, Recommendations, "recommendation", "record-verification T001 --recommendation"));
        var task = state.Required(id);
        var verification = new JsonObject { ["verdict"] = found, ["recommendation"] = advice };
        foreach (var (name, value) in more)
        {
            verification[name] = value?.DeepClone();
        }

        verification["verified_at"] = Timestamps.Text(now);
        task.Set("verification", verification);
        state.AddEvent(now, "verification_recorded", id, new JsonObject
        {
            ["verdict"] = found,
            ["recommendation"] = advice,
            ["criteria_count"] = (more["criteria"] as JsonArray)?.Count ?? 0,
        });
        var (blocked, unblocked) = Blocking.Update(state, now);
        if (task.IsRefused && blocked.Count > 0)
        {
            state.AddEvent(now, "tasks_blocked_by_verification", id, new JsonObject { ["blocked_count"] = blocked.Count });
        }

        return new TaskOutcome(id, task.Status, task.Attempts, blocked, unblocked);
    }

    /// <summary>Keeps the verdict about the whole plan, also a bad one.</summary>
    /// <returns>The verdict in capitals.</returns>
    /// <exception cref="PlanningException">It is none of those known.</exception>
    public static string RecordPlan(PlanState state, string verdict, string summary, IReadOnlyList<string> issues, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var word = OneOf(verdict, PlanVerdicts, "verdict", "validate-tasks");
        var isValid = word != "BLOCKED";
        state.Artifacts["task_validation"] = new JsonObject
        {
            ["verdict"] = word,
            ["valid"] = isValid,
            ["summary"] = summary,
            ["issues"] = JsonView.List(issues),
            ["validated_at"] = Timestamps.Text(now),
            ["error"] = isValid ? null : summary,
        };
        state.AddEvent(now, "task_validation_complete", details: new JsonObject { ["verdict"] = word, ["valid"] = isValid, ["issue_count"] = issues.Count });
        return word;
    }

    /// <summary>Keeps whether a verifier was right. Said again about a task, the last word counts.</summary>
    /// <exception cref="PlanningException">The word is not known, there is no such task, or nobody verified it.</exception>
    public static void Calibrate(PlanState state, string id, string outcome, string? notes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var word = OneOf(outcome, Outcomes, "outcome", "record-calibration T001");
        var verification = state.Required(id).Verification
            ?? throw new PlanningException(PlanningCodes.BadStatus, $"Task {id} was not verified, so no verifier can have been right about it. 'tasker state record-verification' keeps what one found.");
        var calibration = state.Inside("calibration");
        var history = calibration["history"] as JsonArray ?? [];
        var others = history.OfType<JsonObject>().Where(entry => (string?)entry["task_id"] != id).Select(entry => entry.DeepClone());
        var entry = new JsonObject
        {
            ["task_id"] = id,
            ["verdict"] = verification["verdict"]?.DeepClone(),
            ["recommendation"] = verification["recommendation"]?.DeepClone(),
            ["actual_outcome"] = word,
            ["notes"] = notes,
            ["recorded_at"] = Timestamps.Text(now),
        };
        JsonArray all = [.. others, entry];
        calibration["history"] = all;
        calibration["total_verified"] = all.Count;
        calibration["correct"] = all.Count(one => (string?)one!["actual_outcome"] == "correct");
        calibration["false_positives"] = JsonView.List(Ids("false_positive"));
        calibration["false_negatives"] = JsonView.List(Ids("false_negative"));
        state.AddEvent(now, "calibration_recorded", id, new JsonObject { ["actual_outcome"] = word, ["verdict"] = verification["verdict"]?.DeepClone() });

        IEnumerable<string> Ids(string kind) => all.Where(one => (string?)one!["actual_outcome"] == kind).Select(one => (string)one!["task_id"]!);
    }

    private static string OneOf(string word, string[] known, string what, string usage) =>
        known.FirstOrDefault(one => one.Equals(word?.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw (string.IsNullOrWhiteSpace(word)
            ? new PlanningException(
                PlanningCodes.Usage, $"The {what} is missing: it is one of {string.Join(", ", known)}, as in 'tasker state {usage} {known[0]}'.")
            : new PlanningException(PlanningCodes.BadStatus, $"'{word}' is no {what}: it is one of {string.Join(", ", known)}."));
}
