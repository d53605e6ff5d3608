using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>What a schema cannot say about maps: ids are there once, what is referred to exists, files stay inside.</summary>
internal static class MapChecks
{
    private static readonly string[] Lists = ["files", "tests"];

    /// <summary>What makes a capability map useless.</summary>
    public static IReadOnlyList<SchemaProblem> Problems(CapabilityMap map)
    {
        var capabilities = map.Domains.SelectMany(domain => domain.Items("capabilities").OfType<JsonObject>());
        var behaviors = map.Behaviors().Select(one => one.Behavior.Text("id")!).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Twice(map.Domains, "domain"), .. Twice(capabilities, "capability"), .. Twice(map.Behaviors().Select(one => one.Behavior), "behavior"), .. Twice(map.Flows, "flow"),
            .. map.Flows.SelectMany((flow, at) => flow.Items("steps").Select((step, i) => (Path: $"/flows/{at}/steps/{i}/behavior_id", Id: step.Text("behavior_id")!)))
                .Where(step => !behaviors.Contains(step.Id)).Select(step => new SchemaProblem(step.Path, $"is {step.Id}, but there is no such behavior")),
        ];
    }

    /// <summary>What should be known about a capability map.</summary>
    public static IReadOnlyList<string> Warnings(CapabilityMap map)
    {
        var steel = map.Flows.Count(flow => flow.Flag("is_steel_thread"));
        var gaps = map.Node["coverage"].Items("gaps").Count();
        return
        [
            .. steel == 1 ? [] : new[] { $"{(steel == 0 ? "No flow is" : $"{steel} flows are")} the steel thread; it should be exactly one" },
            .. gaps == 0 ? [] : new[] { $"coverage.gaps names {gaps} requirements that no behavior covers" },
            .. map.Node["phase_filtering"] is not null ? [] : new[] { "phase_filtering is missing; nothing counts as left for later" },
        ];
    }

    /// <summary>What makes a physical map useless.</summary>
    /// <param name="map">The map.</param>
    /// <param name="target">The directory that its files lie in.</param>
    public static IReadOnlyList<SchemaProblem> Problems(PhysicalMap map, string target) =>
    [
        .. from list in Lists
           from mapping in map.FileMapping.Select((one, at) => (one, at))
           from file in mapping.one.Items(list).Select((one, at) => (path: one.Text("path"), at))
           where file.path is not null && InsidePath.Resolve(target, file.path) is null
           select new SchemaProblem($"/file_mapping/{mapping.at}/{list}/{file.at}/path", $"is '{file.path}', which leads out of the target directory"),
    ];

    /// <summary>What should be known about a physical map.</summary>
    public static IReadOnlyList<string> Warnings(PhysicalMap map, string capabilityMap)
    {
        if (!File.Exists(capabilityMap) || PlanningSchemas.ProblemsOfFile("capability-map", capabilityMap) is not { Document: { } known, Problems.Count: 0 })
        {
            return [];
        }

        var behaviors = new CapabilityMap(known).Behaviors().Select(one => one.Behavior.Text("id")).ToHashSet();
        var unknown = map.FileMapping.Select(mapping => mapping.Text("behavior_id")).Where(id => !behaviors.Contains(id)).Distinct().ToArray();
        return unknown.Length == 0 ? [] : [$"behaviors that the capability map does not have: {string.Join(", ", unknown)}"];
    }

    private static IEnumerable<SchemaProblem> Twice(IEnumerable<JsonObject> items, string what) =>
        items.Select(item => item.Text("id")).GroupBy(id => id).Where(group => group.Count() > 1).Select(group => new SchemaProblem("/", $"the {what} {group.Key} is there {group.Count()} times"));
}
