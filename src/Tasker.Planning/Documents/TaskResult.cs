using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>What an executor says about its task: <c>bundles/T001-result.json</c>.</summary>
/// <param name="node">Its object.</param>
public sealed class TaskResult(JsonObject node) : JsonView(node)
{
    /// <summary>The task.</summary>
    public string TaskId => Text("task_id") ?? "";

    /// <summary><c>success</c>, <c>failed</c>, or another word that somebody wrote; without blanks, in small letters.</summary>
    public string Status => (Text("status") ?? "").Trim().ToLowerInvariant();

    /// <summary>True when it says success.</summary>
    public bool IsSuccess => Status is "success" or "complete" or "completed";

    /// <summary>True when it says that it failed.</summary>
    public bool IsFailure => Status is "failed" or "failure" or "error";

    /// <summary>Files that it says it made.</summary>
    public List<string> Created => Texts(Object("files")?["created"]);

    /// <summary>Files that it says it changed.</summary>
    public List<string> Modified => Texts(Object("files")?["modified"]);

    /// <summary>What went wrong; null when nothing is said.</summary>
    public string? ErrorMessage => Object("error")?["message"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The kind of failure; null when nothing is said.</summary>
    public string? ErrorCategory => Object("error")?["category"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>False only when it says that trying again is no use.</summary>
    public bool IsRetryable => Object("error")?["retryable"] is not JsonValue value || !value.TryGetValue<bool>(out var may) || may;
}
