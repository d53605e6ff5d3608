using Tasker.Core.Runs;
using Tasker.Core.Values;

namespace Tasker.Planning.Agents;

/// <summary>A step that reads and changes files of a plan inside this process: what it ends with, whatever happens.</summary>
internal static class PlanStep
{
    /// <summary>Does it. A refusal or a file that cannot be used is a failure of the attempt.</summary>
    public static async Task<AttemptEnd> RunAsync(Func<Task<AttemptEnd>> act, CancellationToken stop)
    {
        // The loop of the run must not wait for files.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return await act();
        }
        catch (PlanningException refused)
        {
            return AttemptEnd.Failure(refused.Message);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return AttemptEnd.Failure(closed.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new AttemptEnd(AttemptOutcome.Cancelled, null, null, "Stopped.", Value.Map.Empty);
        }
    }

    /// <summary>Success with outputs.</summary>
    public static AttemptEnd Done(params IEnumerable<(string Name, Value Value)> outputs) =>
        AttemptEnd.DoneInProcess with { Outputs = Value.Map.From(outputs.Select(output => new KeyValuePair<string, Value>(output.Name, output.Value))) };

    /// <summary>Success, or a failure with what is wrong.</summary>
    public static AttemptEnd Unless(string? problem) => problem is null ? AttemptEnd.DoneInProcess : AttemptEnd.Failure(problem);
}
