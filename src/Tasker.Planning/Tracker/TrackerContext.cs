using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tasker.Planning.Bundles;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.Fsm;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Tracker;

/// <summary>Everything that an agent needs to write a good issue about a task: <c>beads-export/T001-context.json</c>.</summary>
internal sealed class TrackerContext
{
    private readonly PlanState _state;
    private readonly PlanningFolder _folder;
    private readonly CapabilityMap? _map;
    private readonly string? _spec;

    /// <param name="store">The plan.</param>
    /// <exception cref="PlanningException">The state or the capability map is broken.</exception>
    public TrackerContext(PlanStore store)
    {
        (_state, _folder) = (store.Read(), store.Folder);
        _map = JsonFile.TryRead(_folder.CapabilityMap, "The capability map") is { } node ? new CapabilityMap(node) : null;
        _spec = JsonFile.Bytes(_folder.Spec) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>The context of a task.</summary>
    /// <exception cref="PlanningException">There is no such task, or its file is missing or broken.</exception>
    public JsonObject Of(string id)
    {
        var task = _state.Required(id);
        var definition = new TaskDefinition(JsonFile.Read(_folder.TaskFile(id), $"The file of task {id}"));
        var found = (_map?.Behaviors() ?? []).Where(one => definition.Behaviors.Contains(one.Behavior.Text("id") ?? "")).ToArray();
        var domain = definition.Context.FirstText("domain") ?? found.Select(one => one.Domain.Text("name")).FirstOrDefault();
        var capability = definition.Context.FirstText("capability") ?? found.Select(one => one.Capability.Text("name")).FirstOrDefault();
        string[] about =
        [
            definition.Name, domain ?? "", capability ?? "", .. found.Select(one => one.Behavior.Text("name") ?? ""),
            .. definition.Files.SelectMany(file => (file.Text("path") ?? "").Split('/', '\\', '.', '_', '-')),
        ];
        return new JsonObject
        {
            ["version"] = "1.0",
            ["task_id"] = id,
            ["task"] = definition.Node.DeepClone(),
            ["state"] = new JsonObject { ["status"] = task.Status.Word(), ["phase"] = task.Phase, ["blocks"] = JsonView.List(task.Texts("blocks")) },
            ["capability_context"] = new JsonObject { ["domain"] = domain, ["capability"] = capability, ["behaviors"] = new JsonArray([.. found.Select(one => one.Behavior.DeepClone())]) },
            ["relevant_spec_sections"] = new JsonArray([.. (_spec is null ? [] : RelevantSections.Of(_spec, about)).Select(section => (JsonNode)new JsonObject
            {
                ["title"] = section.Title, ["text"] = section.Text, ["score"] = section.Score,
            })]),
            ["dependency_context"] = new JsonArray([.. task.DependsOn.Select(_state.Task).OfType<PlanTask>().Select(need => (JsonNode)new JsonObject
            {
                ["id"] = need.Id, ["name"] = need.Name, ["files_created"] = JsonView.List(need.FilesCreated),
            })]),
            ["suggested_priority"] = TrackerIssue.PriorityOf(task.Phase),
            ["suggested_labels"] = JsonView.List(Labels(task, definition, domain, capability)),
        };
    }

    private static IEnumerable<string> Labels(PlanTask task, TaskDefinition definition, string? domain, string? capability) =>
    [
        .. domain is null ? [] : new[] { $"domain:{FsmSlug.Of(domain, "unnamed")}" },
        .. capability is null ? [] : new[] { $"capability:{FsmSlug.Of(capability, "unnamed")}" },
        .. definition.IsSteelThread ? new[] { "steel-thread" } : [],
        string.Create(CultureInfo.InvariantCulture, $"phase:{task.Phase}"),
        TrackerIssue.LabelOf(task.Id),
    ];
}
