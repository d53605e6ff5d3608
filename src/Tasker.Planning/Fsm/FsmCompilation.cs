namespace Tasker.Planning.Fsm;

/// <summary>What came of compiling: machines, or everything that is in the way of them.</summary>
/// <param name="Model">Null when there are problems.</param>
/// <param name="Problems">Each with its place and a fix.</param>
/// <param name="Warnings">What was decided although the source leaves it open.</param>
internal sealed record FsmCompilation(FsmModel? Model, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);
