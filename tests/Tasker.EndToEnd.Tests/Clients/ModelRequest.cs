using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.EndToEnd.Tests.Clients;

/// <summary>What a model is asked.</summary>
internal sealed class ModelRequest(JsonObject body)
{
    /// <summary>Everything that was said, and what it is told to be, as JSON text.</summary>
    public string All { get; } = (body["system"]?.ToJsonString(Plain) ?? "") + body["messages"]!.ToJsonString(Plain);

    /// <summary>How many tools were called so far.</summary>
    public int ToolsDone { get; } = body["messages"]!.AsArray()
        .Sum(message => message!["content"] is JsonArray parts
            ? parts.Count(part => part!["type"]?.GetValue<string>() == "tool_result")
            : 0);

    /// <summary>The names of the tools that it may call.</summary>
    public IReadOnlyList<string> Tools { get; } = [.. body["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>())];

    private static JsonSerializerOptions Plain { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
