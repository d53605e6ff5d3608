using System.Text.Json.Nodes;

namespace Tasker.Planning.Documents;

/// <summary>One rule that a document breaks.</summary>
/// <param name="Path">Where: a JSON pointer, <c>/</c> for the whole document.</param>
/// <param name="Message">What.</param>
public sealed record SchemaProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";

    /// <summary>Problems for programs.</summary>
    public static JsonArray Json(IEnumerable<SchemaProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return [.. problems.Select(one => (JsonNode)new JsonObject { ["path"] = one.Path, ["message"] = one.Message })];
    }

    /// <summary>A problem as a schema tells it: the place, a colon, what.</summary>
    internal static SchemaProblem Of(string told)
    {
        var colon = told.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new SchemaProblem("/", told) : new SchemaProblem(told[..colon], told[(colon + 2)..]);
    }
}
