using System.Text.Json.Nodes;

namespace Tasker.Planning.States;

/// <summary>Whether a phase may be left.</summary>
/// <param name="Reasons">Why not, a sentence each without a full stop; none: it may.</param>
/// <param name="Results">What is kept in <c>artifacts.validation_results</c>, also when it may not; null: nothing.</param>
public sealed record GateVerdict(IReadOnlyList<string> Reasons, JsonObject? Results = null)
{
    /// <summary>It may.</summary>
    public static readonly GateVerdict Open = new([]);

    /// <summary>It may not.</summary>
    public static GateVerdict Closed(params string[] reasons) => new(reasons);
}
