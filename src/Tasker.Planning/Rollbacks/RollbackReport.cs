using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Rollbacks;

/// <summary>What a rollback did; paths from the target directory.</summary>
/// <param name="Deleted">Files that the attempt had made.</param>
/// <param name="Restored">Files that are again as they were.</param>
/// <param name="Skipped">Files left alone: they belong to another task, lie outside, or are unchanged.</param>
/// <param name="Unrestorable">Changed files that nobody has the old content of.</param>
public sealed record RollbackReport(IReadOnlyList<string> Deleted, IReadOnlyList<string> Restored, IReadOnlyList<string> Skipped, IReadOnlyList<string> Unrestorable)
{
    /// <summary>The same as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["deleted"] = JsonView.List(Deleted),
        ["restored"] = JsonView.List(Restored),
        ["skipped"] = JsonView.List(Skipped),
        ["unrestorable"] = JsonView.List(Unrestorable),
    };
}
