namespace Tasker.Planning.Evaluating;

/// <summary>What was checked besides.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Answer">What came of it.</param>
internal sealed record EvaluationCheck(string Name, string Title, PlanningAnswer Answer);
