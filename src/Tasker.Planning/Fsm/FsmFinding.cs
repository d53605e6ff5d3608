using System.Text.Json.Nodes;

namespace Tasker.Planning.Fsm;

/// <summary>What is wrong with the machines: an issue closes the gate, a warning does not.</summary>
/// <param name="Rule">The invariant of the method, I1 to I6, or SCHEMA, TASK_COVERAGE.</param>
/// <param name="Message">What is wrong and where.</param>
/// <param name="IsIssue">False for a warning.</param>
internal sealed record FsmFinding(string Rule, string Message, bool IsIssue)
{
    /// <summary>The parts of the message for programs.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Context { get; init; } = [];

    public static FsmFinding Issue(string rule, string message, params KeyValuePair<string, JsonNode?>[] context) =>
        new(rule, message, IsIssue: true) { Context = context };

    public static FsmFinding Warning(string rule, string message, params KeyValuePair<string, JsonNode?>[] context) =>
        new(rule, message, IsIssue: false) { Context = context };

    /// <summary>One part of a context.</summary>
    public static KeyValuePair<string, JsonNode?> With(string name, JsonNode? value) => new(name, value);

    /// <inheritdoc cref="With(string, JsonNode?)"/>
    public static KeyValuePair<string, JsonNode?> With(string name, IEnumerable<string> values) => new(name, Array(values));

    internal static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode?)JsonValue.Create(v))]);
}
