using Tasker.Planning.States;

namespace Tasker.Planning.Execution;

/// <summary>Whether a task is done: its executor claims success in the result file, and no criterion says otherwise.</summary>
internal static class TaskJudgement
{
    /// <summary>Why the task failed; null when it is done.</summary>
    /// <param name="claim">What the executor claims.</param>
    /// <param name="work">How the executor ended. A claim that holds counts more than how its process ended.</param>
    /// <param name="checks">What came of each criterion.</param>
    public static TaskFailure? Of(TaskClaim claim, StepOutcome work, IReadOnlyList<CriterionCheck> checks)
    {
        if (work.Status == "cancelled")
        {
            return new TaskFailure("The execution was stopped while the executor worked.", "environment");
        }

        if (claim.Result is not { } result)
        {
            return new TaskFailure(work.HasSucceeded ? claim.Problem! : $"{claim.Problem} It ended with: {work.Told}", "runtime");
        }

        if (result.IsFailure)
        {
            return new TaskFailure(result.ErrorMessage ?? "The executor says that it failed.", result.ErrorCategory, null, result.IsRetryable);
        }

        var failed = checks.Where(check => check.Verdict == "FAIL").Select(check => $"'{check.Criterion.Name}' ({check.Outcome!.Told})").ToArray();
        return failed.Length == 0 ? null : new TaskFailure(
            $"The executor claims success, but {(failed.Length == 1 ? "a criterion does" : "criteria do")} not hold: {string.Join("; ", failed)}", "verification");
    }
}
