using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.Execution;

/// <summary>What the executor of a task claims in its result file. What it said besides counts for nothing.</summary>
/// <param name="Result">The result; null when there is none that can be used.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
internal sealed record TaskClaim(TaskResult? Result, string? Problem)
{
    /// <summary>True when it claims success.</summary>
    public bool IsSuccess => Result is { IsSuccess: true };

    /// <summary>One word: <c>success</c>, <c>failed</c> or <c>none</c>.</summary>
    public string Word => Result is null ? "none" : IsSuccess ? "success" : "failed";

    /// <summary>Reads the claim.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static TaskClaim Read(PlanningFolder folder, string id)
    {
        try
        {
            if (JsonFile.TryRead(folder.Result(id), "The result") is not { } node)
            {
                return new TaskClaim(null, "The executor left no result file.");
            }

            var result = new TaskResult(node);
            return result.TaskId != id ? new TaskClaim(null, $"The result file is of the task '{Short(result.TaskId)}', not of {id}.")
                : result.IsSuccess || result.IsFailure ? new TaskClaim(result, null)
                : new TaskClaim(null, $"The result file has the status '{Short(result.Status)}': it is neither success nor failed.");
        }
        catch (PlanningException broken)
        {
            return new TaskClaim(null, broken.Message);
        }
    }

    private static string Short(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
