using System.Text.Json.Nodes;

namespace Tasker.Planning.Storing;

/// <summary>A state that was written in another version.</summary>
/// <param name="From">That version.</param>
/// <param name="State">The same as a state of ours.</param>
/// <param name="Session">What belongs into <c>spec_session.json</c>; null: nothing.</param>
/// <param name="Original">The file as it was.</param>
public sealed record MigratedState(string From, JsonObject State, JsonObject? Session, ReadOnlyMemory<byte> Original);
