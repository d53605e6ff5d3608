namespace Tasker.Planning.Interview;

/// <summary>What every specification begins with.</summary>
internal static class ScopeQuestions
{
    /// <summary>A question about the scope.</summary>
    /// <param name="Field">Its <see cref="SpecField"/>; the parts of a list have semicolons between them.</param>
    /// <param name="Question">The question.</param>
    /// <param name="IsNeeded">True: it must be answered.</param>
    public sealed record One(string Field, string Question, bool IsNeeded);

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<One> All { get; } =
    [
        new("goal", "What is the goal?", IsNeeded: true),
        new("non_goals", "What is not wanted? (several with ; between them)", IsNeeded: false),
        new("done_means", "When is it done? (several with ; between them)", IsNeeded: true),
        new("tech_stack", "Which languages, frameworks and tools must be used?", IsNeeded: false),
        new("entry_point", "How is it started or reached by those who use it?", IsNeeded: false),
    ];
}
