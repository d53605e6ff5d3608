using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>The batch of tasks that is under way: <c>orchestrator-checkpoint.json</c>.</summary>
/// <param name="node">Its object.</param>
public sealed class PlanCheckpoint(JsonObject node) : JsonView(node)
{
    /// <summary>Its id.</summary>
    public string BatchId => Text("batch_id") ?? "";

    /// <summary><c>active</c>, <c>completed</c> or <c>interrupted</c>.</summary>
    public string Status => Text("status") is { } word and not "complete" ? word : "completed";

    /// <summary>True while its tasks are under way.</summary>
    public bool IsActive => Status == "active";

    /// <summary>Every task of the batch.</summary>
    public List<string> Spawned => Ids("spawned") is { Count: > 0 } spawned ? spawned : [.. Pending, .. Completed, .. Failed];

    /// <summary>Tasks that nothing was heard of yet.</summary>
    public List<string> Pending => Ids("pending");

    /// <summary>Tasks that are done.</summary>
    public List<string> Completed => Ids("completed");

    /// <summary>Tasks that failed.</summary>
    public List<string> Failed => Ids("failed");

    /// <summary>Replaces one of the lists.</summary>
    /// <param name="list"><c>spawned</c>, <c>pending</c>, <c>completed</c> or <c>failed</c>.</param>
    /// <param name="ids">What is in it now.</param>
    public void SetList(string list, IEnumerable<string> ids) => Inside("tasks")[list] = List(ids);

    private List<string> Ids(string name) => Texts(Object("tasks")?[name]);
}
