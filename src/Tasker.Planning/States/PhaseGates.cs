using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Gates;
using Tasker.Planning.SpecReview;
using Tasker.Planning.Storing;

namespace Tasker.Planning.States;

/// <summary>The gates between phases. What is missing or cannot be read closes them.</summary>
/// <param name="folder">The plan.</param>
public sealed class PhaseGates(PlanningFolder folder)
{
    /// <summary>What the gate of the current phase says.</summary>
    public GateVerdict Ask(PlanState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Phase switch
        {
            "ingestion" => Spec(),
            "spec_review" => new GateVerdict(ReviewAnswers.ForAdvance(folder)),
            "logical" => Artifact(state, "capability_map", folder.CapabilityMap),
            "physical" => Physical(state),
            "definition" => Definition(now),
            "validation" => Validation(state),
            "sequencing" => Sequencing(state),
            // Who asks for more when nothing is ready wants to know whether all is done.
            PlanPhases.Ready => Readiness.Of(state).Count > 0 ? GateVerdict.Open : PhaseRules.AllTasksEnded(state),
            PlanPhases.Executing => PhaseRules.AllTasksEnded(state),
            _ => GateVerdict.Open,
        };
    }

    private GateVerdict Spec() => new FileInfo(folder.Spec) is not { Exists: true } file ? GateVerdict.Closed($"the specification is missing: '{folder.Spec}'")
        : file.Length == 0 ? GateVerdict.Closed($"the specification is empty: '{folder.Spec}'")
        : GateVerdict.Open;

    private GateVerdict Physical(PlanState state)
    {
        var verdict = Artifact(state, "physical_map", folder.PhysicalMap);
        if (verdict.Reasons.Count > 0)
        {
            return verdict;
        }

        var mapped = new PhysicalMap(JsonFile.Read(folder.PhysicalMap, "The physical map")).FileMapping.Select(mapping => Text(mapping["behavior_id"])).ToHashSet();
        var missing = Read(folder.CapabilityMap, "The capability map") is not { } map
            ? []
            : new CapabilityMap(map).Behaviors().Select(one => Text(one.Behavior["id"]) ?? "?").Where(id => !mapped.Contains(id)).ToArray();
        return missing.Length == 0 ? GateVerdict.Open : GateVerdict.Closed($"behaviours without files: {string.Join(", ", missing)}");
    }

    private GateVerdict Definition(DateTimeOffset now)
    {
        if (TaskFiles.Read(folder) is { Definitions.Count: 0, Errors.Count: 0 })
        {
            return GateVerdict.Closed($"there is no task file in '{folder.Tasks}'");
        }

        var (blocking, results) = GateAnswers.ForAdvance(folder, Timestamps.Text(now));
        return new GateVerdict(blocking, results);
    }

    private GateVerdict Validation(PlanState state)
    {
        if (state.Artifacts["task_validation"] is not JsonObject validation)
        {
            return GateVerdict.Closed("the tasks were not validated; 'tasker state validate-tasks' keeps the verdict");
        }

        if (validation["valid"] is not JsonValue valid || !valid.TryGetValue<bool>(out var isValid) || !isValid)
        {
            return GateVerdict.Closed($"the validation of the tasks says {Text(validation["verdict"]) ?? "nothing"}: {Text(validation["summary"])}");
        }

        var newest = Directory.Exists(folder.Tasks) ? Directory.GetFiles(folder.Tasks, "*.json").Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max() : default;
        return Timestamps.Read(Text(validation["validated_at"])) is { } at && newest > at.UtcDateTime.AddSeconds(1)
            ? GateVerdict.Closed("task files have changed since the tasks were validated; validate them again")
            : GateVerdict.Open;
    }

    private static GateVerdict Sequencing(PlanState state) =>
        new([.. state.Tasks.Where(task => task.Phase < 1).Select(task => $"{task.Id} has no phase"), .. new TaskGraph(state).Problems()]);

    private static GateVerdict Artifact(PlanState state, string name, string path)
    {
        if (state.Artifacts[name] is not JsonObject artifact || artifact["valid"] is not JsonValue valid || !valid.TryGetValue<bool>(out var isValid))
        {
            return GateVerdict.Closed($"{name} was not validated; 'tasker state validate {name}' does it");
        }

        return !isValid ? GateVerdict.Closed($"{name} is not valid: {Text(artifact["error"])}")
            : Checksum.OfFile(path) is var now && Text(artifact["checksum"]) is { Length: > 0 } then && then != now ? GateVerdict.Closed($"{name} has changed since it was validated; validate it again")
            : GateVerdict.Open;
    }

    private static JsonObject? Read(string path, string what) => JsonFile.TryRead(path, what);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
