namespace Tasker.Planning.Fsm;

/// <summary>What came of reading an index: the model as far as it could be read, and everything that could not.</summary>
internal sealed record FsmReading(FsmModel? Model, IReadOnlyList<FsmFinding> Problems)
{
    /// <summary>The folder of the index.</summary>
    public string Root { get; init; } = "";

    /// <summary>True when nothing is missing: only then may anything be concluded from what is not there.</summary>
    public bool IsWhole => Model is not null && Problems.All(p => !p.IsIssue);

    /// <summary>There is no model at all.</summary>
    public static FsmReading None(string why) => new(null, [FsmFinding.Issue("I1", why)]);
}
