using System.Text.Json.Nodes;

namespace Tasker.Planning.Gates;

/// <summary>What a gate found about a task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsViolation">False for a warning, which closes nothing.</param>
internal sealed record GateFinding(string TaskId, string Message, bool IsViolation)
{
    /// <summary>The fields for programs, behind <c>task_id</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Fields { get; init; } = [];

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["task_id"] = TaskId };
        foreach (var (name, value) in Fields)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    public static JsonArray Json(IEnumerable<GateFinding> findings) => new([.. findings.Select(f => (JsonNode)f.ToJson())]);
}
