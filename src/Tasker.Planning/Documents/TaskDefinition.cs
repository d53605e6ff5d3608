using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>A task file: <c>tasks/T001.json</c>.</summary>
/// <param name="node">Its object.</param>
public sealed class TaskDefinition(JsonObject node) : JsonView(node)
{
    private readonly JsonObject _context = node["context"] as JsonObject ?? [];
    private readonly JsonObject _dependencies = node["dependencies"] as JsonObject ?? [];

    /// <summary>Its id; empty when it has none.</summary>
    public string Id => Text("id") ?? "";

    /// <summary>Its name; its id when it has none.</summary>
    public string Name => Text("name") ?? Id;

    /// <summary>The phase of the plan that it belongs to; 0 when none was given.</summary>
    public int Phase => (int)Math.Clamp(Whole("phase") ?? 0, 0, int.MaxValue);

    /// <summary><c>feature</c>, <c>refactor</c>, <c>bugfix</c> or <c>test</c>.</summary>
    public string TaskType => Text("task_type") ?? "feature";

    /// <summary>Domain, capability and where in the specification it comes from; empty when it has none.</summary>
    public JsonObject Context => _context;

    /// <summary>True for tasks of the steel thread; understood in <c>context</c> and at the top.</summary>
    public bool IsSteelThread => Is(_context) || Is(Node);

    /// <summary>Ids of the behaviours that it brings.</summary>
    public List<string> Behaviors => Texts("behaviors");

    /// <summary>The files that it makes or changes.</summary>
    public IEnumerable<JsonObject> Files => Objects("files");

    /// <summary>Ids of the tasks that it needs: <c>dependencies.tasks</c>, else a top-level <c>depends_on</c>.</summary>
    public List<string> DependsOn => _dependencies["tasks"] is JsonArray tasks ? Texts(tasks) : Texts("depends_on");

    /// <summary>What must hold when it is done.</summary>
    public IEnumerable<JsonObject> AcceptanceCriteria => Objects("acceptance_criteria");

    /// <summary>States and transitions that it brings; null when it has none.</summary>
    public JsonObject? StateMachine => Object("state_machine");

    private static bool Is(JsonObject node) => node["steel_thread"] is JsonValue value && value.TryGetValue<bool>(out var yes) && yes;
}
