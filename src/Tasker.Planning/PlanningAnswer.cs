using System.Text.Json.Nodes;

namespace Tasker.Planning;

/// <summary>What a question about a plan is answered with.</summary>
/// <param name="Text">For people and for scripts that read lines; without a line end at its end.</param>
/// <param name="Make">Makes what is for programs.</param>
/// <param name="Passed">False when a gate is closed, or when something that was asked for could not be done.</param>
public sealed record PlanningAnswer(string Text, Func<JsonObject> Make, bool Passed)
{
    private JsonObject? _json;

    /// <param name="Text">For people and for scripts that read lines; without a line end at its end.</param>
    /// <param name="Json">For programs.</param>
    /// <param name="Passed">False when a gate is closed, or when something that was asked for could not be done.</param>
    public PlanningAnswer(string Text, JsonObject Json, bool Passed)
        : this(Text, () => Json, Passed)
    {
    }

    /// <summary>For programs; made when it is first asked for.</summary>
    public JsonObject Json => _json ??= Make();
}
