using System.Text.Json.Nodes;
using Tasker.Planning.Documents;

namespace Tasker.Planning.Fsm;

/// <summary>What the result of a task says in proof of a transition or of an invariant.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Id">The transition or invariant.</param>
/// <param name="IsGuard">True for an invariant.</param>
/// <param name="Kind">test, runtime_assertion or manual; other words count as manual.</param>
/// <param name="Text">The proof itself, for example the name of a test.</param>
internal sealed record FsmEvidence(string TaskId, string Id, bool IsGuard, string Kind, string Text)
{
    public const string Test = "test";
    private const string Manual = "manual";

    /// <summary>
    /// All claims of one result file. Of a failed task, and of a task whose adherence failed, nothing counts. A claim that is only an id says
    /// nothing about its kind, so it counts as manual.
    /// </summary>
    public static IEnumerable<FsmEvidence> In(JsonNode? result)
    {
        var adherence = result.Field("verification").Field("fsm_adherence");
        if (result.Text("status") != "success" || adherence.Text("verdict") is "FAIL" or "fail")
        {
            return [];
        }

        var task = result.Text("task_id") ?? "";
        return [.. Claims(task, adherence, "transitions_verified", "transitions_missing", isGuard: false), .. Claims(task, adherence, "guards_verified", "guards_missing", isGuard: true)];
    }

    private static IEnumerable<FsmEvidence> Claims(string task, JsonNode? adherence, string verified, string missing, bool isGuard)
    {
        var open = adherence.Items(missing).Select(IdOf).ToHashSet();
        foreach (var claim in adherence.Items(verified))
        {
            if (IdOf(claim) is { Length: > 0 } id && !open.Contains(id))
            {
                var kind = claim.FirstText("evidence_type") is Test or "runtime_assertion" ? claim.FirstText("evidence_type")! : Manual;
                yield return new FsmEvidence(task, id, isGuard, kind, claim.FirstText("evidence") ?? "");
            }
        }
    }

    private static string? IdOf(JsonNode? claim) => claim.AsText() ?? claim.FirstText("id", "invariant_id", "transition_id");
}
