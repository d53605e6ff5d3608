using System.Text.Json.Nodes;

namespace Tasker.Planning;

/// <summary>Something about a plan was refused, is missing or is broken. Nothing was changed.</summary>
/// <param name="code">A stable word for programs, one of <see cref="PlanningCodes"/>.</param>
/// <param name="message">What, why, fix, on one line; for people.</param>
/// <param name="details">More for programs; null: nothing.</param>
public sealed class PlanningException(string code, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>A stable word for programs.</summary>
    public string Code { get; } = code;

    /// <summary>More for programs; null: nothing.</summary>
    public JsonObject? Details { get; } = details;
}
