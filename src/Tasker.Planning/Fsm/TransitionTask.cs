using Tasker.Planning.Documents;

namespace Tasker.Planning.Fsm;

/// <summary>What a task says about machines.</summary>
/// <param name="Id">The task.</param>
/// <param name="Transitions">The transitions that it implements: <c>TR1</c>, or <c>M1:TR1</c> where the id alone is not enough.</param>
/// <param name="Guards">The invariants that it enforces.</param>
/// <param name="Criteria">Its acceptance criteria with their verifications, as one text each.</param>
internal sealed record TransitionTask(string Id, IReadOnlyList<string> Transitions, IReadOnlyList<string> Guards, IReadOnlyList<string> Criteria)
{
    /// <summary>What tasks say about machines, in their order.</summary>
    public static IReadOnlyList<TransitionTask> Of(IEnumerable<TaskDefinition> tasks) =>
    [
        .. tasks.Select(t => new TransitionTask(
            t.Id,
            t.StateMachine.Texts("transitions_covered"),
            t.StateMachine.Texts("guards_enforced"),
            [.. t.AcceptanceCriteria.Select(c => $"{c.Text("criterion")}\n{c.Text("verification")}")])),
    ];
}
