namespace Tasker.Planning.Interview;

/// <summary>What every specification begins with.</summary>
internal static class ScopeQuestions
{
    /// <summary>A question about the scope.</summary>
    /// <param name="Field">Its field in the session.</param>
    /// <param name="Question">The question.</param>
    /// <param name="IsList">True: an answer is a list, its parts with semicolons between them.</param>
    /// <param name="IsNeeded">True: it must be answered.</param>
    public sealed record One(string Field, string Question, bool IsList, bool IsNeeded);

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<One> All { get; } =
    [
        new("goal", "What is the goal?", IsList: false, IsNeeded: true),
        new("non_goals", "What is not wanted? (several with ; between them)", IsList: true, IsNeeded: false),
        new("done_means", "When is it done? (several with ; between them)", IsList: true, IsNeeded: true),
        new("tech_stack", "Which languages, frameworks and tools must be used?", IsList: false, IsNeeded: false),
        new("entry_point", "How is it started or reached by those who use it?", IsList: false, IsNeeded: false),
    ];
}
