using System.Text.Json.Nodes;
using Tasker.Core.Values.Indexes;

namespace Tasker.Planning.Documents;

/// <summary>A task file: <c>tasks/T001.json</c>.</summary>
public sealed class TaskDefinition : JsonView
{
    private JsonObject? _context;
    private string? _id;
    private bool? _isRefactoring;

    /// <param name="node">Its object.</param>
    public TaskDefinition(JsonObject node)
        : base(node)
    {
    }

    /// <param name="part">Its object, as it was read.</param>
    public TaskDefinition(JsonPart part)
        : base(part)
    {
    }

    /// <summary>Its id; empty when it has none.</summary>
    public string Id => _id ??= Text("id") ?? "";

    /// <summary>Its name; its id when it has none.</summary>
    public string Name => Text("name") ?? Id;

    /// <summary>The phase of the plan that it belongs to; 0 when none was given.</summary>
    public int Phase => (int)Math.Clamp(Whole("phase") ?? 0, 0, int.MaxValue);

    /// <summary><c>feature</c>, <c>refactor</c>, <c>bugfix</c> or <c>test</c>.</summary>
    public string TaskType => Text("task_type") ?? "feature";

    /// <summary>True for a task that changes how something is done, not what.</summary>
    public bool IsRefactoring => _isRefactoring ??= Look["task_type"].Is("refactor");

    /// <summary>Domain, capability and where in the specification it comes from; empty when it has none.</summary>
    public JsonObject Context => _context ??= Object("context") ?? [];

    /// <summary>True for tasks of the steel thread; understood in <c>context</c> and at the top.</summary>
    public bool IsSteelThread => Look["context"]["steel_thread"].IsTrue || Flag("steel_thread");

    /// <summary>Ids of the behaviours that it brings.</summary>
    public List<string> Behaviors => Texts("behaviors");

    /// <summary>The files that it makes or changes.</summary>
    public IEnumerable<JsonObject> Files => Objects("files");

    /// <summary>The paths of <see cref="Files"/>.</summary>
    public List<string> DeclaredFiles
    {
        get
        {
            var paths = new List<string>();
            foreach (var file in Look["files"].Items())
            {
                if (file["path"].Text is { } path)
                {
                    paths.Add(path);
                }
            }

            return paths;
        }
    }

    /// <summary>Ids of the tasks that it needs: <c>dependencies.tasks</c>, else a top-level <c>depends_on</c>.</summary>
    public List<string> DependsOn => Look["dependencies"]["tasks"] is { IsList: true } tasks ? tasks.Texts() : Texts("depends_on");

    /// <summary>What must hold when it is done.</summary>
    public IReadOnlyList<JsonLook> AcceptanceCriteria => Look["acceptance_criteria"].Objects();

    /// <summary>States and transitions that it brings; null when it has none.</summary>
    public JsonObject? StateMachine => Object("state_machine");
}
